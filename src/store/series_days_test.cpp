#include "store/series_days.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"
#include "fake/bars.hpp"
#include "fake/files.hpp"
#include "fake/world.hpp"
#include "store/cache.hpp"
#include "store/importing.hpp"

namespace wick::store::series_days_test {
namespace {

using namespace std::chrono_literals;
using core::TimeRange;

core::UtcTime utc(std::string_view text) {
  return *core::parse_utc(text);
}
TimeRange range(std::string_view begin, std::string_view end) {
  return {utc(begin), utc(end)};
}

// Metals in a New York without summer time: to 22:00 and from 23:00 of each day, Friday to 21:45.
const core::Calendar& metals() {
  static const core::Calendar calendar = [] {
    core::Zones zones;
    for (const std::string& zone : core::zones_of(*core::shipped_calendar("metals"))) {
      zones.emplace(zone, core::ZoneRules{std::chrono::hours{zone == "UTC" ? 0 : -5}, {}});
    }
    return core::Calendar(*core::shipped_calendar("metals"), zones, {2025, 2026});
  }();
  return calendar;
}

core::SeriesId gold(core::Interval interval = core::Interval::k1m) {
  return {core::Provider::kFxcm, core::Market::kFx, core::ChartType::kKlines, "XAUUSD", interval};
}

// Each open minute of the range but those left out.
std::vector<core::Bar> minutes(TimeRange time, const core::RangeSet& but = {}) {
  const core::Grid grid(core::Interval::k1m);
  std::vector<core::Bar> bars;
  for (core::UtcTime t = time.begin; t < time.end; t += 1min) {
    if (metals().is_open(t) && !but.contains(t)) bars.push_back(fake::bar_at(t, grid, 1));
  }
  return bars;
}

core::Source source() {
  core::Source source;
  source.origin = core::Origin::kImport;
  source.fetched = utc("2026-06-01");
  return source;
}

std::vector<core::Hole> holes_of(const std::vector<core::Bar>& bars) {
  return quiet_times(bars, core::Grid(core::Interval::k1m), metals());
}

TEST(QuietTimes, ThePauseOfTheDayIsClosed) {
  const auto holes = holes_of(minutes(range("2025-12-01T12:00", "2025-12-02T12:00")));
  ASSERT_EQ(holes.size(), 1U);
  EXPECT_EQ(holes[0], (core::Hole{range("2025-12-01T22:00", "2025-12-01T23:00"),
                                  core::Cause::kNoBarAtSource, "closed by the calendar metals"}));
}

TEST(QuietTimes, AFewOpenMinutesHadNoTrade) {
  const TimeRange day = range("2025-12-02T00:00", "2025-12-02T12:00");
  const auto quiet = range("2025-12-02T05:00", "2025-12-02T05:05");
  const auto holes = holes_of(minutes(day, {quiet}));
  ASSERT_EQ(holes.size(), 1U);
  EXPECT_EQ(holes[0].range, quiet);
  EXPECT_EQ(holes[0].evidence, "no trade in 5 open min, by the calendar metals");
  EXPECT_TRUE(holes_of(minutes(day, {range("2025-12-02T05:00", "2025-12-02T05:06")})).empty());
}

TEST(QuietTimes, MinutesThatSlipBesideAPauseBelongToIt) {
  const auto holes = holes_of(minutes(range("2025-12-01T12:00", "2025-12-02T12:00"),
                                      {range("2025-12-01T21:59", "2025-12-01T23:01")}));
  ASSERT_EQ(holes.size(), 1U);
  EXPECT_EQ(holes[0].range, range("2025-12-01T21:59", "2025-12-01T23:01"));
}

TEST(QuietTimes, OfAnOutageOnlyTheClosedTimeIsSettled) {
  const auto holes = holes_of(minutes(range("2025-12-01T12:00", "2025-12-02T12:00"),
                                      {range("2025-12-01T20:00", "2025-12-02T03:00")}));
  ASSERT_EQ(holes.size(), 1U);
  EXPECT_EQ(holes[0].range, range("2025-12-01T22:00", "2025-12-01T23:00"));
}

TEST(QuietTimes, LongerBarsAreHolesOnTheirOwnGrid) {
  const core::Grid hours(core::Interval::k1h);
  std::vector<core::Bar> bars;
  for (const char* t : {"2025-12-05T21:00", "2025-12-07T23:00"}) {
    bars.push_back(fake::bar_at(utc(t), hours, 1));
  }
  const auto weekend = quiet_times(bars, hours, metals());
  ASSERT_EQ(weekend.size(), 1U);
  EXPECT_EQ(weekend[0].range, range("2025-12-05T22:00", "2025-12-07T23:00"));
  bars.front() = fake::bar_at(utc("2025-12-05T20:00"), hours, 1);  // 21:00 to 21:45 is missing
  const auto outage = quiet_times(bars, hours, metals());
  ASSERT_EQ(outage.size(), 1U);
  EXPECT_EQ(outage[0].range, range("2025-12-05T22:00", "2025-12-07T23:00"));
}

TEST(QuietTimes, WhereNoCalendarReachesNothingIsSettled) {
  const core::Grid grid(core::Interval::k1m);
  const std::vector<core::Bar> bars = {fake::bar_at(utc("2031-03-05T00:00"), grid, 1),
                                       fake::bar_at(utc("2031-03-05T00:02"), grid, 1)};
  EXPECT_TRUE(holes_of(bars).empty());
}

TEST(Units, EveryDayHasItsRowsAndHoles) {
  const auto bars = minutes(range("2025-12-05T12:00", "2025-12-08T12:00"));
  const auto units = units_of(bars, gold(), source(), metals());
  ASSERT_EQ(units.size(), 4U);
  std::size_t rows = 0;
  for (const SeriesUnit& unit : units) {
    const auto& brought = unit.brought;
    rows += brought.rows.empty() ? 0 : brought.rows.front().rows.size();
    for (const StoredHole& stored : brought.holes) {
      EXPECT_GE(stored.hole.range.begin, unit.period.range.begin);
      EXPECT_LE(stored.hole.range.end, unit.period.range.end);
    }
  }
  EXPECT_EQ(rows, bars.size());
  EXPECT_TRUE(units[1].brought.rows.empty());  // a Saturday
  EXPECT_EQ(units[1].brought.holes.at(0).hole.range, units[1].period.range);
  EXPECT_TRUE(units_of({}, gold(), source(), metals()).empty());
}

struct Store {
  fake::Files files;
  fake::SeededRandom random{1};
  Disk disk{.files = &files, .random = &random, .layout = Layout("/cache"), .writer = "t"};

  ImportCounts import(const std::vector<core::Bar>& bars) {
    const core::UtcTime now = utc("2026-06-01");
    Importing importing(Shelf(disk, gold()), ImportMode::kWrite);
    for (SeriesUnit& unit : units_of(bars, gold(), source(), metals())) {
      EXPECT_TRUE(importing.take_all(unit.period, std::move(unit.brought), now));
    }
    EXPECT_TRUE(importing.finish());
    return importing.counts();
  }
};

TEST(Units, AWeekIsImportedWithTheDaysOnWhichNobodyTrades) {
  Store store;
  // The first day begins too late, and nobody knows how the last one goes on.
  const auto bars = minutes(range("2025-12-03T12:00", "2025-12-09T12:00"));
  const ImportCounts counts = store.import(bars);
  EXPECT_EQ(counts.sealed, 5U);
  EXPECT_EQ(counts.incomplete, 2U);
  const auto look = Shelf(store.disk, gold()).look({range("2025-12-04T00:00", "2025-12-09T00:00")});
  EXPECT_TRUE(look.damaged.empty());
  ASSERT_EQ(look.found.size(), 5U);
  EXPECT_EQ(look.found[2].facts.rows, 0U);
  for (const Found& found : look.found) {
    for (const StoredHole& stored : found.holes) EXPECT_FALSE(stored.provisional);
  }
  const ImportCounts again = store.import(bars);
  EXPECT_EQ(again.sealed, 0U);
  EXPECT_EQ(again.unchanged, 5U);
  EXPECT_EQ(again.tail_rows, 0U);
}

}  // namespace
}  // namespace wick::store::series_days_test
