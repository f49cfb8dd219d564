#include "policy/budget.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace wick::policy {
namespace {

using Counts = RateLimit::Counts;

constexpr core::Micros kKnownFor = std::chrono::hours{24};
constexpr core::Micros kAssumedFor = std::chrono::minutes{10};
constexpr core::Micros kSurveyTakes = std::chrono::seconds{8};
constexpr core::Micros kLookAgain = std::chrono::milliseconds{20};
constexpr core::Micros kHeldUp = std::chrono::minutes{1};
constexpr core::Micros kSecond = std::chrono::seconds{1};
constexpr core::Micros kClosedAtMost = std::chrono::hours{96};
constexpr core::Micros kSkewKept = std::chrono::seconds{30};
constexpr std::int64_t kLeaseMax = 16;        // requests at once
constexpr std::int64_t kLeaseParts = 64;      // of what is left, at most one
constexpr std::int64_t kDriftParts = 10'000;  // clocks part by less than 100 in a million

// Held back for what others send between our looks at the server's count.
std::int64_t reserve(const RateLimit& limit) {
  return limit.most / 50;
}

// Others who took a part of the last window worth speaking of are expected in this one, too.
std::int64_t expected(const Budget::Window& window) {
  const bool worth_it = window.foreign_before * 100 >= window.limit.most;
  return std::max(window.foreign, worth_it ? window.foreign_before : 0);
}

std::int64_t cost_of(const RateLimit& limit, std::int64_t weight) {
  return limit.counts == Counts::kWeight ? weight : 1;
}

std::int64_t room(const Budget::Window& window) {
  return window.limit.most - reserve(window.limit) - window.leased - expected(window);
}

// The server's count once all that we leased has arrived, at worst.
std::int64_t due(const Budget::Window& window) {
  return window.seen + window.leased - window.answered;
}

core::UtcTime floor_to(core::UtcTime t, core::Micros window) {
  return t - t.time_since_epoch() % window;
}

void roll(Budget::Window& window, core::UtcTime begin) {
  const bool follows = begin - window.begin == window.limit.window;
  window.foreign_before = follows ? window.foreign : 0;
  window.begin = begin;
  window.leased = 0;
  window.answered = 0;
  window.seen = 0;
  window.foreign = 0;
}

}  // namespace

// Where that is not known well enough to tell one window from the next, the clocks are taken to be
// as near to each other as they may be: most are set by the same time service.
Budget::Span Budget::theirs(core::UtcTime ours, core::Micros window) const {
  const core::Micros apart = skew_.high - skew_.low;
  if (apart >= window / 2) {
    const core::UtcTime likely = ours + std::clamp(core::Micros::zero(), skew_.low, skew_.high);
    return {likely, likely};
  }
  return {ours + skew_.low, ours + skew_.high};
}

// The window of now, or when it will be certain which one that is.
std::optional<core::UtcTime> Budget::enter(Window& window, core::UtcTime now,
                                           core::Micros travel) const {
  Span span = theirs(now, window.limit.window);
  span.end += std::min(travel, window.limit.window / 4);
  const core::UtcTime begin = floor_to(span.begin, window.limit.window);
  const core::UtcTime other = floor_to(span.end, window.limit.window);
  if (begin != other) return now + (other - span.begin);
  // Whoever was held up comes with a time that is a little old; more than that is a clock set back.
  const bool clock_went_back = window.begin - begin > 2 * window.limit.window + kHeldUp;
  if (begin > window.begin || clock_went_back) roll(window, begin);
  return std::nullopt;
}

// When there will be room, where there is none. A limit below a single request still passes one.
std::optional<core::UtcTime> Budget::full(const Window& window, std::int64_t cost,
                                          core::UtcTime now) const {
  const core::Micros length = window.limit.window;
  const core::Micros past = theirs(now, length).begin - window.begin;
  if (room(window) < cost) {
    const bool untouched = window.leased + window.foreign == 0;
    if (untouched && room(window) + reserve(window.limit) >= cost) return std::nullopt;
    return now + (length - past);
  }
  // It may turn out that others were there, once the answers are in.
  const std::int64_t most = window.limit.most - reserve(window.limit);
  if (window.leased > window.answered && due(window) + cost > most) return now + kLookAgain;
  if (expected(window) * 100 < window.limit.most) return std::nullopt;
  // Together with others we spread what is ours over the window, so as to see what they do.
  const std::int64_t ours = most - expected(window);
  const std::int64_t by_now = ours / 8 + ours * (past / kLookAgain) / (length / kLookAgain);
  if (window.leased + cost > by_now) return now + kLookAgain;
  return std::nullopt;
}

Budget::Answer Budget::ask(const Question& question, core::UtcTime now) {
  if (auto shut = closed(now)) return *std::move(shut);
  if (now >= known_until_ || known_until_ - now > 2 * kKnownFor) {
    const bool others_do = now < survey_until_ && survey_until_ - now <= 2 * kSurveyTakes;
    if (!others_do) {
      survey_until_ = now + kSurveyTakes;
      return Survey{};
    }
    if (windows_.empty()) return Wait{std::min(survey_until_, now + kLookAgain)};
  }
  std::optional<core::UtcTime> later;
  std::int64_t requests = kLeaseMax;
  for (Window& window : windows_) {
    const std::int64_t cost = cost_of(window.limit, question.weight);
    auto until = enter(window, now, question.travel);
    if (!until) until = full(window, cost, now);
    if (until) later = std::max(later.value_or(*until), *until);
    requests = std::min(requests, room(window) / (cost * kLeaseParts));
  }
  if (later) return Wait{*later};
  return lease({std::max<std::int64_t>(requests, 1) * question.weight,
                std::max<std::int64_t>(requests, 1), core::kFarFuture},
               {now, question.travel});
}

// Paid out of all windows, and good until the first of them ends.
Budget::Lease Budget::lease(Lease lease, const Moment& moment) {
  for (Window& window : windows_) {
    window.leased += window.limit.counts == Counts::kWeight ? lease.weight : lease.requests;
    const Span span = theirs(moment.now, window.limit.window);
    const core::Micros left = window.begin + window.limit.window - span.end;
    const core::Micros travel = std::min(moment.travel, window.limit.window / 4);
    lease.until = std::min(lease.until, moment.now + std::max(left - travel, core::Micros{1}));
  }
  return lease;
}

bool Budget::take(std::int64_t weight, core::UtcTime now) {
  if (closed(now)) return false;
  if (windows_.empty()) {
    early_weight_ += weight;
    ++early_requests_;
  }
  for (Window& window : windows_) {
    if (enter(window, now, core::Micros::zero())) continue;
    const std::int64_t spent = window.leased + window.foreign;
    if (spent + cost_of(window.limit, weight) > window.limit.most) return false;
  }
  for (Window& window : windows_) window.leased += cost_of(window.limit, weight);
  return true;
}

void Budget::answered(std::int64_t weight, core::UtcTime sent) {
  for (Window& window : windows_) {
    // The latest that it may have been: nothing is sent when a window is about to end, and much
    // when one has just begun.
    const core::UtcTime arrived = theirs(sent, window.limit.window).end;
    if (floor_to(arrived, window.limit.window) != window.begin) continue;
    window.answered = std::min(window.leased, window.answered + cost_of(window.limit, weight));
  }
}

void Budget::give_back(const Lease& lease) {
  for (Window& window : windows_) {
    const core::Micros length = window.limit.window;
    const core::UtcTime begin =
        floor_to(theirs(lease.until - core::Micros{1}, length).begin, length);
    if (begin != window.begin) continue;
    const bool weighs = window.limit.counts == Counts::kWeight;
    window.leased =
        std::max(window.answered, window.leased - (weighs ? lease.weight : lease.requests));
  }
}

void Budget::learn(const Receipt& receipt) {
  learn_skew(receipt);
  for (const Receipt::Used& used : receipt.used) {
    for (Window& window : windows_) {
      if (window.limit.counts != Counts::kWeight || window.limit.window != used.window) continue;
      const core::UtcTime first = floor_to(theirs(receipt.sent, used.window).begin, used.window);
      const core::UtcTime last = floor_to(theirs(receipt.received, used.window).end, used.window);
      if (first != last || first != window.begin) continue;  // of which window it speaks is unclear
      window.seen = std::max(window.seen, used.weight);
      window.foreign = std::max(window.foreign, used.weight - window.leased);
    }
  }
}

bool Budget::would_learn(const Receipt& receipt) const {
  Budget after = *this;
  after.learn(receipt);
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    const Window& window = after.windows_[i];
    if (window.foreign != windows_[i].foreign) return true;
    if (2 * due(window) > window.limit.most && window.seen != windows_[i].seen) return true;
  }
  if (after.skew_.at == skew_.at) return false;
  const core::Micros known = skew_.high - skew_.low;
  const core::Micros better = after.skew_.high - after.skew_.low;
  const bool moved = after.skew_.low > skew_.high || after.skew_.high < skew_.low;
  return moved || skew_.at == core::UtcTime{} || better < known - known / 4 ||
         receipt.received - skew_.at > kSkewKept;
}

// The Date header has whole seconds, and was written between our sending and our receiving. Many
// such statements together are much more exact than one.
void Budget::learn_skew(const Receipt& receipt) {
  if (!receipt.server) return;
  const core::Micros low = *receipt.server - receipt.received;
  const core::Micros high = *receipt.server + kSecond - receipt.sent;
  const core::Micros age = receipt.received - skew_.at;
  const bool heard = skew_.at != core::UtcTime{} && age >= -kSecond && age < kKnownFor;
  const core::Micros drift = age > core::Micros::zero() ? age / kDriftParts : core::Micros::zero();
  Skew known{skew_.low - drift, skew_.high + drift, receipt.received};
  known.low = std::max(known.low, low);
  known.high = std::min(known.high, high);
  if (!heard || known.low > known.high) known = {low, high, receipt.received};
  skew_ = known;
}

void Budget::close(core::UtcTime until, std::string why) {
  if (until <= closed_until_) return;
  closed_until_ = until;
  why_ = std::move(why);
}

std::optional<Budget::Closed> Budget::closed(core::UtcTime now) const {
  if (now >= closed_until_ || closed_until_ - now > kClosedAtMost) return std::nullopt;
  return Closed{closed_until_, why_};
}

void Budget::know(const std::vector<RateLimit>& limits, core::UtcTime now) {
  set(limits, now);
  known_until_ = now + kKnownFor;
}

void Budget::assume(const std::vector<RateLimit>& limits, core::UtcTime now) {
  if (windows_.empty()) set(limits, now);
  known_until_ = now + kAssumedFor;
}

void Budget::set(const std::vector<RateLimit>& limits, core::UtcTime now) {
  std::vector<Window> windows;
  for (const RateLimit& limit : limits) {
    if (limit.window <= core::Micros::zero() || limit.most <= 0) continue;
    const auto known = std::ranges::find(windows_, limit, &Window::limit);
    if (known != windows_.end()) {
      windows.push_back(*known);
      continue;
    }
    const std::int64_t early = limit.counts == Counts::kWeight ? early_weight_ : early_requests_;
    const core::UtcTime begin = floor_to(theirs(now, limit.window).begin, limit.window);
    windows.push_back({.limit = limit, .begin = begin, .leased = early});
  }
  windows_ = std::move(windows);
  early_weight_ = 0;
  early_requests_ = 0;
  survey_until_ = {};
}

}  // namespace wick::policy
