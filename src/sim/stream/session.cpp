#include "sim/stream/session.hpp"

#include <algorithm>
#include <optional>
#include <variant>

#include "sim/stream/positioned_json.hpp"

namespace wick::sim {
namespace {

constexpr std::uint16_t kPolicyViolation = 1008;
constexpr std::uint16_t kGoingAway = 1001;

std::string ping_payload(Micros sent) {
  return std::to_string(sent / 1000);
}

}  // namespace

StreamSession::StreamSession(TradeTape& tape, Route route, StreamOptions options, Micros now)
    : tape_(tape),
      route_(std::move(route)),
      options_(options),
      combined_(route_.combined),
      ends_at_(now + options.lifetime),
      next_ping_(now + options.ping_every) {
  if (options.shutdown_every != kNever) {
    next_shutdown_ = (now / options.shutdown_every + 1) * options.shutdown_every;
  }
  for (const std::string& name : route_.streams) subscribe(name, now);
}

std::vector<Frame> StreamSession::on_text(std::string_view text, Micros now) {
  std::vector<Frame> out = poll(now);
  if (closed_) return out;
  if (too_many_messages(now)) {
    out.push_back(close_misused(now, "Too many requests"));
    return out;
  }
  Frame reply;
  reply.kind = Frame::Kind::kReply;
  reply.time = now;
  const auto heard = read_control(text);
  if (const auto* refusal = std::get_if<Refusal>(&heard)) {
    reply.text = refusal->reply;
  } else {
    reply.text = obey(std::get<Control>(heard), now);
  }
  out.push_back(std::move(reply));
  return out;
}

std::vector<Frame> StreamSession::on_ping(Micros now) {
  std::vector<Frame> out = poll(now);
  if (!closed_ && too_many_messages(now)) out.push_back(close_misused(now, "Too many requests"));
  return out;
}

std::vector<Frame> StreamSession::on_pong(std::string_view payload, Micros now) {
  std::vector<Frame> out = on_ping(now);
  const auto answered = std::find_if(pings_.begin(), pings_.end(),
                                     [&](Micros sent) { return payload == ping_payload(sent); });
  if (answered != pings_.end()) pings_.erase(pings_.begin(), answered + 1);
  return out;
}

std::vector<Frame> StreamSession::poll(Micros now) {
  std::vector<Frame> out;
  while (!closed_ && next_due() <= now) {
    const Micros end = hang_up_at();
    const Micros until = std::min({now, end, next_ping_, next_shutdown_});
    step_feeds(out, until);
    if (crowded_at_ != kNever) {
      out.push_back(close_misused(now, "Too many streams"));
    } else if (end == until) {
      out.push_back(close(end, end == ends_at_ ? expiry() : "Pong timeout"));
    } else if (next_shutdown_ == until) {
      out.push_back(shut_down(until, options_.shutdown_notice));
    } else if (next_ping_ == until) {
      ping(out);
    }
  }
  return out;
}

Micros StreamSession::next_due() const {
  if (closed_) return kNever;
  const Micros event = due_.empty() ? kNever : due_.begin()->first.first;
  return std::min({event, hang_up_at(), next_ping_, next_shutdown_, crowded_at_});
}

Frame StreamSession::shutdown_notice(Micros now) const {
  Frame notice;
  notice.kind = Frame::Kind::kReply;
  notice.time = now;
  notice.text =
      wrapped("!serverShutdown", R"({"e":"serverShutdown","E":)" +
                                     std::to_string(route_.microseconds ? now : now / 1000) + '}');
  return notice;
}

Frame StreamSession::shut_down(Micros now, Micros notice) {
  shutting_down_ = true;
  next_shutdown_ = kNever;
  ends_at_ = std::min(ends_at_, now + notice);
  return shutdown_notice(now);
}

bool StreamSession::too_many_messages(Micros now) {
  while (!heard_.empty() && heard_.front() <= now - kSecond) heard_.pop_front();
  heard_.push_back(now);
  return heard_.size() > options_.messages_per_second;
}

std::string StreamSession::obey(const Control& control, Micros now) {
  using Method = Control::Method;
  switch (control.method) {
    case Method::kSubscribe:
      for (const std::string& name : control.streams) subscribe(name, now);
      break;
    case Method::kUnsubscribe:
      for (const std::string& name : control.streams) unsubscribe(name);
      break;
    case Method::kListSubscriptions:
      return control_reply(list(), control.id);
    case Method::kSetProperty:
      combined_ = control.combined;
      break;
    case Method::kGetProperty:
      return control_reply(combined_ ? "true" : "false", control.id);
  }
  return control_reply("null", control.id);
}

std::string StreamSession::list() const {
  std::string names = "[";
  for (const auto& [name, subscription] : subscriptions_) {
    if (names.size() > 1) names += ',';
    append_json_string(names, name);
  }
  return names + ']';
}

void StreamSession::subscribe(const std::string& name, Micros now) {
  if (crowded_at_ != kNever) return;
  const auto [place, fresh] = subscriptions_.try_emplace(name);
  if (!fresh) return;
  // Acknowledged still; the next poll hangs up.
  if (subscriptions_.size() > options_.streams_max) crowded_at_ = now;
  Subscription& subscription = place->second;
  subscription.number = numbers_++;
  const auto meaning = stream_name_of(name);
  if (!meaning || !carries(route_.reach, meaning->topic)) return;
  const TimeUnit unit = route_.microseconds ? TimeUnit::kMicrosecond : TimeUnit::kMillisecond;
  subscription.feed =
      make_feed(tape_, route_.venue, *meaning, {unit, now, options_.update_every, options_.steady});
  if (subscription.feed != nullptr) {
    due_.emplace(Due{subscription.feed->due(), subscription.number}, place);
  }
}

void StreamSession::unsubscribe(const std::string& name) {
  const auto place = subscriptions_.find(name);
  if (place == subscriptions_.end()) return;
  const Subscription& subscription = place->second;
  if (subscription.feed != nullptr) due_.erase({subscription.feed->due(), subscription.number});
  subscriptions_.erase(place);
}

void StreamSession::step_feeds(std::vector<Frame>& out, Micros until) {
  while (!due_.empty() && due_.begin()->first.first <= until) {
    const auto [key, place] = *due_.begin();
    due_.erase(due_.begin());
    Feed& feed = *place->second.feed;
    auto event = feed.step();
    due_.emplace(Due{feed.due(), key.second}, place);
    if (!event) continue;

    Frame frame;
    frame.time = key.first;
    frame.text = wrapped(place->first, std::move(event->json));
    frame.stream = place->first;
    frame.closing = event->closing;
    if (!event->rough.empty()) frame.rough = wrapped(place->first, std::move(event->rough));
    out.push_back(std::move(frame));
  }
}

void StreamSession::ping(std::vector<Frame>& out) {
  Frame frame;
  frame.kind = Frame::Kind::kPing;
  frame.time = next_ping_;
  frame.text = ping_payload(next_ping_);
  out.push_back(std::move(frame));
  pings_.push_back(next_ping_);
  next_ping_ += options_.ping_every;
}

Micros StreamSession::hang_up_at() const {
  return pings_.empty() ? ends_at_ : std::min(ends_at_, pings_.front() + options_.pong_within);
}

std::string StreamSession::expiry() const {
  return shutting_down_ ? "Server shutdown" : "Connection expired";
}

Frame StreamSession::close_misused(Micros at, std::string why) {
  misused_ = true;
  return close(at, std::move(why));
}

Frame StreamSession::close(Micros at, std::string why) {
  closed_ = true;
  Frame frame;
  frame.kind = Frame::Kind::kClose;
  frame.time = at;
  frame.code = at >= ends_at_ ? kGoingAway : kPolicyViolation;
  frame.text = std::move(why);
  return frame;
}

std::string StreamSession::wrapped(std::string_view stream, std::string json) const {
  if (!combined_) return json;
  std::string whole = R"({"stream":)";
  whole.reserve(json.size() + stream.size() + 24);
  append_json_string(whole, stream);
  whole += R"(,"data":)";
  whole += json;
  return whole + '}';
}

}  // namespace wick::sim
