#include "policy/line.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::policy {
namespace {

constexpr std::size_t kMessagesForPongs = 2;
constexpr std::int64_t kPingsMissed = 3;
constexpr core::Micros kDeafMin = std::chrono::seconds{30};
constexpr std::size_t kDoublingsMax = 20;
constexpr core::Micros kLifeMax = std::chrono::hours{24 * 3650};  // a venue that never cuts

// SplitMix64's output function: a well-stirred number for each input.
std::uint64_t stir(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

}  // namespace

Line::Line(Options options) : options_(options), patience_(options.quiet_max) {
  WICK_CHECK(options_.hosts > 0 && options_.batches > 0);
  WICK_CHECK(options_.limits.lifetime > core::Micros::zero());
}

Line::Step Line::next(core::MonoTime now) const {
  for (const Link& link : links_) {
    const Link::Due due = leave(link);
    if (due.at <= now) return Close{link.id(), due.why};
  }
  for (const Link& link : links_) {
    const std::optional<core::MonoTime> at = link.send_at();
    if (at && *at <= now) return Send{link.id(), link.next_batch()};
  }
  const std::optional<Change> due = change();
  if (due && due->at <= now) return Open{due->host};
  return Wait{wake()};
}

LinkId Line::opening(core::MonoTime now) {
  const std::optional<Change> due = change();
  WICK_CHECK(due.has_value());
  if (due->why) {
    Link& old = links_.back();
    if (!old.doubted() && proven(old, now)) failures_ = 0;
    if (old.hushed(patience_) <= now) patience_ = std::min(patience_ * 2, most_quiet());
    old.followed(*due->why);
  }
  host_ = due->host;
  return links_.emplace_back(next_id_++, terms(), now).id();
}

void Line::sent(LinkId link, core::MonoTime now) {
  if (Link* found = find(link)) found->sent(now);
}

void Line::closed(LinkId link) {
  const Link* found = find(link);
  if (found == nullptr) return;
  // Nobody says when: an attempt ended when its time was up, a link when it was last heard.
  end(link, LinkEvent::kLeft, found->delivers() ? found->heard() : found->leave().at);
}

void Line::opened(LinkId link, core::MonoTime now) {
  if (Link* found = find(link)) found->opened(now);
}

void Line::accepted(LinkId link, core::MonoTime now) {
  if (Link* found = find(link)) found->accepted(now);
}

void Line::refused(LinkId link, core::MonoTime now) {
  if (Link* found = find(link)) found->refused(now);
}

void Line::heard_data(LinkId link, core::MonoTime now) {
  Link* found = find(link);
  if (found == nullptr) return;
  found->heard_data(now);
  patience_ = options_.quiet_max;
}

void Line::heard_ping(LinkId link, core::MonoTime now) {
  if (Link* found = find(link)) found->heard_ping(now);
}

void Line::going_away(LinkId link, core::MonoTime now) {
  Link* found = find(link);
  if (found == nullptr) return;
  if (found->state() == LinkState::kSpeaking) {
    if (proven(*found, now)) failures_ = 0;
    if (failures_ > 0) host_ = next_host();
    not_before_ = std::max(not_before_, again(now, core::Micros::zero()));
  }
  found->sent_away(now);
}

void Line::lost(LinkId link, core::MonoTime now) {
  end(link, LinkEvent::kLost, now);
}

void Line::doubted(core::MonoTime now) {
  if (links_.empty()) return;
  Link& link = links_.back();
  if (link.state() != LinkState::kSpeaking || link.doubted()) return;
  if (proven(link, now)) failures_ = 0;
  link.doubt(again(now, core::Micros::zero()));
}

void Line::postpone(core::MonoTime until) {
  not_before_ = std::max(not_before_, until);
}

bool Line::speaking() const {
  return std::any_of(links_.begin(), links_.end(),
                     [](const Link& link) { return link.delivers(); });
}

std::optional<LinkState> Line::state(LinkId link) const {
  const Link* found = find(link);
  return found == nullptr ? std::nullopt : std::optional{found->state()};
}

std::size_t Line::links() const {
  return links_.size();
}

std::optional<Leave> Line::leaving(LinkId link) const {
  const Link* found = find(link);
  return found == nullptr ? std::nullopt : found->leaving();
}

// When the next link is to be opened, and where; nothing while one is on its way.
std::optional<Line::Change> Line::change() const {
  if (links_.empty()) return Change{not_before_, host_, {}};
  const Link& last = links_.back();
  if (links_.size() == 2 || !last.delivers()) return std::nullopt;
  if (last.state() == LinkState::kRetiring) return Change{not_before_, host_, {}};
  const Link::Due due = last.follow(patience_);
  const std::size_t host = due.why == Leave::kHushed ? next_host() : host_;
  return Change{std::max(due.at, not_before_), host, due.why};
}

Link::Due Line::leave(const Link& link) const {
  const bool relieved = &link != &links_.back() && links_.back().delivers();
  return relieved ? Link::Due{core::MonoTime::min(), Leave::kRelieved} : link.leave();
}

core::MonoTime Line::wake() const {
  core::MonoTime at = core::MonoTime::max();
  for (const Link& link : links_) {
    at = std::min({at, leave(link).at, link.send_at().value_or(core::MonoTime::max())});
  }
  const std::optional<Change> due = change();
  return due ? std::min(at, due->at) : at;
}

Link* Line::find(LinkId id) {
  for (Link& link : links_) {
    if (link.id() == id) return &link;
  }
  return nullptr;
}

const Link* Line::find(LinkId id) const {
  for (const Link& link : links_) {
    if (link.id() == id) return &link;
  }
  return nullptr;
}

Link::Terms Line::terms() const {
  const core::StreamLimits& limits = options_.limits;
  const core::Micros lifetime = std::min(limits.lifetime, kLifeMax);
  const core::Micros early = std::min(options_.early, lifetime / 2);
  const bool pinged = limits.ping_every > core::Micros::zero();
  return {.batches = options_.batches,
          .messages_max =
              std::max(limits.messages_per_second, kMessagesForPongs + 1) - kMessagesForPongs,
          .connect_max = options_.connect_max,
          .answer_max = options_.answer_max,
          .deaf_max = pinged ? std::max(kPingsMissed * limits.ping_every, kDeafMin) : most_quiet(),
          .life = lifetime - early / 2 - drawn(early / 2, ~std::uint64_t{next_id_})};
}

bool Line::proven(const Link& link, core::MonoTime now) const {
  return link.proven({.with_data = options_.backoff_max, .without = options_.quiet_max}, now);
}

core::Micros Line::most_quiet() const {
  return std::max(options_.quiet_max, options_.quiet_limit);
}

// Anything from nothing to `most`, so that many clients do not come back together.
core::Micros Line::drawn(core::Micros most, std::uint64_t draw) const {
  const auto count = static_cast<std::uint64_t>(most.count());
  return core::Micros{static_cast<std::int64_t>(stir(stir(options_.seed) + draw) % (count + 1))};
}

// One more failure: when to try again. `first` bounds the delay of the first since all was well.
core::MonoTime Line::again(core::MonoTime now, core::Micros first) {
  const std::int64_t doubled = std::int64_t{1} << std::min(failures_, kDoublingsMax);
  const core::Micros most = std::min(options_.backoff_max, options_.backoff * doubled);
  const core::Micros delay = drawn(failures_ == 0 ? first : most, draws_++);
  ++failures_;
  return now + delay;
}

void Line::end(LinkId id, LinkEvent event, core::MonoTime at) {
  Link* link = find(id);
  if (link == nullptr) return;
  const bool last = link == &links_.back();
  const bool good = proven(*link, at);
  const LinkState was = link->state();
  link->over(event);
  links_.erase(links_.begin() + (link - links_.data()));
  if (!last || was == LinkState::kRetiring) return;  // another is on its way, or soon will be

  if (good) failures_ = 0;
  const bool spoke = was == LinkState::kSpeaking;
  const bool same_host = spoke && event == LinkEvent::kLost && failures_ == 0;
  if (!same_host) host_ = next_host();
  not_before_ = std::max(not_before_, again(at, spoke ? options_.backoff / 2 : options_.backoff));
}

}  // namespace wick::policy
