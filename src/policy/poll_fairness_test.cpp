// A simulated week of 500 symbols at six timeframes under a quota that allows for little: how long
// does each of the 3,000 targets wait, and does the bound hold that follows from the quota alone?
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "policy/cadence.hpp"
#include "policy/poll_schedule.hpp"

namespace wick::policy::poll_fairness_test {
namespace {

using core::Interval;
using core::Micros;
using core::MonoTime;
using namespace std::chrono_literals;

constexpr std::uint32_t kSymbols = 500;
constexpr std::array kTimeframes = {Interval::k1m, Interval::k5m, Interval::k15m,
                                    Interval::k1h, Interval::k4h, Interval::k1d};
constexpr std::size_t kTargets = kSymbols * kTimeframes.size();
constexpr MonoTime kBegin{5h};
constexpr Micros kCallMost = 400ms;
constexpr Micros kNap = 2s;

struct World {
  HistoryQuotaOptions quota{};
  Micros length{};
  bool flood{};  // every minute of every symbol is forced
  unsigned seed{};
};

struct Outcome {
  std::vector<Micros> longest{};  // by place
  std::size_t polls{};
  std::optional<Micros> promise{};
};

class Simulation {
 public:
  explicit Simulation(const World& world)
      : world_(world), random_(world.seed), quota_(world.quota), schedule_(quota_) {
    std::vector<PollTarget> targets;
    for (std::uint32_t symbol = 0; symbol < kSymbols; ++symbol) {
      for (const Interval timeframe : kTimeframes) targets.push_back({symbol, timeframe});
    }
    schedule_.want(targets);
    last_.resize(place({kSymbols, Interval::k1s}), kBegin);
    outcome_.longest.resize(last_.size());
    outcome_.promise = schedule_.promise();
    cadence_.observe({.market_open = true, .tick_silence = 0s});
  }

  Outcome run() {
    while (now_ < kBegin + world_.length) {
      if (world_.flood) close_minutes();
      schedule_.begin_cycle();
      for (const Interval timeframe : kTimeframes) {
        if (cadence_.take_slot(timeframe, now_)) schedule_.open_slot(timeframe, now_);
      }
      const auto target = schedule_.take(now_);
      if (target) polled(*target);
      now_ += target ? Micros{1 + static_cast<std::int64_t>(random_()) % kCallMost.count()} : kNap;
    }
    for (std::size_t at = 0; at < last_.size(); ++at) note(at);  // who waits still
    return std::move(outcome_);
  }

 private:
  void note(std::size_t at) {
    outcome_.longest[at] = std::max(outcome_.longest[at], now_ - last_[at]);
  }
  void polled(PollTarget target) {
    note(place(target));
    last_[place(target)] = now_;
    ++outcome_.polls;
    if (world_.flood && random_() % 2 == 0) schedule_.confirmed(target, minute_);
  }
  void close_minutes() {
    const core::UtcTime minute{std::chrono::floor<std::chrono::minutes>(now_.time_since_epoch())};
    if (minute == minute_) return;
    minute_ = minute;
    for (std::uint32_t symbol = 0; symbol < kSymbols; ++symbol) {
      schedule_.closed_by_ticks({symbol, Interval::k1m}, minute);
    }
  }

  World world_;
  std::mt19937 random_;
  HistoryQuota quota_;
  PollSchedule schedule_;
  TickCadence cadence_{{}, {kTimeframes.begin(), kTimeframes.end()}};
  std::vector<MonoTime> last_;
  Outcome outcome_;
  MonoTime now_{kBegin};
  core::UtcTime minute_{};
};

// A poll each half second on average.
HistoryQuotaOptions tight() {
  HistoryQuotaOptions options;
  options.history_max_calls_per_min = 120;
  options.history_max_calls_per_hour = 2400;
  options.history_priority_targets = {
      {7, Interval::k1m}, {250, Interval::k5m}, {499, Interval::k1h}};
  options.history_priority_reserve_per_min = 36;
  options.history_priority_reserve_per_hour = 720;
  return options;
}

// Those without a promise share what the promise leaves below the threshold, 90 % of the quota. In
// any k + 1 hours they get k hours' worth of it: an hour that ends in a denial for the hour was
// used up, one that does not was used up minute by minute. One target is behind all others once at
// most, and with forced ones about every fourth turn is its line's.
Micros bound(const HistoryQuota& quota, std::size_t share_of_turns) {
  const std::size_t usable = quota.options().history_max_calls_per_hour * 9 / 10;
  const std::size_t each_hour = usable - quota.promise().per_hour;
  const std::size_t hours = (kTargets * share_of_turns + each_hour - 1) / each_hour;
  return std::chrono::hours{hours + 1} + std::chrono::minutes{hours} + TickCadence::kBaseMost;
}

// The promise, a slot of the slowest timeframe, and the calls that go before: three forced ones,
// the other priority targets, and one under way.
Micros priority_bound(const Outcome& outcome, const HistoryQuotaOptions& options) {
  const auto before = static_cast<std::int64_t>(options.history_priority_targets.size()) + 4;
  return *outcome.promise + TickCadence::kBaseMost + kNap + kCallMost * before;
}

void expect_promises(const Outcome& outcome, const HistoryQuotaOptions& options) {
  ASSERT_EQ(outcome.promise, 45s);  // 80 an hour for each of three
  for (const PollTarget target : options.history_priority_targets) {
    EXPECT_LE(outcome.longest[place(target)], priority_bound(outcome, options))
        << target.symbol << ' ' << core::name(target.interval);
  }
}

Micros longest(const Outcome& outcome, const HistoryQuotaOptions& options, Micros most) {
  Micros found{};
  for (std::uint32_t symbol = 0; symbol < kSymbols; ++symbol) {
    for (const Interval timeframe : kTimeframes) {
      const PollTarget target{symbol, timeframe};
      const auto& chosen = options.history_priority_targets;
      if (std::find(chosen.begin(), chosen.end(), target) != chosen.end()) continue;
      const Micros wait = outcome.longest[place(target)];
      EXPECT_LE(wait, most) << symbol << ' ' << core::name(timeframe);
      found = std::max(found, wait);
    }
  }
  return found;
}

Micros slowest_promise(const Outcome& outcome, const HistoryQuotaOptions& options) {
  Micros found{};
  for (const PollTarget target : options.history_priority_targets) {
    found = std::max(found, outcome.longest[place(target)]);
  }
  return found;
}

int seconds(Micros span) {
  return static_cast<int>(span / 1s);
}
int minutes(Micros span) {
  return static_cast<int>(span / 1min);
}

TEST(PollFairness, NobodyStarvesInAWeekUnderATightQuota) {
  const HistoryQuotaOptions options = tight();
  const Micros most = bound(HistoryQuota(options), 1);
  const Outcome outcome = Simulation({.quota = options, .length = 24h * 7, .seed = 1}).run();
  const Micros found = longest(outcome, options, most);
  expect_promises(outcome, options);
  RecordProperty("longest_priority_seconds", seconds(slowest_promise(outcome, options)));
  EXPECT_GE(found, Micros{1h} * kTargets / 2400);       // no quota could do better
  EXPECT_GE(outcome.polls, 24U * 7 * 2160 * 99 / 100);  // and none of it was wasted
  RecordProperty("longest_wait_minutes", minutes(found));
  RecordProperty("bound_minutes", minutes(most));
}

TEST(PollFairness, NorDoTheyWhenEveryMinuteIsForced) {
  const HistoryQuotaOptions options = tight();
  const Micros most = bound(HistoryQuota(options), 4);
  const Outcome outcome =
      Simulation({.quota = options, .length = 48h, .flood = true, .seed = 2}).run();
  const Micros found = longest(outcome, options, most);
  expect_promises(outcome, options);
  RecordProperty("longest_priority_seconds", seconds(slowest_promise(outcome, options)));
  RecordProperty("longest_wait_minutes", minutes(found));
  RecordProperty("bound_minutes", minutes(most));
}

TEST(PollFairness, WithTheDefaultsAsWell) {
  HistoryQuotaOptions options;
  options.history_priority_targets = {{0, Interval::k1m}};
  const Micros most = bound(HistoryQuota(options), 1);
  const Outcome outcome = Simulation({.quota = options, .length = 24h, .seed = 3}).run();
  longest(outcome, options, most);
  EXPECT_EQ(outcome.promise, 5s);
  EXPECT_LE(outcome.longest[place({0, Interval::k1m})], priority_bound(outcome, options));
}

}  // namespace
}  // namespace wick::policy::poll_fairness_test
