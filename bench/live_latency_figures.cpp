// From the arrival of the tick that ends a minute to the bar in hand, by a live clock.
//
// The ticks are known beforehand and each has its moment to arrive; the loop looks at the clock and
// does not sleep. A bar that no tick ended in time is due when the clock ends it. What a busy
// machine keeps from the loop counts; the floor is the same loop that does nothing with a tick.
#include <algorithm>
#include <memory>
#include <optional>

#include "base/check.hpp"
#include "figures.hpp"
#include "live/connector.hpp"
#include "scripted_feed.hpp"
#include "wiring/trading_hours.hpp"

namespace wick::bench {
namespace {

using Clock = std::chrono::steady_clock;
using live::LiveEvent;

constexpr double kSpeed = 20;  // a minute in three seconds
constexpr double kMinuteSeconds = 60 / kSpeed;
constexpr double kShortest = 1.5 * kMinuteSeconds;
constexpr std::size_t kTicksAMinute = 100;  // for each symbol

class FastClock {
 public:
  explicit FastClock(core::UtcTime begin) : begin_(begin), start_(Clock::now()) {}

  [[nodiscard]] core::UtcTime now() const {
    const std::chrono::duration<double, std::micro> passed = Clock::now() - start_;
    return begin_ + core::Micros{static_cast<std::int64_t>(passed.count() * kSpeed)};
  }
  [[nodiscard]] double seconds_since(core::UtcTime time) const {
    return std::chrono::duration<double>(now() - time).count() / kSpeed;
  }

 private:
  core::UtcTime begin_;
  Clock::time_point start_;
};

core::UtcTime minute_of(core::UtcTime time) {
  return std::chrono::floor<std::chrono::minutes>(time);
}

// The tick of each symbol that came first in its minute.
class Openers {
 public:
  explicit Openers(std::size_t symbols) : first_(symbols) {}

  // True: it ends the minute before.
  bool take(const port::FeedTick& tick) {
    core::Tick& first = first_[tick.symbol];
    if (minute_of(first.time) == minute_of(tick.tick.time)) return false;
    const bool ends = first.time != core::UtcTime{};
    first = tick.tick;
    return ends;
  }
  // When that symbol's bar was due that ends then.
  [[nodiscard]] core::UtcTime due(std::size_t symbol, core::UtcTime end) const {
    const core::UtcTime by_clock = end + live::TickRules{}.grace;
    const core::Tick& first = first_[symbol];
    return first.time < end ? by_clock : std::min(by_clock, first.received);
  }

 private:
  std::vector<core::Tick> first_;
};

std::shared_ptr<const Market> market_for(const Settings& settings, double seconds) {
  const double minutes = std::max(seconds, kShortest) / kMinuteSeconds;
  const auto each = static_cast<std::size_t>(minutes * static_cast<double>(kTicksAMinute));
  return make_market({.symbols = settings.symbols,
                      .ticks = settings.symbols * each,
                      .ticks_a_minute = kTicksAMinute});
}

Observation observation_of(const std::vector<double>& waits) {
  WICK_CHECK(!waits.empty());
  return {.timing = timing_of(waits), .facts = {.rows = waits.size()}};
}

Observation watch_floor(const Settings& settings, double seconds) {
  const auto market = market_for(settings, seconds);
  Openers openers(market->names.size());
  std::vector<double> waits;
  const FastClock clock(market->begin);
  for (const port::FeedTick& tick : market->ticks) {
    while (clock.now() < tick.tick.received) {
    }
    if (openers.take(tick)) waits.push_back(clock.seconds_since(tick.tick.received));
  }
  return observation_of(waits);
}

class Watch {
 public:
  explicit Watch(const Market& market)
      : market_(market),
        feed_(market),
        history_(market),
        connector_(rules(market), {.feed = &feed_, .history = &history_}),
        openers_(market.names.size()),
        clock_(market.begin) {}

  std::vector<double> waits() {
    while (!feed_.over()) {
      const core::UtcTime now = clock_.now();
      const core::MonoTime mono{now.time_since_epoch()};
      if (!hand_over(now) && mono < connector_.wake()) continue;
      told_.clear();
      connector_.step({.utc = now, .mono = mono}, told_);
      for (const LiveEvent& event : told_) note(event);
      (void)connector_.take_notices();
    }
    return waits_;
  }

 private:
  static live::Connector::Options rules(const Market& market) {
    live::Connector::Options options;
    options.stall_max = options.jump_max = core::kDay;  // its clock runs fast
    const live::TradingHours hours = wiring::trading_hours(market_calendar());
    for (const std::string& name : market.names) {
      options.symbols.push_back(
          {.name = name, .hours = hours, .first = market.begin, .past = {.since = market.begin}});
    }
    return options;
  }

  bool hand_over(core::UtcTime now) {
    const std::size_t before = handed_;
    for (; handed_ < market_.ticks.size(); ++handed_) {
      const port::FeedTick& tick = market_.ticks[handed_];
      if (tick.tick.received > now) break;
      (void)openers_.take(tick);
    }
    feed_.hand(handed_ - before);
    return handed_ > before;
  }

  void note(const LiveEvent& event) {
    if (event.kind != LiveEvent::Kind::kBar || event.interval != core::Interval::k1m) return;
    waits_.push_back(clock_.seconds_since(openers_.due(event.symbol, event.bar.end)));
  }

  const Market& market_;
  ScriptedFeed feed_;
  ScriptedHistory history_;
  live::Connector connector_;
  Openers openers_;
  FastClock clock_;
  std::size_t handed_{};
  std::vector<LiveEvent> told_;
  std::vector<double> waits_;
};

Observation watch_ours(const Settings& settings, double seconds) {
  const auto market = market_for(settings, seconds);
  return observation_of(Watch(*market).waits());
}

}  // namespace

void add_live_latency_figures(Watchers& watchers) {
  watchers["live-bar-latency.floor"] = watch_floor;
  watchers["live-bar-latency.ours"] = watch_ours;
}

}  // namespace wick::bench
