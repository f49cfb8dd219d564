#include "cli/bar_chart.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "cli/chart_candles.hpp"

namespace wick::cli::bar_chart_test {
namespace {

using core::midnight;
using core::UtcTime;
using namespace std::chrono_literals;

const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};
const UtcTime kBegin = midnight(2024, 1, 1);

struct Prices {
  double open{};
  double high{};
  double low{};
  double close{};
  double volume{1};
};

// One bar an hour; where `open` is NaN there is none.
history::Answer answer(const std::vector<Prices>& bars) {
  history::Answer answer;
  core::ChunkBuilder rows;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    if (bars[i].open != bars[i].open) continue;
    rows.push({.open_time = kBegin + std::chrono::hours{i},
               .open = bars[i].open,
               .high = bars[i].high,
               .low = bars[i].low,
               .close = bars[i].close,
               .volume = bars[i].volume});
  }
  answer.series.add(std::move(rows).finish(core::Tier::kBulk, {}));
  return answer;
}
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::string chart(const history::Answer& shown, std::size_t hours, const ChartStyle& style) {
  std::string text;
  append_chart(text, shown, {.id = &kSeries, .range = {kBegin, kBegin + std::chrono::hours{hours}}},
               style);
  return text;
}
std::string chart(const std::vector<Prices>& bars, const ChartStyle& style) {
  return chart(answer(bars), bars.size(), style);
}

// Waves of some length, so that there are bodies and wicks of every kind.
std::vector<Prices> waves(int count) {
  std::vector<Prices> bars;
  double price = 100;
  for (int i = 0; i < count; ++i) {
    const double close = price + (i * 7 % 11 - 5) + (i % 16 < 8 ? 2 : -2);
    bars.push_back({price, std::max(price, close) + i % 3, std::min(price, close) - i % 4, close,
                    static_cast<double>(1 + i * 5 % 13)});
    price = close;
  }
  return bars;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    all.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return all;
}

// Columns of a terminal that a line takes: characters, not bytes, and no escapes.
std::size_t columns(const std::string& line) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\x1b') {
      i = line.find('m', i);
    } else {
      count += (static_cast<unsigned char>(line[i]) & 0xc0U) != 0x80 ? 1U : 0U;
    }
  }
  return count;
}

TEST(BarChart, AFewBarsAreWideCandles) {
  EXPECT_EQ("\n" + chart(waves(6), {.width = 60, .height = 14}), R"(
binance spot BTCUSDT 1h  2024-01-01T00:00Z .. 2024-01-01T06:00Z
open 100  high 113  low 96  close 110  +10.00 %

                 ╷   │  │
                ▐▀▌ ▐█▌ ├ 110
            ▐▀▌ ▝▀▘  ╵  │
            ▐ ▌         │
         ╷  ▐ ▌         │
▗▄▖  ╽  ▗▄▖ ▐▄▌         ├ 100
▐█▌ ▐▒▌  ╵   │          │
▝▀▘  ╿                  │
                        │
        ▗▄▖         ▐█▌ ├ 13
    ▗▄▖ ▐█▌     ▐█▌ ▐█▌ │
▗▄▖ ▐█▌ ▐█▌ ▗▄▖ ▐█▌ ▐█▌ │
─┬───────┬───────┬──────┘
00:00  02:00   04:00
)");
}

TEST(BarChart, ManyBarsAreNarrowAndThenFolded) {
  EXPECT_EQ("\n" + chart(waves(30), {.width = 60, .height = 14}), R"(
binance spot BTCUSDT 1h  2024-01-01T00:00Z .. 2024-01-02T06:00Z
open 100  high 120  low 96  close 106  +6.00 %

       ╻╽                     ├ 120
      ╻┃█              ╷      │
    ╷│┃╵█┃█╷        │╻╽┃█╽▄   │
    ┃▀╿  ╵╿█       ╷┃╹█┃█┃▀█╷││
   ┃╹ ╵   ╵█     ╽┃█┃ ╵│ ╵ █┃█│
 ╷╷┃       █╻╽╽▄╷┃╵│       │  │
▄┃╿╿       │ █┃▀█┃            ├ 100
▀╿ ╵         ╵╵╵              │
                              │
  ▄  █ ▂  ▆ ▁  ▄  █ ▂  ▆ ▁  ▄ ├ 13
 ▃█ ▇█▁█ ▅█ █ ▃█ ▇█▁█ ▅█ █ ▃█ │
▂██▆████▄██▇█▂██▆████▄██▇█▂██▆│
┬───────────────────────┬─────┘
2024-01-01         2024-01-02
)");
  EXPECT_EQ("\n" + chart(waves(120), {.width = 60, .height = 14}), R"(
binance spot BTCUSDT 1h  2024-01-01T00:00Z .. 2024-01-06T00:00Z
open 100  high 120  low 92  close 117  +17.00 %

  │          ╷                    ╷    ╷├ 120
  │╷   ╷╷   ╷│   ╷╷    ╽╽   ╽╽    │╷  ╷┃│
 ╽┃█  ╽┃█▄  ┃█╽ ╷┃█▄   ┃█╷ ╽┃█╷   ┃█  ┃╿│
 ┃╵█ │┃│╵█  ┃╵█ ┃╿╵▀█ ╷┃╿█ ┃╵▀█▄│╽┃█│ ┃╵│
╷┃ █▄┃╿╵ ╿█╽┃ █ ┃╵ ╵█╽┃╿╵█╷┃  │█┃╿╵╿█╽┃ │
┃╿ │▀╿    ╿╿  ▀█┃   ╵││  █┃╹  ╵╿╿│  █┃╵ ├ 100
│╵  ╵╵    ╵╵   │     │╵  ╵│         ╿╿  │
               ╵          │          ╵  │
                                        │
 ▅ ▄ ▃█▂ ▁▆ ▅ ▅ ▄ ▃█▂ ▁▆ ▅ ▅ ▄ ▃█▂ ▁▆ ▅ ├ 28
▇█▇█▆███▄████▇█▇█▆███▄████▇█▇█▆███▄████▇│
████████████████████████████████████████│
────────┬───────────────┬───────────────┘
   2024-01-02      2024-01-04
each column is 3 bars of 1h
)");
}

TEST(BarChart, OneBar) {
  EXPECT_EQ("\n" + chart({{2, 4, 1, 3, 8}}, {.width = 40, .height = 12}), R"(
binance spot BTCUSDT 1h  2024-01-01T00:00Z .. 2024-01-01T01:00Z
open 2  high 4  low 1  close 3  +50.00 %

 │                      ├ 4
 │                      │
▐▀▌                     │
▐▄▌                     ├ 2
 │                      │
 │                      │
                        │
▐█▌                     ├ 8
▐█▌                     │
▐█▌                     │
─┬──────────────────────┘
00:00
)");
}

TEST(BarChart, FlatPrices) {
  EXPECT_EQ("\n" + chart({{5, 5, 5, 5, 0}, {5, 5, 5, 5, 0}}, {.width = 40, .height = 11}), R"(
binance spot BTCUSDT 1h  2024-01-01T00:00Z .. 2024-01-01T02:00Z
open 5  high 5  low 5  close 5  +0.00 %

                        │
                        │
▗▄▖ ▗▄▖                 ├ 5.0
                        │
                        │
                        │
                        │
                        │
                        │
─┬──────────────────────┘
00:00
)");
}

TEST(BarChart, AGapIsLeftOutAndNamed) {
  std::vector<Prices> bars = waves(12);
  for (const std::size_t i : {4U, 5U, 6U}) bars[i].open = kNone;
  history::Answer shown = answer(bars);
  shown.missing.push_back(
      {{kBegin + 4h, kBegin + 7h}, core::Cause::kNoBarAtSource, "REST answered without it"});
  EXPECT_EQ("\n" + chart(shown, 12, {.width = 60, .height = 12}), R"(
binance spot BTCUSDT 1h  2024-01-01T00:00Z .. 2024-01-01T12:00Z
open 100  high 120  low 96  close 103  +3.00 %

                            ▗▄▖  ╽              ├ 120
                            ▝▀▘ ▐█▌ ▗▄▖ ▗▄▖     │
                                ▝▀▘ ▝▀▘ ▐█▌  ╽  │
            ▐▀▌                          ╵  ▐█▌ │
▗▄▖  ╽  ▗▄▖ ▐▄▌                              ╿  ├ 100
▐█▌ ▐▒▌  ╵   ╵                                  │
                                                │
        ▐█▌                 ▗▄▖         ▐█▌     ├ 12
    ▗▄▖ ▐█▌                 ▐█▌     ▐█▌ ▐█▌     │
▗▄▖ ▐█▌ ▐█▌ ▐█▌             ▐█▌ ▗▄▖ ▐█▌ ▐█▌ ▐█▌ │
─┬───────┬──────┄┬┄┄┄┄┄┄┄┬┄┄─────┬───────┬──────┘
00:00  02:00   04:00   06:00   08:00   10:00
gap  3  2024-01-01T04:00Z .. 2024-01-01T07:00Z  none at the exchange
)");
  shown.missing.assign(7, shown.missing.front());
  EXPECT_TRUE(chart(shown, 12, {}).ends_with("\nand 2 more gaps\n"));
}

TEST(BarChart, AFormingBarIsNamed) {
  history::Answer shown = answer({{2, 4, 1, 3}});
  core::ChunkBuilder rows;
  rows.push({.open_time = kBegin + 1h, .open = 3, .high = 3, .low = 2, .close = 2});
  shown.series.add(std::move(rows).finish(core::Tier::kRest, {.final = false}));
  EXPECT_TRUE(chart(shown, 2, {}).ends_with("\nthe last bar is still forming\n"));
}

TEST(BarChart, ColoursAreTheOnlyDifference) {
  std::string coloured = chart(waves(40), {.width = 70, .colour = true});
  EXPECT_NE(coloured.find("\x1b[32m"), std::string::npos);
  EXPECT_NE(coloured.find("\x1b[31m"), std::string::npos);
  for (const std::string& line : lines(coloured)) {
    const std::size_t last = line.rfind('\x1b');
    EXPECT_TRUE(last == std::string::npos || line.substr(last, 4) == "\x1b[0m") << line;
  }
  std::size_t escape = 0;
  while ((escape = coloured.find('\x1b')) != std::string::npos) {
    coloured.erase(escape, coloured.find('m', escape) + 1 - escape);
  }
  EXPECT_EQ(coloured, chart(waves(40), {.width = 70}));
}

TEST(BarChart, NoLineIsWiderThanTheTerminalAndTheHeightIsKept) {
  for (const int count : {1, 2, 7, 19, 20, 26, 52, 53, 80, 200, 1'000}) {
    for (const int width : {40, 57, 80, 133, 250}) {
      for (const double unit : {1.0, 1e-9, 1e12}) {
        std::vector<Prices> bars = waves(count);
        for (Prices& bar : bars) {
          bar = {bar.open * unit, bar.high * unit, bar.low * unit, bar.close * unit, bar.volume};
        }
        const auto all = lines(chart(bars, {.width = width, .height = 16}));
        ASSERT_GE(all.size(), 3U + 16U);
        for (std::size_t i = 3; i < 3 + 16; ++i) {
          EXPECT_LE(columns(all[i]), static_cast<std::size_t>(width)) << count << "\n" << all[i];
        }
      }
    }
  }
}

TEST(BarChart, FoldingKeepsFirstHighestLowestLastAndTheSum) {
  const std::vector<Prices> bars = waves(1'000);
  const core::Grid grid(core::Interval::k1h);
  const auto folded =
      fold(answer(bars).series, grid, {kBegin, kBegin + std::chrono::hours{1'000}}, 300);
  ASSERT_EQ(folded.bars_a_column, 4);
  ASSERT_EQ(folded.columns.size(), 250U);
  for (std::size_t i = 0; i < 250; ++i) {
    double high = 0;
    double low = 1e9;
    double volume = 0;
    for (std::size_t k = 4 * i; k < 4 * i + 4; ++k) {
      high = std::max(high, bars[k].high);
      low = std::min(low, bars[k].low);
      volume += bars[k].volume;
    }
    const Candle& candle = folded.columns[i];
    EXPECT_EQ(candle.begin, kBegin + std::chrono::hours{4 * i});
    EXPECT_EQ(candle.open, bars[4 * i].open);
    EXPECT_EQ(candle.close, bars[4 * i + 3].close);
    EXPECT_EQ(candle.high, high);
    EXPECT_EQ(candle.low, low);
    EXPECT_EQ(candle.volume, volume);
  }
}

TEST(BarChart, NoPricesAreTooOdd) {
  const double huge = std::numeric_limits<double>::max();
  for (const Prices& odd : {Prices{huge, huge, -huge, 0, huge}, Prices{0, 0, 0, 0, 0},
                            Prices{-1, 1, -2, 0, -5}, Prices{1e-320, 2e-320, 0, 1e-320, 1e-320}}) {
    EXPECT_FALSE(chart({odd, odd, {1, 1, 1, 1}}, {}).empty());
  }
  EXPECT_EQ(chart(std::vector<Prices>{{kNone}}, {}), "") << "no bars, no picture";
}

}  // namespace
}  // namespace wick::cli::bar_chart_test
