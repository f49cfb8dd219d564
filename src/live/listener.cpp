#include "live/listener.hpp"

#include <algorithm>
#include <span>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.hpp"

namespace wick::live {
namespace {

constexpr std::size_t kShownMax = 120;  // letters of an odd frame

policy::Line::Options options_of(const std::vector<core::Subject>& subjects,
                                 const port::StreamDialect& dialect, std::uint64_t seed) {
  policy::Line::Options options;
  options.limits = dialect.limits();
  options.hosts = dialect.hosts();
  const std::size_t each = options.limits.names_per_message;
  options.batches = (subjects.size() + each - 1) / each;
  options.seed = seed;
  return options;
}

bool is_news(const port::StreamEvent& event) {
  return std::holds_alternative<core::CandleNews>(event) ||
         std::holds_alternative<core::TradeNews>(event) ||
         std::holds_alternative<core::QuoteNews>(event);
}

std::string host_of(std::string_view address) {
  const std::size_t begin = address.find("://") + 3;
  return std::string(address.substr(begin, address.find('/', begin) - begin));
}

}  // namespace

Listener::Listener(std::vector<core::Subject> subjects, World world, std::uint64_t seed)
    : subjects_(std::move(subjects)),
      world_(world),
      line_(options_of(subjects_, *world.dialect, seed)) {
  WICK_CHECK(!subjects_.empty() && subjects_.size() <= world_.dialect->limits().streams_max);
}

void Listener::step(core::MonoTime now, policy::ConnectPace& pace, std::vector<Notice>& notices) {
  for (;;) {
    const policy::Line::Step step = line_.next(now);
    if (const auto* wait = std::get_if<policy::Line::Wait>(&step)) {
      wake_ = wait->until;
      break;
    }
    if (const auto* ask = std::get_if<policy::Line::Open>(&step)) {
      open(ask->host, now, pace);
    } else if (const auto* say = std::get_if<policy::Line::Send>(&step)) {
      send(*say, now);
    } else {
      close(std::get<policy::Line::Close>(step), notices);
    }
  }
  note_speaking(now, notices);
}

void Listener::open(std::size_t host, core::MonoTime now, policy::ConnectPace& pace) {
  const core::MonoTime earliest = pace.earliest(now);
  if (earliest > now) {
    line_.postpone(earliest);
    return;
  }
  pace.made(now);
  const policy::LinkId id = line_.opening(now);
  const core::Topic topic = subjects_.front().topic;
  links_[id] = {world_.sockets->open(world_.dialect->address(topic, host)), host, 0};
  ++counts_.connects;
}

void Listener::send(const policy::Line::Send& send, core::MonoTime now) {
  const std::size_t each = world_.dialect->limits().names_per_message;
  const std::span<const core::Subject> all(subjects_);
  const auto batch = all.subspan(send.batch * each, std::min(each, all.size() - send.batch * each));
  asked_[++requests_] = send.link;
  links_.at(send.link).socket->send(world_.dialect->subscribe(batch, requests_));
  line_.sent(send.link, now);
}

void Listener::close(const policy::Line::Close& close, std::vector<Notice>& notices) {
  const auto link = links_.find(close.link);
  if (link != links_.end()) {
    notices.push_back({Notice::Kind::kLeft, describe(link->second.host) +
                                                " left: " + std::string(policy::name(close.why))});
    links_.erase(link);
  }
  std::erase_if(asked_, [&](const auto& asked) { return asked.second == close.link; });
  line_.closed(close.link);
}

void Listener::note_speaking(core::MonoTime now, std::vector<Notice>& notices) {
  const bool speaking = line_.speaking();
  if (speaking && !speaking_since_) {
    speaking_since_ = now;
    notices.push_back({Notice::Kind::kConnected,
                       std::to_string(subjects_.size()) +
                           (subjects_.size() == 1 ? " stream from " : " streams from ") +
                           describe(links_.rbegin()->second.host)});
  }
  if (!speaking) speaking_since_.reset();
}

const Listener::News* Listener::next(core::MonoTime now, std::vector<Notice>& notices) {
  for (auto link = links_.begin(); link != links_.end();) {
    const policy::LinkId id = link->first;
    auto event = link->second.socket->take();
    if (!event) {
      ++link;
      continue;
    }
    if (take(id, *std::move(event), now, notices)) return &news_;
    link = links_.lower_bound(id);  // itself again, unless it is gone
  }
  return nullptr;
}

bool Listener::take(policy::LinkId id, port::WebSocketEvent event, core::MonoTime now,
                    std::vector<Notice>& notices) {
  if (auto* text = std::get_if<port::Text>(&event)) {
    text_ = std::move(*text);
    return take_text(id, now, notices);
  }
  if (std::holds_alternative<port::Opened>(event)) line_.opened(id, now);
  if (std::holds_alternative<port::Pinged>(event)) line_.heard_ping(id, now);
  if (const auto* lost = std::get_if<port::Lost>(&event)) {
    notices.push_back(
        {Notice::Kind::kLost, describe(links_.at(id).host) + " lost: " + lost->error.what});
    links_.erase(id);
    std::erase_if(asked_, [&](const auto& asked) { return asked.second == id; });
    line_.lost(id, now);
    ++counts_.losses;
  }
  return false;
}

bool Listener::take_text(policy::LinkId id, core::MonoTime now, std::vector<Notice>& notices) {
  ++counts_.frames;
  auto read = world_.dialect->read(text_.text);
  if (!read) return note_odd(read.error().what, notices);
  news_ = {*std::move(read), text_.received};
  if (is_news(news_.event)) {
    last_news_ = now;
    line_.heard_data(id, now);
    return true;
  }
  if (const auto* accepted = std::get_if<port::Accepted>(&news_.event)) {
    if (asked_.erase(accepted->request) > 0) line_.accepted(id, now);
  } else if (const auto* refused = std::get_if<port::Refused>(&news_.event)) {
    if (refused->request) asked_.erase(*refused->request);
    line_.refused(id, now);
    return note_odd("a subscription was refused: " + refused->reason, notices);
  } else if (std::holds_alternative<port::GoingAway>(news_.event)) {
    line_.going_away(id, now);
  }
  return false;
}

bool Listener::note_odd(std::string what, std::vector<Notice>& notices) {
  ++counts_.odd;
  what += ": " + text_.text.substr(0, kShownMax);
  notices.push_back({Notice::Kind::kOdd, std::move(what)});
  return false;
}

std::string Listener::describe(std::size_t host) const {
  return host_of(world_.dialect->address(subjects_.front().topic, host));
}

}  // namespace wick::live
