// From ticks of 500 symbols to their bars of seven lengths.
#include <array>
#include <memory>

#include "figures.hpp"
#include "live/tick_bars.hpp"

namespace wick::bench {
namespace {

constexpr std::size_t kSymbols = 500;
constexpr std::size_t kTicks = 2'000'000;
constexpr core::Micros kBetween{1200};  // 100 ticks a minute for each symbol

struct SymbolTick {
  std::uint32_t symbol{};
  core::Tick tick{};
};
using Ticks = std::vector<SymbolTick>;

// bench/peers.py makes the same.
std::shared_ptr<const Ticks> ticks() {
  auto made = std::make_shared<Ticks>();
  made->reserve(kTicks);
  std::uint64_t state = 1;
  const auto draw = [&](std::uint64_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33U) % n;
  };
  core::UtcTime time = core::midnight(2024, 3, 5);
  for (std::size_t i = 0; i < kTicks; ++i) {
    time += kBetween;
    const auto symbol = static_cast<std::uint32_t>(draw(kSymbols));
    const double bid = 100 + static_cast<double>(draw(1000)) / 128;
    made->push_back({symbol,
                     {.time = time,
                      .received = time + std::chrono::milliseconds{2},
                      .bid = bid,
                      .ask = bid + 0.25,
                      .size = 1}});
  }
  return made;
}

// So that the same minutes are known to have come out: each adds what no order changes.
struct Sum {
  std::uint64_t value{};

  void add(core::UtcTime open_time, double high, double low, double volume) {
    value += static_cast<std::uint64_t>(core::micros_of(open_time) / 60'000'000) +
             static_cast<std::uint64_t>(high * 256) * 3 +
             static_cast<std::uint64_t>(low * 256) * 5 + static_cast<std::uint64_t>(volume) * 7;
  }
};

// No rule at all: the middle of each tick into the open minute of its symbol.
struct Plain {
  std::int64_t minute{-1};
  double open{}, high{}, low{}, close{}, volume{};
};

void take_plainly(Plain& bar, const core::Tick& tick, Sum& sum) {
  const std::int64_t minute = core::micros_of(tick.time) / 60'000'000;
  const double price = (tick.bid + tick.ask) / 2;
  if (minute != bar.minute) {
    if (bar.minute >= 0) {
      sum.add(core::utc_micros(bar.minute * 60'000'000), bar.high, bar.low, bar.volume);
    }
    bar = {.minute = minute, .open = price, .high = price, .low = price};
  }
  bar.high = std::max(bar.high, price);
  bar.low = std::min(bar.low, price);
  bar.close = price;
  bar.volume += 1;
}

Work floor_of(const Settings& /*settings*/) {
  const auto all = ticks();
  const auto sum = std::make_shared<Sum>();
  return {[=] {
            *sum = {};
            std::vector<Plain> bars(kSymbols);
            for (const SymbolTick& each : *all) take_plainly(bars[each.symbol], each.tick, *sum);
          },
          [=] { return Facts{.rows = kTicks, .checksum = sum->value}; }};
}

Work ours(const Settings& /*settings*/) {
  const auto all = ticks();
  const auto sum = std::make_shared<Sum>();
  const auto hours = std::make_shared<const live::TradingHours>(live::always_open());
  return {[=] {
            *sum = {};
            std::vector<live::TickBars> bars(kSymbols, live::TickBars({}, *hours));
            live::ClosedBars closed;
            for (const SymbolTick& each : *all) {
              bars[each.symbol].take(each.tick, closed);
              if (closed.empty()) continue;
              for (const live::ClosedBar& bar : closed) {
                if (bar.interval != core::Interval::k1m) continue;
                sum->add(bar.bar.open_time, bar.bar.high.mid, bar.bar.low.mid, bar.bar.volume);
              }
              closed.clear();
            }
          },
          [=] { return Facts{.rows = kTicks, .checksum = sum->value}; }};
}

}  // namespace

void add_tick_figures(Figures& figures) {
  figures["ticks-to-bars.floor"] = floor_of;
  figures["ticks-to-bars.ours"] = ours;
}

}  // namespace wick::bench
