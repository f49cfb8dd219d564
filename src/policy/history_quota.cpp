#include "policy/history_quota.hpp"

#include <algorithm>
#include <utility>

namespace wick::policy {
namespace {

constexpr Ratio kNothing{};
constexpr Ratio kWhole = Ratio::percent(100);

Ratio part(std::size_t count, std::size_t of) {
  return Ratio::millionths(static_cast<std::int64_t>(count) * Ratio::kOne /
                           static_cast<std::int64_t>(of));
}

// Whether count / of >= ratio, with nothing rounded.
bool reaches(std::size_t count, std::size_t of, Ratio ratio) {
  return static_cast<std::int64_t>(count) * Ratio::kOne >=
         ratio.millionths() * static_cast<std::int64_t>(of);
}

// The fewest calls that reach the ratio.
std::size_t least(Ratio ratio, std::size_t of) {
  const std::int64_t product = ratio.millionths() * static_cast<std::int64_t>(of);
  return static_cast<std::size_t>((product + Ratio::kOne - 1) / Ratio::kOne);
}

bool fresh(std::optional<core::MonoTime> since, core::MonoTime now, core::Micros length) {
  return since.has_value() && now - *since < length;
}

// Keeps the longest wait; of equal ones the first.
void weigh(std::optional<Denial>& worst, DenyReason reason, core::Micros wait) {
  if (wait <= core::Micros::zero()) return;
  if (worst.has_value() && worst->wait >= wait) return;
  const bool full = worst.has_value() && worst->quota_full;
  worst = Denial{.reason = reason, .wait = wait, .quota_full = full};
}

}  // namespace

std::string_view name(DenyReason reason) {
  switch (reason) {
    case DenyReason::kMinuteQuota:
      return "minute_quota";
    case DenyReason::kHourQuota:
      return "hour_quota";
    case DenyReason::kMinInterval:
      return "min_interval";
    case DenyReason::kPriorityReserve:
      return "priority_reserve";
  }
  return "";
}

std::string_view name(ThrottleState state) {
  switch (state) {
    case ThrottleState::kOk:
      return "ok";
    case ThrottleState::kWarn:
      return "warn";
    case ThrottleState::kCritical:
      return "critical";
  }
  return "";
}

HistoryQuotaOptions clamped(HistoryQuotaOptions options) {
  options.history_max_calls_per_min = std::max<std::size_t>(options.history_max_calls_per_min, 1);
  options.history_max_calls_per_hour = std::max<std::size_t>(options.history_max_calls_per_hour, 1);
  options.history_priority_reserve_per_min =
      std::min(options.history_priority_reserve_per_min, options.history_max_calls_per_min);
  options.history_priority_reserve_per_hour =
      std::min(options.history_priority_reserve_per_hour, options.history_max_calls_per_hour);
  LoadThresholds& at = options.history_load_thresholds;
  at.min_interval = std::clamp(at.min_interval, kNothing, kWhole);
  at.warn = std::clamp(at.warn, at.min_interval, kWhole);
  at.reserve = std::clamp(at.reserve, at.warn, kWhole);
  at.critical = std::clamp(at.critical, at.reserve, kWhole);
  return options;
}

void HistoryQuota::Pair::add(core::MonoTime now) {
  minute.add(now);
  hour.add(now);
}

HistoryQuota::HistoryQuota(HistoryQuotaOptions options)
    : options_(clamped(std::move(options))),
      all_{{options_.history_max_calls_per_min, kMinute},
           {options_.history_max_calls_per_hour, kHour}},
      others_(all_) {
  for (const PollTarget target : options_.history_priority_targets) {
    open_account(target).priority = true;
  }
}

const HistoryQuota::Account& HistoryQuota::account(PollTarget target) const {
  static const Account unknown{};
  const std::size_t at = place(target);
  return at < accounts_.size() ? accounts_[at] : unknown;
}

HistoryQuota::Account& HistoryQuota::open_account(PollTarget target) {
  const std::size_t at = place(target);
  if (at >= accounts_.size()) accounts_.resize(at + 1);
  return accounts_[at];
}

core::Micros HistoryQuota::min_interval(core::Interval interval) const {
  if (interval == core::Interval::k1m) return options_.history_min_interval_m1;
  if (interval == core::Interval::k5m) return options_.history_min_interval_m5;
  return core::Micros::zero();
}

core::Micros HistoryQuota::reserve_wait(core::MonoTime now) const {
  const std::size_t minute =
      options_.history_max_calls_per_min - options_.history_priority_reserve_per_min;
  const std::size_t hour =
      options_.history_max_calls_per_hour - options_.history_priority_reserve_per_hour;
  return std::max(others_.minute.until_below(minute, now), others_.hour.until_below(hour, now));
}

bool HistoryQuota::loaded(Ratio ratio, core::MonoTime now) const {
  return reaches(all_.minute.count(now), all_.minute.room(), ratio) ||
         reaches(all_.hour.count(now), all_.hour.room(), ratio);
}

std::optional<Denial> HistoryQuota::look(PollTarget target, core::MonoTime now) const {
  const LoadThresholds& at = options_.history_load_thresholds;
  std::optional<Denial> worst;
  weigh(worst, DenyReason::kMinuteQuota, all_.minute.until_below(all_.minute.room(), now));
  weigh(worst, DenyReason::kHourQuota, all_.hour.until_below(all_.hour.room(), now));
  if (worst) worst->quota_full = true;
  const Account& known = account(target);
  if (known.priority) return worst;
  if (known.called && loaded(at.min_interval, now)) {
    weigh(worst, DenyReason::kMinInterval, *known.called + min_interval(target.interval) - now);
  }
  if (loaded(at.reserve, now)) weigh(worst, DenyReason::kPriorityReserve, reserve_wait(now));
  return worst;
}

std::optional<Denial> HistoryQuota::ask(PollTarget target, core::MonoTime now) {
  std::optional<Denial> denial = look(target, now);
  if (denial) {
    note(*denial, target, now);
    return denial;
  }
  Account& known = open_account(target);
  known.called = now;
  all_.add(now);
  if (!known.priority) others_.add(now);
  return std::nullopt;
}

void HistoryQuota::note(Denial& denial, PollTarget target, core::MonoTime now) {
  Account& known = open_account(target);
  ++known.skipped;
  known.last_reason = denial.reason;
  last_reason_ = denial.reason;
  denied_ = now;
  if (denial.quota_full) quota_denied_ = now;
  denial.worth_telling = !fresh(told_, now, kTellEvery);
  if (denial.worth_telling) told_ = now;
}

Ratio HistoryQuota::load(core::MonoTime now) const {
  return std::max(part(all_.minute.count(now), all_.minute.room()),
                  part(all_.hour.count(now), all_.hour.room()));
}

bool HistoryQuota::is_tight(core::MonoTime now) const {
  return loaded(options_.history_load_thresholds.reserve, now);
}

ThrottleState HistoryQuota::throttle_state(core::MonoTime now) const {
  const LoadThresholds& at = options_.history_load_thresholds;
  if (loaded(at.critical, now) && fresh(quota_denied_, now, kDenialFresh)) {
    return ThrottleState::kCritical;
  }
  if (loaded(at.warn, now) || fresh(denied_, now, kDenialFresh)) return ThrottleState::kWarn;
  return ThrottleState::kOk;
}

bool HistoryQuota::has_priority(PollTarget target) const {
  return account(target).priority;
}

// Others go on up to the threshold, and above it up to the limit less the reserve: what is left in
// the worse of both cases.
HistoryQuota::Promise HistoryQuota::promise() const {
  const Ratio reserve = options_.history_load_thresholds.reserve;
  const auto sure = [&](std::size_t limit, std::size_t kept) {
    return std::min(kept, limit - least(reserve, limit));
  };
  return {.per_min =
              sure(options_.history_max_calls_per_min, options_.history_priority_reserve_per_min),
          .per_hour = sure(options_.history_max_calls_per_hour,
                           options_.history_priority_reserve_per_hour)};
}

HistoryQuota::Snapshot HistoryQuota::snapshot(core::MonoTime now) const {
  Snapshot told{
      .calls_60s = all_.minute.count(now),
      .limit_60s = all_.minute.room(),
      .calls_3600s = all_.hour.count(now),
      .limit_3600s = all_.hour.room(),
      .priority_calls_60s = all_.minute.count(now) - others_.minute.count(now),
      .priority_calls_3600s = all_.hour.count(now) - others_.hour.count(now),
      .throttle_state = throttle_state(now),
      .next_slot = std::max(all_.minute.until_below(all_.minute.room(), now),
                            all_.hour.until_below(all_.hour.room(), now)),
      .last_denied_reason = last_reason_,
  };
  for (std::size_t at = 0; at < accounts_.size(); ++at) {
    if (accounts_[at].skipped == 0) continue;
    told.skipped_polls.push_back({.target = target_at(at),
                                  .polls = accounts_[at].skipped,
                                  .last_reason = accounts_[at].last_reason});
  }
  std::stable_sort(told.skipped_polls.begin(), told.skipped_polls.end(),
                   [](const Skipped& a, const Skipped& b) { return a.polls > b.polls; });
  if (told.skipped_polls.size() > kSkippedShown) told.skipped_polls.resize(kSkippedShown);
  return told;
}

}  // namespace wick::policy
