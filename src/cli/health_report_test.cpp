#include "cli/health_report.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "cli/health_command.hpp"
#include "cli/health_text.hpp"
#include "fake/world.hpp"

namespace wick::cli::health_report_test {
namespace {

using namespace std::chrono_literals;
using store::Trouble;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

store::SeriesCheckup series_with(const core::RangeSet& bars, core::TimeRange span) {
  store::SeriesCheckup series;
  series.id = kSeries;
  series.days = 2;
  series.files = 2;
  series.bytes = 12'000;
  series.bars = bars;
  series.span = span;
  series.rows = {{core::Origin::kArchive, 36}, {core::Origin::kRest, 12}};
  return series;
}

HealthFacts healthy() {
  HealthFacts facts;
  facts.root = "/c";
  facts.now = kDay + 48h * 10;
  facts.room = DiskRoom{.free = 5'000'000'000, .whole = 20'000'000'000};
  facts.series = {series_with({{kDay, kDay + 48h}}, {kDay, kDay + 48h})};
  return facts;
}

TEST(Health, ACacheWithNothingWrongIsHealthy) {
  const HealthReport report = judge(healthy());
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(report.verdict, HealthVerdict::kHealthy);
  EXPECT_EQ(exit_of(report.verdict), Exit::kOk);
}

TEST(Health, NothingCachedIsEmpty) {
  HealthFacts facts = healthy();
  facts.series.clear();
  EXPECT_EQ(judge(facts).verdict, HealthVerdict::kEmpty);
  facts.census.unknown = {{"/c/x", {}}};
  EXPECT_EQ(judge(facts).verdict, HealthVerdict::kEmpty);
  facts.census.leftovers = {{"/c/x.tmp", {.modified = facts.now - 2h}}};
  EXPECT_EQ(judge(facts).verdict, HealthVerdict::kCare);
  EXPECT_EQ(exit_of(HealthVerdict::kEmpty), Exit::kNoData);
}

TEST(Health, AFolderThatCannotBeReadIsBroken) {
  HealthFacts facts = healthy();
  facts.series.clear();
  facts.unreadable = base::Error{base::ErrorKind::kUnauthorized, "/c: Permission denied"};
  const HealthReport report = judge(facts);
  EXPECT_EQ(report.verdict, HealthVerdict::kBroken);
  EXPECT_EQ(report.commands(), std::vector<std::string>{"chmod u+rwx /c"});
  EXPECT_EQ(exit_of(report.verdict), Exit::kFailed);
}

struct Case {
  const char* kind;
  Severity severity;
  const char* command;
  std::function<void(HealthFacts&)> plant;
};

TEST(Health, EveryDefectIsFoundWithWhatToDo) {
  const auto troubled = [](Trouble trouble) {
    return [trouble](HealthFacts& facts) {
      facts.series[0].troubles = {{"/c/a b.arrow", trouble, "why"}};
    };
  };
  const store::Layout::Place gone{kSeries, store::Period::day(kDay - core::kDay)};
  const store::Layout::Place there{kSeries, store::Period::day(kDay)};
  const std::vector<Case> cases = {
      {"empty", Severity::kCare, "wick repair BTCUSDT --market spot --interval 1h",
       troubled(Trouble::kEmpty)},
      {"damaged", Severity::kCare, "wick repair BTCUSDT --market spot --interval 1h",
       troubled(Trouble::kDamaged)},
      {"unreadable", Severity::kCare, "chmod u+rw '/c/a b.arrow'", troubled(Trouble::kUnreadable)},
      {"newer", Severity::kCare, "", troubled(Trouble::kNewer)},
      {"folder_read_only", Severity::kCare, "chmod u+rwx /c",
       [](HealthFacts& facts) {
         facts.unwritable = base::Error{base::ErrorKind::kUnauthorized, "/c/x: Permission denied"};
       }},
      {"unreadable", Severity::kCare, "chmod u+rwX /c/binance/spot",
       [](HealthFacts& facts) {
         const base::Error error{base::ErrorKind::kUnauthorized,
                                 "/c/binance/spot: Permission denied"};
         facts.census.unreadable = {error, error};
       }},
      {"disk_full", Severity::kCare, "wick cache prune --max-size 1M",
       [](HealthFacts& facts) { facts.room->free = 1'000'000; }},
      {"quarantined", Severity::kCare, "wick repair BTCUSDT --market spot --interval 1h",
       [&](HealthFacts& facts) {
         facts.census.quarantined = {{{"/c/q/x", {}}, gone}};
       }},
      {"quarantined", Severity::kNote, "",
       [&](HealthFacts& facts) {
         facts.census.quarantined = {{{"/c/q/x", {}}, there}};
       }},
      {"leftover", Severity::kCare, "wick repair",
       [](HealthFacts& facts) {
         facts.census.leftovers = {{"/c/x.tmp", {.modified = facts.now - 61min}}};
       }},
      {"at_work", Severity::kNote, "",
       [](HealthFacts& facts) {
         facts.census.leftovers = {{"/c/x.tmp", {.modified = facts.now - 59min}}};
       }},
      {"foreign", Severity::kNote, "",
       [](HealthFacts& facts) {
         facts.census.unknown = {{"/c/hello.txt", {}}};
       }},
      {"missing", Severity::kCare,
       "wick get BTCUSDT --interval 1h --from 2024-03-05T06:00Z --to 2024-03-06 --json --no-bars",
       [](HealthFacts& facts) {
         facts.series[0].bars = {{kDay, kDay + 6h}, {kDay + 24h, kDay + 48h}};
       }},
      {"unsealed", Severity::kNote, "",
       [](HealthFacts& facts) {
         facts.series[0].unsealed = {{kDay + 48h, kDay + 50h}};
       }},
  };
  for (const Case& planted : cases) {
    SCOPED_TRACE(planted.kind);
    HealthFacts facts = healthy();
    planted.plant(facts);
    const HealthReport report = judge(facts);
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings[0].kind, planted.kind);
    EXPECT_EQ(report.findings[0].severity, planted.severity);
    EXPECT_EQ(report.findings[0].command, planted.command);
    const bool care = planted.severity == Severity::kCare;
    EXPECT_EQ(report.verdict, care ? HealthVerdict::kCare : HealthVerdict::kHealthy);
    EXPECT_NE(health_text(facts, report, {}).find(report.findings[0].what), std::string::npos);
    EXPECT_NE(health_json(facts, report).find(planted.kind), std::string::npos);
  }
}

TEST(Health, WhatARepairBringsBackNeedNotBeFetchedByHand) {
  HealthFacts facts = healthy();
  facts.series[0].bars = {{kDay, kDay + 24h}};
  facts.series[0].lost = {{kDay + 24h, kDay + 48h}};
  facts.series[0].troubles = {{"/c/x.arrow", Trouble::kDamaged, "why"}};
  EXPECT_EQ(judge(facts).commands().size(), 1U);
}

TEST(Health, ThatAllIsThereIsJudgedOnlyForTheTimeAskedFor) {
  HealthFacts facts = healthy();
  facts.series[0].bars = {{kDay, kDay + 6h}, {kDay + 24h, kDay + 48h}};
  facts.covers = core::TimeRange{kDay + 24h, kDay + 48h};
  EXPECT_EQ(judge(facts).verdict, HealthVerdict::kHealthy);
  EXPECT_NE(health_json(facts, judge(facts)).find("\"complete\":true"), std::string::npos);
  facts.covers = core::TimeRange{kDay - 2h + 1us, kDay + 49h};
  EXPECT_EQ(missing_of(facts.series[0], facts),
            (core::RangeSet{{kDay - 1h, kDay}, {kDay + 6h, kDay + 24h}, {kDay + 48h, kDay + 49h}}));
  EXPECT_EQ(judge(facts).findings.size(), 3U);
  facts.now = kDay + 47h + 59min;  // what is not over yet is not missing
  EXPECT_EQ(missing_of(facts.series[0], facts),
            (core::RangeSet{{kDay - 1h, kDay}, {kDay + 6h, kDay + 24h}}));
}

TEST(Health, ManyGapsAreToldAsASumInTheEnd) {
  HealthFacts facts = healthy();
  facts.series[0].span = {kDay, kDay + 1000h};
  facts.series[0].bars = {};
  for (int hour = 0; hour < 1000; hour += 2) {
    facts.series[0].bars.add({kDay + 1h * hour, kDay + 1h * (hour + 1)});
  }
  const HealthReport report = judge(facts);
  EXPECT_EQ(report.findings.size(), 101U);
  EXPECT_EQ(report.findings.back().what, "spot BTCUSDT 1h lacks 400 bars in 400 more places");
}

TEST(Health, CellsAreFullHalfOrEmptyByTheirOwnBars) {
  const core::Grid grid(core::Interval::k1h);
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    fake::SeededRandom random(seed);
    const auto bars = static_cast<std::int64_t>(random.below(120));
    const int width = 1 + static_cast<int>(random.below(50));
    core::RangeSet settled;
    std::vector<bool> there;
    for (std::int64_t i = 0; i < bars; ++i) {
      there.push_back(!random.one_in(4));
      if (there.back()) settled.add({kDay + 1h * i, kDay + 1h * (i + 1)});
    }
    const auto cells = coverage_cells(settled, {kDay, kDay + 1h * bars}, grid, width);
    ASSERT_EQ(static_cast<std::int64_t>(cells.size()), std::min<std::int64_t>(bars, width));
    std::size_t at = 0;
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
      std::size_t full = 0;
      std::size_t count = 0;
      for (; at < (cell + 1) * there.size() / cells.size(); ++at, ++count)
        full += there[at] ? 1 : 0;
      EXPECT_EQ(cells[cell], full == 0 ? Cell::kEmpty : full == count ? Cell::kFull : Cell::kPart);
    }
  }
}

TEST(Health, ThePageForAStranger) {
  HealthFacts facts = healthy();
  facts.series[0].bars = {{kDay, kDay + 6h}, {kDay + 24h, kDay + 44h}};
  facts.series[0].holes = {
      {{{kDay + 44h, kDay + 48h}, core::Cause::kNoBarAtSource, "REST"}, true, kDay + 48h}};
  facts.elapsed = 30ms;
  EXPECT_EQ(health_text(facts, judge(facts), {}),
            R"(cache     /c
folder    readable, writable; 5.0 GB free of 20.0 GB
holds     1 series, 2 files, 12.0 kB
bars      26 bars, 4 in holes (0 settled, 4 provisional)
checked   metadata; --deep reads every byte, 0.03 s

series           from        until       there
spot BTCUSDT 1h  2024-03-05  2024-03-06  62.5%  ####............###############

holes: bars that the exchange does not have; it may yet mend provisional ones
  spot BTCUSDT 1h  4  2024-03-06T20:00Z .. 2024-03-07T00:00Z  provisional

found
  care    spot BTCUSDT 1h lacks 18 bars, 2024-03-05T06:00Z .. 2024-03-06T00:00Z

NEEDS CARE: 1 finding; to mend it
  wick get BTCUSDT --interval 1h --from 2024-03-05T06:00Z --to 2024-03-06 --json --no-bars
)");
}

TEST(Health, RangesToBeCoveredAreUnderstood) {
  const auto range = parse_covers("2024-03-01..2024-03-05T06:00", kDay + 24h);
  ASSERT_TRUE(range);
  EXPECT_EQ(*range, (core::TimeRange{core::midnight(2024, 3, 1), kDay + 6h}));
  EXPECT_TRUE(parse_covers("7d..now", kDay));
  for (const char* wrong : {"", "..", "2024-03-01", "2024-03-01..", "2024-03-05..2024-03-01",
                            "2024-03-05..2024-03-05", "x..y"}) {
    EXPECT_FALSE(parse_covers(wrong, kDay)) << wrong;
  }
}

TEST(Health, PathsAreWordsOfAShell) {
  EXPECT_EQ(shell_word("/c/BTC-USD_1/x.arrow"), "/c/BTC-USD_1/x.arrow");
  EXPECT_EQ(shell_word("/my cache"), "'/my cache'");
  EXPECT_EQ(shell_word("it's"), R"('it'\''s')");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(Health, AfterItsLastDayNothingIsMissingOfASymbol) {
  HealthFacts facts = healthy();
  facts.covers = core::TimeRange{kDay, kDay + 24h * 8};
  EXPECT_EQ(missing_of(facts.series[0], facts), core::RangeSet({{kDay + 48h, kDay + 24h * 8}}));
  facts.ends[{core::Market::kSpot, "BTCUSDT"}] = kDay + 24h * 3;
  EXPECT_EQ(missing_of(facts.series[0], facts), core::RangeSet({{kDay + 48h, kDay + 72h}}));
  facts.ends[{core::Market::kSpot, "BTCUSDT"}] = kDay - 24h * 3;  // it came back
  EXPECT_EQ(missing_of(facts.series[0], facts), core::RangeSet({{kDay + 48h, kDay + 24h * 8}}));
  facts.series[0].bars = {};
  EXPECT_TRUE(missing_of(facts.series[0], facts).empty());
}

TEST(Health, HolesThatTouchAreOneWhateverFilesTheyLieIn) {
  store::SeriesCheckup series = healthy().series[0];
  const auto day = [](int n, const std::string& evidence) {
    const core::TimeRange range{kDay + 24h * n, kDay + 24h * (n + 1)};
    return store::StoredHole{
        {range, core::Cause::kNoBarAtSource, evidence}, false, kDay + 24h * (9 - n)};
  };
  series.holes = {day(2, "a"), day(3, "a"), day(4, "b"), day(6, "b")};
  const auto joined = holes_of(series, kDay + 24h * 400);
  ASSERT_EQ(joined.size(), 3U);
  EXPECT_EQ(joined[0].hole.range, (core::TimeRange{kDay + 48h, kDay + 96h}));
  EXPECT_EQ(joined[0].asked, kDay + 24h * 6) << "the longest ago";
}

}  // namespace
}  // namespace wick::cli::health_report_test
