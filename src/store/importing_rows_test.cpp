#include "store/importing_rows.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "arrow/encoder.hpp"
#include "fake/bars.hpp"

namespace wick::store::importing_rows_test {
namespace {

using namespace std::chrono_literals;
using arrow::Type;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::UtcTime kLater = core::midnight(2024, 6, 1);
const core::Grid kHours(core::Interval::k1h);

ForeignPlace place_of(core::Interval interval = core::Interval::k1h) {
  return {{core::Provider::kBinance, core::Market::kSpot, core::ChartType::kKlines, "BTCUSDT",
           interval},
          core::day_of(kDay),
          false,
          ""};
}

std::vector<core::Bar> bars_of(const core::Grid& grid, int count, std::uint64_t seed = 1) {
  std::vector<core::Bar> bars;
  for (int i = 0; i < count; ++i) bars.push_back(fake::bar_at(grid.advance(kDay, i), grid, seed));
  return bars;
}

// How the writer said when a bar closes.
enum class Close { kMillisecond, kMicrosecond, kEnd, kNothing };

struct Writing {
  Close close{Close::kMicrosecond};
  std::string quote{"quote_asset_volume"};
  std::string without{};
};

std::int64_t written_close(const core::Bar& bar, Close close) {
  const std::int64_t last = core::micros_of(bar.close_time);
  if (close == Close::kEnd) return last + 1;
  return close == Close::kMillisecond ? last - 999 : last;
}

std::string file_of(const std::vector<core::Bar>& bars, const Writing& writing = {}) {
  struct Made {
    arrow::Field field;
    std::string values;
  };
  std::vector<Made> made;
  const auto add = [&](const std::string& name, Type type, auto value_of) {
    if (name == writing.without) return;
    Made& column = made.emplace_back(Made{{name, type}, {}});
    for (const core::Bar& bar : bars) {
      const auto value = value_of(bar);
      column.values.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
  };
  const auto number = [&](const char* name, double core::Bar::*member) {
    add(name, Type::kFloat64, [member](const core::Bar& bar) { return bar.*member; });
  };
  number("taker_buy_volume", &core::Bar::taker_volume);
  number("close", &core::Bar::close);
  number("open", &core::Bar::open);
  number("high", &core::Bar::high);
  number("low", &core::Bar::low);
  number("volume", &core::Bar::volume);
  number(writing.quote.c_str(), &core::Bar::quote_volume);
  number("taker_buy_quote_volume", &core::Bar::taker_quote_volume);
  add("count", Type::kInt64, [](const core::Bar& bar) { return bar.count; });
  if (writing.close != Close::kNothing) {
    add("close_time", Type::kUtcMicros,
        [&](const core::Bar& bar) { return written_close(bar, writing.close); });
  }
  add("open_time", Type::kUtcMicros,
      [](const core::Bar& bar) { return core::micros_of(bar.open_time); });
  std::vector<arrow::Field> fields;
  std::vector<arrow::Column> columns;
  for (const Made& column : made) {
    fields.push_back(column.field);
    columns.push_back({std::as_bytes(std::span(column.values))});
  }
  arrow::Encoder encoder(arrow::Form::kFile, fields);
  std::string bytes;
  encoder.begin({}, bytes);
  encoder.batch(static_cast<std::int64_t>(bars.size()), columns, bytes);
  encoder.end({}, {}, bytes);
  return bytes;
}

TEST(ForeignBars, AreTheRowsOfTheFile) {
  const auto bars = bars_of(kHours, 24);
  for (const Close close :
       {Close::kMillisecond, Close::kMicrosecond, Close::kEnd, Close::kNothing}) {
    const auto found = read_foreign_bars(file_of(bars, {.close = close}), place_of(), kLater);
    ASSERT_TRUE(found) << found.error().what;
    EXPECT_EQ(found->bars, bars);
    EXPECT_EQ(found->rows, 24U);
    EXPECT_EQ(found->forming + found->repeated + found->faults.size(), 0U);
  }
  EXPECT_TRUE(read_foreign_bars(file_of(bars, {.quote = "quote_volume"}), place_of(), kLater));
}

TEST(ForeignBars, AColumnThatLacksIsNotMadeUp) {
  const auto bars = bars_of(kHours, 24);
  for (const char* name : {"open_time", "open", "high", "low", "close", "volume", "count",
                           "quote_asset_volume", "taker_buy_volume", "taker_buy_quote_volume"}) {
    const auto found = read_foreign_bars(file_of(bars, {.without = name}), place_of(), kLater);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().kind, base::ErrorKind::kUnsupported);
    EXPECT_NE(found.error().what.find(name), std::string::npos) << found.error().what;
  }
  EXPECT_FALSE(read_foreign_bars(file_of({}), place_of(), kLater));
}

TEST(ForeignBars, ARowThatBreaksTheRulesCostsNoOther) {
  const auto good = bars_of(kHours, 24);
  struct Break {
    const char* word;
    void (*apply)(core::Bar&);
  };
  for (const Break& one : {
           Break{"high", [](core::Bar& bar) { bar.high = std::min(bar.open, bar.close) / 2; }},
           Break{"low", [](core::Bar& bar) { bar.low = std::max(bar.open, bar.close) * 2; }},
           Break{"negative", [](core::Bar& bar) { bar.taker_quote_volume = -1; }},
           Break{"negative", [](core::Bar& bar) { bar.volume = -0.5; }},
           Break{"lacks", [](core::Bar& bar) { bar.close = std::nan(""); }},
           Break{"lacks", [](core::Bar& bar) { bar.volume = HUGE_VAL; }},
           Break{"count", [](core::Bar& bar) { bar.count = -3; }},
           Break{"outside", [](core::Bar& bar) { bar.open_time += 24h; }},
           Break{"open time", [](core::Bar& bar) { bar.open_time += 1s; }},
           Break{"outside", [](core::Bar& bar) { bar.open_time = core::UtcTime::max(); }},
           Break{"closes before", [](core::Bar& bar) { bar.close_time = core::UtcTime::min(); }},
           Break{"closes after", [](core::Bar& bar) { bar.close_time += 1h; }},
           Break{"closes before", [](core::Bar& bar) { bar.close_time -= 2h; }},
       }) {
    auto bars = good;
    one.apply(bars[7]);
    const auto found = read_foreign_bars(file_of(bars), place_of(), kLater);
    ASSERT_TRUE(found) << found.error().what;
    ASSERT_EQ(found->faults.size(), 1U) << one.word;
    EXPECT_NE(found->faults[0].why.find(one.word), std::string::npos) << found->faults[0].why;
    auto rest = good;
    rest.erase(rest.begin() + 7);
    EXPECT_EQ(found->bars, rest) << one.word;
  }
}

TEST(ForeignBars, AreSortedAndThereOnce) {
  const auto good = bars_of(kHours, 24);
  auto bars = good;
  std::swap(bars[2], bars[20]);
  bars.push_back(good[5]);
  auto found = read_foreign_bars(file_of(bars), place_of(), kLater);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->bars, good);
  EXPECT_EQ(found->repeated, 1U);
  bars.push_back(good[9]);
  bars.back().volume += 1;
  found = read_foreign_bars(file_of(bars), place_of(), kLater);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->faults.size(), 2U) << "nobody can tell which of the two is right";
  EXPECT_EQ(found->bars.size(), 23U);
}

TEST(ForeignBars, WhatWasStillFormingIsLeftOut) {
  const auto bars = bars_of(kHours, 24);
  const auto at = [&](core::UtcTime written) {
    const auto found = read_foreign_bars(file_of(bars), place_of(), written);
    EXPECT_TRUE(found && found->bars.size() + found->forming == 24U);
    return found ? found->forming : 0;
  };
  EXPECT_EQ(at(kDay + 24h), 0U);
  EXPECT_EQ(at(kDay + 24h - 1us), 1U);
  EXPECT_EQ(at(kDay + 5h + 30min), 19U);
  EXPECT_EQ(at(kDay), 24U);
}

TEST(ForeignBars, OfAPartOfADayTheLastMayHaveBeenForming) {
  const std::string part = file_of(bars_of(kHours, 5));
  const auto copied = read_foreign_bars(part, place_of(), kLater);
  ASSERT_TRUE(copied);
  EXPECT_EQ(copied->bars.size(), 4U);
  EXPECT_EQ(copied->forming, 1U);
  const auto then = read_foreign_bars(part, place_of(), kDay + 5h);
  ASSERT_TRUE(then);
  EXPECT_EQ(then->bars.size(), 5U) << "its time says that all of them were over";
}

TEST(ForeignBars, OfAnotherLengthAreRefused) {
  const auto found =
      read_foreign_bars(file_of(bars_of(kHours, 24)), place_of(core::Interval::k1m), kLater);
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().what.find("of 1h, not of 1m"), std::string::npos) << found.error().what;
  const core::Grid minutes(core::Interval::k1m);
  EXPECT_FALSE(read_foreign_bars(file_of(bars_of(minutes, 1440)), place_of(), kLater));
}

TEST(ForeignBars, AMinuteInLowerCaseMayBeAMonth) {
  ForeignPlace place = place_of(core::Interval::k1m);
  place.minute_or_month = true;
  const core::Grid minutes(core::Interval::k1m);
  auto found = read_foreign_bars(file_of(bars_of(minutes, 1440)), place, kLater);
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->id.interval, core::Interval::k1m);
  const core::Grid months(core::Interval::k1mo);
  place.day = core::day_of(core::midnight(2024, 3, 1));
  const core::Bar month = fake::bar_at(place.day.begin, months, 1);
  found = read_foreign_bars(file_of({month}), place, kLater);
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->id.interval, core::Interval::k1mo);
  EXPECT_EQ(found->bars, std::vector<core::Bar>{month});
}

}  // namespace
}  // namespace wick::store::importing_rows_test
