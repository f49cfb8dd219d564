// From the ticks of a feed to the bars of `wick live`, with all that stands in between: the
// calendar's hours, the line of minutes, what history confirms, the longer bars, the gates.
#include <malloc.h>

#include <array>
#include <memory>

#include "base/check.hpp"
#include "figures.hpp"
#include "live/connector.hpp"
#include "scripted_feed.hpp"
#include "wiring/trading_hours.hpp"

namespace wick::bench {
namespace {

using live::LiveEvent;

constexpr std::size_t kTicks = 1'050'000;  // of 1,000 symbols the last ones lie amid a minute
constexpr std::size_t kStepTicks = 105'000;
constexpr std::size_t kBatch = 64;  // ticks that a feed hands over at a time
// So that more minutes pass than a line remembers.
constexpr std::size_t kGrownTicks = 1'202;
constexpr std::int64_t kGrownTicksAMinute = 4;

// Each minute adds what no order changes.
std::uint64_t worth(core::UtcTime open_time, double high, double low, std::int64_t ticks) {
  return static_cast<std::uint64_t>(core::micros_of(open_time) / 60'000'000) +
         static_cast<std::uint64_t>(high * 256) * 3 + static_cast<std::uint64_t>(low * 256) * 5 +
         static_cast<std::uint64_t>(ticks) * 7;
}

live::Connector::Options rules_for(const Market& market, bool previews) {
  live::Connector::Options options{.previews = previews};
  // Its time passes in leaps, from one batch of ticks to the next, the longest over a weekend, and
  // nothing is missed in them.
  options.stall_max = options.jump_max = 7 * core::kDay;
  const live::TradingHours hours = wiring::trading_hours(market_calendar());
  for (const std::string& name : market.names) {
    options.symbols.push_back(
        {.name = name, .hours = hours, .first = market.begin, .past = {.since = market.begin}});
  }
  return options;
}

// One life of a connector from the first tick to the last, by the clock of the ticks.
class Life {
 public:
  Life(const Market& market, port::FeedHistory* history, bool previews)
      : feed_(market),
        connector_(rules_for(market, previews), {.feed = &feed_, .history = history}) {}

  void live(std::size_t batch) {
    while (!feed_.over()) {
      const core::UtcTime now = feed_.next().received;
      feed_.hand(batch);
      told_.clear();
      connector_.step({.utc = now, .mono = core::MonoTime{now.time_since_epoch()}}, told_);
      for (const LiveEvent& event : told_) count(event);
      (void)connector_.take_notices();
    }
  }
  [[nodiscard]] std::uint64_t sum() const { return sum_; }
  [[nodiscard]] const live::Connector& connector() const { return connector_; }

 private:
  void count(const LiveEvent& event) {
    keep(event);
    if (event.kind != LiveEvent::Kind::kBar || event.interval != core::Interval::k1m) return;
    sum_ += worth(event.bar.open_time, event.bar.high.mid, event.bar.low.mid, event.bar.ticks);
  }

  ScriptedFeed feed_;
  live::Connector connector_;
  std::vector<LiveEvent> told_;
  std::uint64_t sum_{};
};

// No rule at all: the middle of each tick into the open minute of its symbol.
struct Plain {
  std::int64_t minute{-1};
  double open{}, high{}, low{}, close{};
  std::int64_t ticks{};
};

void take_plainly(Plain& bar, const core::Tick& tick, std::uint64_t& sum) {
  const std::int64_t minute = core::micros_of(tick.time) / 60'000'000;
  const double price = (tick.bid + tick.ask) / 2;
  if (minute != bar.minute) {
    if (bar.minute >= 0) {
      sum += worth(core::utc_micros(bar.minute * 60'000'000), bar.high, bar.low, bar.ticks);
    }
    bar = {.minute = minute, .open = price, .high = price, .low = price};
  }
  bar.high = std::max(bar.high, price);
  bar.low = std::min(bar.low, price);
  bar.close = price;
  ++bar.ticks;
}

Work floor_of(const Settings& settings) {
  const auto market = make_market({.symbols = settings.symbols, .ticks = kTicks});
  const auto sum = std::make_shared<std::uint64_t>();
  return {[=] {
            *sum = 0;
            std::vector<Plain> bars(market->names.size());
            for (const auto& each : market->ticks) take_plainly(bars[each.symbol], each.tick, *sum);
          },
          [=] { return Facts{.rows = market->ticks.size(), .checksum = *sum}; }};
}

struct Manner {
  bool previews{};
  bool asks{true};  // history
  std::size_t ticks{kTicks};
  std::size_t batch{kBatch};
};

Maker ours(const Manner& manner) {
  return [manner](const Settings& settings) -> Work {
    const auto market = make_market({.symbols = settings.symbols, .ticks = manner.ticks});
    const auto history = std::make_shared<ScriptedHistory>(*market);
    const auto life = std::make_shared<std::unique_ptr<Life>>();
    return {.run = [=] { (*life)->live(manner.batch); },
            .facts =
                [=] {
                  const auto& counts = (*life)->connector().counts();
                  WICK_CHECK(counts.lost == 0 && counts.revisions == 0);
                  return Facts{.rows = market->ticks.size(), .checksum = (*life)->sum()};
                },
            .before =
                [=] {
                  *life = std::make_unique<Life>(*market, manner.asks ? history.get() : nullptr,
                                                 manner.previews);
                }};
  };
}

std::size_t heap_in_use() {
  const auto heap = ::mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

// What a connector holds after its last tick, made and grown.
Work memory_of(const Settings& settings) {
  const auto market = make_market({.symbols = settings.symbols,
                                   .ticks = settings.symbols * kGrownTicks,
                                   .ticks_a_minute = kGrownTicksAMinute});
  const auto history = std::make_shared<ScriptedHistory>(*market);
  const auto held = std::make_shared<std::size_t>();
  return {[=] {
            const std::size_t before = heap_in_use();
            Life life(*market, history.get(), true);
            life.live(kBatch);
            *held = heap_in_use() - before;
          },
          [=] { return Facts{.rows = settings.symbols, .memory = *held}; }};
}

}  // namespace

void add_live_bars_figures(Figures& figures) {
  figures["live-bars.floor"] = floor_of;
  figures["live-bars.ours"] = ours({});
  figures["live-bars.previews"] = ours({.previews = true});
  figures["live-bars.alone"] = ours({.asks = false});
  figures["live-step.ours"] = ours({.ticks = kStepTicks, .batch = 1});
  figures["live-memory.ours"] = memory_of;
}

}  // namespace wick::bench
