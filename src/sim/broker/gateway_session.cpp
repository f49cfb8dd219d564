#include "sim/broker/gateway_session.hpp"

#include <algorithm>
#include <utility>

#include "sim/broker/gateway_json.hpp"
#include "sim/fault/json.hpp"

namespace wick::sim {
namespace {

constexpr Micros kStateEvery = 5 * kSecond;
constexpr std::uint16_t kGoingAway = 1001, kBadData = 1007;
constexpr std::size_t kNamesMax = 1000;
constexpr Micros kIdle = kNever - 1;  // nothing is due, and it is not over

// The names of {"subscribe":[...]}; nothing where the text is something else.
std::optional<std::vector<std::string>> wanted_of(std::string_view text) {
  const auto json = parse_json(text);
  if (!json || json->kind != Json::Kind::kObject) return std::nullopt;
  const auto member = std::ranges::find(json->members, "subscribe", &JsonMember::key);
  if (member == json->members.end() || member->value.kind != Json::Kind::kList) {
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const Json& item : member->value.items) {
    if (item.kind != Json::Kind::kText || names.size() == kNamesMax) return std::nullopt;
    names.push_back(item.text);
  }
  return names;
}

std::string answer_text(const std::vector<const FxInstrument*>& taken,
                        const std::vector<std::string>& refused) {
  std::string out = "{\"subscribed\":[";
  for (const FxInstrument* one : taken) {
    if (one != taken.front()) out += ',';
    append_quoted(out, one->name);
  }
  out += "],\"refused\":[";
  for (const std::string& name : refused) {
    if (out.back() == '}') out += ',';
    append_quoted(out += "{\"instrument\":", name);
    out += ",\"text\":\"no such instrument\"}";
  }
  return out + "]}";
}

}  // namespace

void GatewaySession::say(std::string text, Micros now) {
  Frame frame;
  frame.kind = Frame::Kind::kEvent;
  frame.time = now;
  frame.text = std::move(text);
  out_.push_back(std::move(frame));
}

void GatewaySession::subscribe(const Broker& broker, const std::vector<std::string>& names,
                               Micros now) {
  std::vector<const FxInstrument*> taken;
  std::vector<const FxInstrument*> fresh;
  std::vector<std::string> refused;
  for (const std::string& name : names) {
    const FxInstrument* one = find_fx(name);
    if (one == nullptr || broker.rejects(*one)) {
      refused.push_back(name);
    } else if (std::ranges::find(taken, one) == taken.end()) {
      taken.push_back(one);
      if (!flow_.watches(*one)) fresh.push_back(one);
    }
  }
  say(answer_text(taken, refused), now);
  flow_.watch(broker, taken, millis_of(now));
  tell_state(now);
  for (const FxInstrument* one : fresh) {
    const auto last = flow_.readers().at(one).last_tick(millis_of(now) + 1);
    if (last) say(tick_text(*one, *last), now);
  }
}

void GatewaySession::tell_state(Micros now) {
  MarketHours hours(Trading::kCurrencies);
  open_ = hours.open(millis_of(now) / kMinuteMillis);
  next_state_ = now + kStateEvery;
  say(std::string("{\"session\":\"") + (*open_ ? "open" : "closed") +
          "\",\"now\":" + std::to_string(millis_of(now)) + '}',
      now);
}

std::vector<Frame> GatewaySession::on_text(std::string_view text, Micros now) {
  const auto broker = source_.broker();
  std::vector<Frame> before = poll(now);
  if (over_) return before;
  if (const auto names = wanted_of(text)) {
    subscribe(*broker, *names, now);
  } else {
    over_ = true;
    out_.push_back({Frame::Kind::kClose, now, "expected {\"subscribe\":[...]}", kBadData, {}, {}});
  }
  for (Frame& frame : spoken(*broker, now)) before.push_back(std::move(frame));
  return before;
}

std::vector<Frame> GatewaySession::on_ping(Micros now) {
  return poll(now);
}
std::vector<Frame> GatewaySession::on_pong(std::string_view /*payload*/, Micros now) {
  return poll(now);
}

std::vector<Frame> GatewaySession::poll(Micros now) {
  if (over_) return {};
  const auto broker = source_.broker();
  for (const FlowTick& told : flow_.poll(*broker, millis_of(now))) {
    say(tick_text(*told.instrument, told.tick), now);
  }
  const bool open = MarketHours(Trading::kCurrencies).open(millis_of(now) / kMinuteMillis);
  if (open_ && (now >= next_state_ || open_ != open)) tell_state(now);
  return spoken(*broker, now);
}

// What a silent connection would have said is lost.
std::vector<Frame> GatewaySession::spoken(const Broker& broker, Micros now) {
  std::vector<Frame> frames = std::exchange(out_, {});
  if (broker.silent(now - began_)) frames.clear();
  if (!over_ && broker.drops(now - began_)) {
    over_ = true;
    frames.push_back({Frame::Kind::kReset, now, {}, {}, {}, {}});
  }
  return frames;
}

Micros GatewaySession::next_due() const {
  if (over_) return kNever;
  const Millis tick = flow_.next_due();
  const Micros due = std::min({next_state_, kIdle, tick > kIdle / 1000 ? kIdle : tick * 1000});
  const Micros drop = source_.broker()->settings().drop_after;
  return drop == kNever ? due : std::min(due, began_ + drop);
}

Frame GatewaySession::shutdown_notice(Micros now) const {
  return {Frame::Kind::kClose, now, "the broker closes", kGoingAway, {}, {}};
}

}  // namespace wick::sim
