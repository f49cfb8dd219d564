#include "venue/fxcm/archive.hpp"

#include <gtest/gtest.h>

#include "core/interval.hpp"
#include "core/time_text.hpp"
#include "venue/fxcm/broker_files_test.hpp"

namespace wick::venue::fxcm::archive_test {
namespace {

using binance::PlainMemory;
using binance::PromptWorkers;
using binance::Scripted;
using binance::ScriptedWeb;
using core::Interval;
using core::midnight;
using core::TimeRange;
using core::UtcTime;
using namespace std::chrono_literals;

const TimeRange kWeek5{midnight(2024, 1, 28), midnight(2024, 2, 4)};

TimeRange week_from(UtcTime sunday) {
  return {sunday, sunday + 168h};
}

class FxcmArchive : public testing::Test {
 protected:
  FxcmArchive() { broker.files["2024/5"] = kWeek5; }

  std::vector<port::Reply> ask(Interval interval, const core::RangeSet& ranges,
                               const std::string& symbol = "EURUSD") {
    return binance::replies_of(
        archive,
        {core::Provider::kFxcm, core::Market::kFx, core::ChartType::kKlines, symbol, interval},
        ranges, now);
  }

  // Every bar of the range as the minutes say, and a hole wherever there is none.
  void expect_whole(Interval interval, TimeRange range) {
    const core::Grid grid(interval);
    std::map<UtcTime, core::Bar> bars;
    core::RangeSet holes;
    core::RangeSet settled;
    for (const port::Reply& reply : ask(interval, {range})) {
      ASSERT_FALSE(reply.error) << reply.error->what;
      settled.add(reply.settled);
      for (const core::Hole& hole : reply.holes) {
        holes.add(hole.range);
        expect_closed_at_weekends(hole, grid);
      }
      for (const core::Chunk& chunk : reply.chunks) {
        EXPECT_EQ(chunk.tier(), core::Tier::kBulk);
        EXPECT_EQ(chunk.mark().origin, core::Origin::kArchive);
        for (std::size_t i = 0; i < chunk.size(); ++i) bars[chunk.open_time(i)] = chunk.bar(i);
      }
    }
    EXPECT_EQ(settled, core::RangeSet{range});
    for (UtcTime t = range.begin; t < range.end; t = grid.next(t)) {
      core::HistoryBar truth;
      if (!BrokerFiles::bar(t, core::length_max(interval), truth)) {
        ASSERT_TRUE(holes.contains(t));
        ASSERT_FALSE(bars.contains(t));
        continue;
      }
      ASSERT_FALSE(holes.contains(t));
      ASSERT_TRUE(bars.contains(t));
      const core::Bar& bar = bars[t];
      ASSERT_EQ(bar.open, truth.open.mid);
      ASSERT_EQ(bar.high, truth.high.mid);
      ASSERT_EQ(bar.low, truth.low.mid);
      ASSERT_EQ(bar.close, truth.close.mid);
      ASSERT_EQ(bar.volume, 0);
      ASSERT_EQ(bar.close_time, grid.next(t) - core::Micros{1});
    }
  }

  // Trade rests from Friday 22:00 to Sunday 21:00 UTC in summer and winter.
  static void expect_closed_at_weekends(const core::Hole& hole, const core::Grid& grid) {
    for (UtcTime t = hole.range.begin; t < hole.range.end; t = grid.next(t)) {
      const auto into_week = [](UtcTime at) { return (at - midnight(2000, 1, 2)) % 168h; };
      const bool begins = into_week(t) >= 142h || into_week(t) < 21h;
      const UtcTime last = grid.next(t) - core::Micros{1};
      const bool ends = into_week(last) >= 142h || into_week(last) < 21h;
      const auto cause = begins && ends ? core::Cause::kMarketClosed : core::Cause::kNoBarAtSource;
      ASSERT_EQ(hole.cause, cause) << core::to_iso(t);
    }
  }

  std::string asked() {  // "2024/5 2024/4 ..."
    std::string text;
    for (const std::string& url : web.urls) {
      const std::string name = url.substr(url.find("EURUSD/") + 7);
      text += name.substr(0, name.find('.')) + " ";
    }
    web.urls.clear();
    return text;
  }

  core::Now now{midnight(2026, 11, 1), {}};
  BrokerFiles broker;
  std::function<std::optional<Scripted>(const std::string&)> instead;
  ScriptedWeb web{[this](const std::string& url) {
    if (instead) {
      if (auto other = instead(url)) return *other;
    }
    return broker.answer(url);
  }};
  PromptWorkers workers;
  PlainMemory memory;
  ArchiveOptions options{.shelf = {.hosts = {"http://a"}, .memory = &memory}};
  Archive archive{{.http = &web, .workers = &workers}, options};
};

TEST_F(FxcmArchive, AWeekIsSettledAsAWhole) {
  expect_whole(Interval::k1m, kWeek5);
  EXPECT_EQ(web.urls, std::vector<std::string>{"http://a/m1/EURUSD/2024/5.csv.gz"});
}

TEST_F(FxcmArchive, LongerBarsAreMade) {
  for (const Interval interval :
       {Interval::k5m, Interval::k15m, Interval::k30m, Interval::k1h, Interval::k4h}) {
    expect_whole(interval, {kWeek5.begin + 20h, kWeek5.end - 12h});
  }
  EXPECT_EQ(web.urls, (std::vector<std::string>{"http://a/m1/EURUSD/2024/5.csv.gz",
                                                "http://a/H1/EURUSD/2024/5.csv.gz"}))
      << "what was read lately is not read again";
}

TEST_F(FxcmArchive, TheTimesInsideDecide) {
  broker.files.clear();
  for (int week = 1; week <= 8; ++week) {  // the number is ISO's less one
    broker.files["2026/" + std::to_string(week)] =
        week_from(midnight(2026, 1, 4) + 168h * (week - 1));
  }
  expect_whole(Interval::k1h, {midnight(2026, 1, 11), midnight(2026, 1, 25)});
  // Two weeks at a time; the second had been begun before the shift was known.
  EXPECT_EQ(asked(), "2026/3 2026/4 2026/2 ");
  expect_whole(Interval::k1h, {midnight(2026, 1, 25), midnight(2026, 2, 8)});
  EXPECT_EQ(asked(), "2026/5 ") << "from now on the likeliest file is the one before";
}

TEST_F(FxcmArchive, NeighboursOfAMissingWeekAreLookedInto) {
  broker.files = {{"2024/4", kWeek5}};
  expect_whole(Interval::k1h, kWeek5);
  EXPECT_EQ(asked(), "2024/5 2024/4 ");
  const auto replies = ask(Interval::k1h, {week_from(kWeek5.end)});
  EXPECT_EQ(asked(), "2024/6 2024/7 ") << "the fifth is known not to be there";
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_TRUE(replies[0].settled.empty());
  ASSERT_TRUE(replies[0].error);
  EXPECT_EQ(replies[0].error->kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(replies[0].error->what,
            "no candle file of EURUSD holds 2024-02-04T00:00:00Z .. 2024-02-11T00:00:00Z");
}

TEST_F(FxcmArchive, AWeekInTheFilesOfTwoYearsIsPutTogether) {
  const TimeRange week = week_from(midnight(2018, 12, 30));
  broker.files = {{"2018/53", {week.begin, midnight(2019, 1, 1)}},
                  {"2019/1", {midnight(2019, 1, 1), week.end}}};
  expect_whole(Interval::k1h, week);
  EXPECT_EQ(asked(), "2019/1 2018/52 2018/53 ");
}

TEST_F(FxcmArchive, TheFirstWeekMayBeTheLastOfTheYearBefore) {
  const TimeRange week = week_from(midnight(2020, 12, 27));
  broker.files = {{"2021/1", week}, {"2020/53", week_from(midnight(2020, 12, 20))}};
  expect_whole(Interval::k1h, week);
  EXPECT_EQ(asked(), "2020/53 2020/52 2021/1 ");
}

TEST_F(FxcmArchive, WhatEndsEarlySettlesOnlyWhatItHas) {
  broker.files["2024/5"].end = midnight(2024, 1, 30) + 12h;
  const auto replies = ask(Interval::k1h, {kWeek5});
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].settled,
            core::RangeSet({{midnight(2024, 1, 28) + 22h, midnight(2024, 1, 30) + 12h}}));
  ASSERT_TRUE(replies[0].error);
  EXPECT_EQ(replies[0].error->what,
            "the candle files of EURUSD have rows of 2024-01-28T22:00:00Z .. 2024-01-30T12:00:00Z "
            "only, of 2024-01-28T00:00:00Z .. 2024-02-04T00:00:00Z");
}

TEST_F(FxcmArchive, ADamagedFileIsToldAndTriedTwice) {
  broker.broken.insert("2024/5");
  const auto replies = ask(Interval::k1h, {kWeek5});
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_TRUE(replies[0].settled.empty());
  EXPECT_TRUE(replies[0].chunks.empty());
  ASSERT_TRUE(replies[0].error);
  EXPECT_EQ(replies[0].error->what,
            "H1/EURUSD/2024/5.csv.gz: gzip: the file is cut, damaged or no gzip at all");
  EXPECT_EQ(asked(), "2024/5 2024/5 2024/4 2024/6 ");
  broker.broken.clear();
  expect_whole(Interval::k1h, kWeek5);
}

TEST_F(FxcmArchive, AWeekThatIsNotOverIsNotLookedFor) {
  now.utc = midnight(2024, 2, 2) + 23h;
  const auto replies = ask(Interval::k1m, {kWeek5});
  ASSERT_TRUE(replies.at(0).error);
  EXPECT_EQ(replies[0].error->kind, base::ErrorKind::kUnavailable);
  EXPECT_EQ(asked(), "");
  now.utc = midnight(2024, 2, 3);
  expect_whole(Interval::k1m, kWeek5);
}

TEST_F(FxcmArchive, AYoungAbsenceIsForgottenSoon) {
  broker.files.clear();
  now.utc = midnight(2024, 2, 3);
  EXPECT_TRUE(ask(Interval::k1h, {kWeek5}).at(0).error);
  EXPECT_EQ(asked(), "2024/5 2024/4 2024/6 ");
  now.utc += 5h;
  EXPECT_TRUE(ask(Interval::k1h, {kWeek5}).at(0).error);
  EXPECT_EQ(asked(), "");
  broker.files["2024/5"] = kWeek5;
  now.utc += 2h;
  expect_whole(Interval::k1h, kWeek5);
}

TEST_F(FxcmArchive, DaysOfPastYearsComeFromTheirFile) {
  broker.files = {{"2023", {midnight(2023, 1, 1), midnight(2024, 1, 1)}}};
  expect_whole(Interval::k1d, {midnight(2023, 3, 1), midnight(2023, 7, 1)});
  EXPECT_EQ(asked(), "2023 ");
}

TEST_F(FxcmArchive, DaysThatOpenInTheEveningAreMadeOfHours) {
  broker.files["2024"] = {midnight(2024, 1, 1), midnight(2025, 1, 1)};
  broker.days_open_at = 22h;
  expect_whole(Interval::k1d, {midnight(2024, 1, 29), midnight(2024, 2, 3)});
  EXPECT_EQ(asked(), "2024 2024/5 ");
}

TEST_F(FxcmArchive, OfAYearThatIsNotOverHoursMakeDays) {
  now.utc = midnight(2024, 6, 1);
  expect_whole(Interval::k1d, {midnight(2024, 1, 29), midnight(2024, 2, 3)});
  EXPECT_EQ(asked(), "2024/5 ");
}

TEST_F(FxcmArchive, ThrottlingLeavesTheHostAlone) {
  instead = [](const std::string&) {
    return Scripted{.status = 429, .headers = {{"Retry-After", "60"}}};
  };
  const auto replies = ask(Interval::k1h, {{kWeek5.begin, kWeek5.begin + 30 * 168h}});
  EXPECT_EQ(replies.size(), 30U);
  for (const port::Reply& reply : replies) {
    ASSERT_TRUE(reply.error);
    EXPECT_EQ(reply.error->kind, base::ErrorKind::kThrottled);
  }
  EXPECT_LE(web.urls.size(), 5U);
}

TEST_F(FxcmArchive, NothingIsAskedThatWasNeverFiled) {
  const auto early = ask(Interval::k1m, {{midnight(2011, 5, 1), midnight(2011, 5, 2)}});
  EXPECT_EQ(early.at(0).error->what, "the candle files begin in 2012");
  EXPECT_EQ(ask(Interval::k1w, {kWeek5}).at(0).error->kind, base::ErrorKind::kUnsupported);
  EXPECT_TRUE(web.urls.empty());
  broker.files.clear();
  const auto metal = ask(Interval::k1h, {kWeek5}, "XAUUSD");
  EXPECT_NE(metal.at(0).error->what.find("no metals"), std::string::npos);
}

TEST_F(FxcmArchive, ThePlanNamesTheLikeliestFiles) {
  const core::SeriesId id{core::Provider::kFxcm, core::Market::kFx, core::ChartType::kKlines,
                          "EURUSD", Interval::k5m};
  EXPECT_EQ(archive.plan(id, {{midnight(2024, 1, 31), midnight(2024, 2, 5)}}),
            (std::vector<std::string>{"/m1/EURUSD/2024/5.csv.gz", "/m1/EURUSD/2024/6.csv.gz"}));
}

}  // namespace
}  // namespace wick::venue::fxcm::archive_test
