#include "policy/link.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::policy {
namespace {

constexpr core::Micros kSecond = std::chrono::seconds{1};

Link::Due earlier(Link::Due a, Link::Due b) {
  return b.at < a.at ? b : a;
}

}  // namespace

std::string_view name(Leave leave) {
  switch (leave) {
    case Leave::kNoAnswer:
      return "no answer";
    case Leave::kRefused:
      return "refused";
    case Leave::kDead:
      return "dead";
    case Leave::kHushed:
      return "hushed";
    case Leave::kGoingAway:
      return "going away";
    case Leave::kLifetime:
      return "lifetime";
    case Leave::kRelieved:
      return "relieved";
  }
  base::fail("unknown reason", __FILE__, __LINE__);
}

Link::Link(LinkId id, const Terms& terms, core::MonoTime now)
    : id_(id), terms_(terms), born_(now), heard_(now), pace_(terms.messages_max, kSecond) {}

bool Link::delivers() const {
  return state_ == LinkState::kSpeaking || state_ == LinkState::kRetiring;
}

Link::Due Link::leave() const {
  if (doomed_) return *doomed_;
  if (state_ == LinkState::kConnecting) return {born_ + terms_.connect_max, Leave::kNoAnswer};
  const Due dead{heard_ + terms_.deaf_max, Leave::kDead};
  if (accepted_ == sent_.size()) return dead;
  // Answers come in any order, so they are only counted: the oldest question is the next in turn.
  return earlier({sent_[accepted_] + terms_.answer_max, Leave::kNoAnswer}, dead);
}

std::optional<core::MonoTime> Link::send_at() const {
  if (state_ != LinkState::kSubscribing || doomed_ || sent_.size() == terms_.batches) return {};
  return pace_.earliest(core::MonoTime::min());
}

Link::Due Link::follow(core::Micros patience) const {
  const Due silent{hushed(patience), Leave::kHushed};
  const Due due = earlier({born_ + terms_.life, Leave::kLifetime}, silent);
  return doubted_ ? earlier(due, {*doubted_, Leave::kHushed}) : due;
}

core::MonoTime Link::hushed(core::Micros patience) const {
  return spoken_ + patience;
}

bool Link::proven(const Proof& proof, core::MonoTime now) const {
  if (!delivers()) return false;
  const core::Micros spoke = now - speaks_since_;
  return spoke >= proof.without || (data_ && spoke >= proof.with_data);
}

void Link::opened(core::MonoTime now) {
  move(LinkEvent::kOpened);
  heard_ = now;
}

void Link::sent(core::MonoTime now) {
  WICK_CHECK(state_ == LinkState::kSubscribing && sent_.size() < terms_.batches);
  sent_.push_back(now);
  pace_.made(now);
}

void Link::accepted(core::MonoTime now) {
  heard_ = now;
  if (doomed_ || accepted_ == sent_.size()) return;
  if (++accepted_ < terms_.batches) return;
  move(LinkEvent::kSubscribed);
  speaks_since_ = now;
  spoken_ = now;
}

void Link::refused(core::MonoTime now) {
  heard_ = now;
  if (!delivers() && !doomed_) doomed_ = Due{now, Leave::kRefused};
}

void Link::heard_data(core::MonoTime now) {
  heard_ = now;
  if (!delivers()) return;
  spoken_ = now;
  data_ = true;
}

void Link::heard_ping(core::MonoTime now) {
  heard_ = now;
  pace_.made(now);
}

void Link::sent_away(core::MonoTime now) {
  heard_ = now;
  if (state_ == LinkState::kSpeaking) {
    move(LinkEvent::kSentAway);
    leaving_ = Leave::kGoingAway;
  } else if (!delivers() && !doomed_) {
    doomed_ = Due{now, Leave::kGoingAway};
  }
}

void Link::doubt(core::MonoTime successor_at) {
  doubted_ = successor_at;
}

void Link::followed(Leave why) {
  move(LinkEvent::kFollowed);
  leaving_ = why;
}

void Link::over(LinkEvent event) {
  move(event);
}

void Link::move(LinkEvent event) {
  const std::optional<LinkState> to = moved(state_, event);
  WICK_CHECK(to.has_value());
  state_ = *to;
}

}  // namespace wick::policy
