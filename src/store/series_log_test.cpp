#include "store/series_log.hpp"

#include "store/streamed_bars_test.hpp"
#include "store/tracing.hpp"

namespace wick::store::series_log_test {
namespace {

using namespace std::chrono_literals;

using SeriesLogTest = StreamedBars;

TEST_F(SeriesLogTest, TheRowsOfTodayAreServedUnderTheirOwnNames) {
  BarLog log(disk_);
  bring(log, hours(0, 5));
  log.take(id_, bar(5h), kRest, at(6h));
  log.finish(at(6h));
  const Got got = get({hours(0, 24)}, 6h + 30min);
  EXPECT_EQ(got.settled, (RangeSet{hours(0, 6)})) << "the rest is asked of others";
  EXPECT_EQ(got.series.rows_by_tier(), (Tiers{{core::Tier::kStream, 5}, {core::Tier::kRest, 1}}));
  EXPECT_EQ(got.series.bars()[4], bar(4h));
}

TEST_F(SeriesLogTest, AWholeDayIsFoldedWithItsLastBar) {
  BarLog log(disk_);
  bring(log, hours(0, 26));
  EXPECT_TRUE(has_day()) << "with the commit of its last bar, or of one soon after";
  log.finish(at(26h));
  const Got got = get({hours(0, 26)}, 26h);
  EXPECT_EQ(got.series.rows_by_tier(), (Tiers{{core::Tier::kCache, 24}, {core::Tier::kStream, 2}}));
  EXPECT_EQ(tail_rows(), 2U);
  EXPECT_TRUE(journal().empty());
}

TEST_F(SeriesLogTest, ADayIsNotFoldedBeforeItEndsByOurClock) {
  BarLog log(disk_);
  bring(log, hours(0, 23));
  log.take(id_, bar(23h), kStream, at(24h - 1s));  // our clock is behind
  log.finish(at(24h - 1s));
  EXPECT_FALSE(has_day());
  EXPECT_EQ(tail_rows(), 24U);
  log.take(id_, bar(24h), kStream, at(25h));
  log.finish(at(25h));
  EXPECT_TRUE(has_day());
  EXPECT_EQ(tail_rows(), 1U);
}

TEST_F(SeriesLogTest, ADayWithAGapWaitsForAGetAndForNothingElse) {
  BarLog log(disk_);
  bring(log, hours(0, 7));
  bring(log, hours(8, 30));
  log.finish(at(30h));
  EXPECT_FALSE(has_day());
  EXPECT_EQ(get({hours(0, 24)}).settled, (RangeSet{hours(0, 7), hours(8, 24)}));
  fetch({hours(7, 8)}, kRest);
  EXPECT_TRUE(has_day());
  EXPECT_EQ(get({hours(0, 24)}).series.rows_by_tier(), (Tiers{{core::Tier::kCache, 24}}));
  EXPECT_EQ(tail_rows(), 6U);
  bring(log, hours(30, 48));
  log.finish(at(48h));
  EXPECT_TRUE(has_day(1)) << "the log noticed that the tail had changed";
  EXPECT_FALSE(files_.facts(tail_path()));
}

TEST_F(SeriesLogTest, WhatComesLateClosesADay) {
  BarLog log(disk_);
  bring(log, hours(0, 7));
  bring(log, hours(8, 30));
  log.finish(at(30h));
  log.take(id_, bar(7h), kRest, at(31h));
  log.finish(at(31h));
  EXPECT_TRUE(has_day());
  EXPECT_EQ(tail_rows(), 6U);
}

TEST_F(SeriesLogTest, DaysThatAnEarlierRunLeftWholeAreFoldedAtTheFirstCommit) {
  {
    BarLog log(disk_);
    for (int n = 0; n < 24; ++n) log.take(id_, bar(std::chrono::hours{n}), kStream, at(23h));
    for (int n = 24; n < 40; ++n) log.take(id_, bar(std::chrono::hours{n}), kStream, at(23h));
    log.finish(at(23h));
  }
  EXPECT_FALSE(has_day());
  BarLog log(disk_);
  log.take(id_, bar(50h), kStream, at(51h));
  log.finish(at(51h));
  EXPECT_TRUE(has_day());
  EXPECT_FALSE(has_day(1));
  EXPECT_EQ(tail_rows(), 17U);
}

TEST_F(SeriesLogTest, MonthsAreFoldedWhereBarsAreTooLongForDays) {
  id_ = series(core::Interval::k1w);
  BarLog log(disk_);
  const core::TimeRange march = core::month_of(kStreamedDay);
  bring(log, {march.begin, march.end + 14 * 24h});
  log.finish(at(80 * 24h));
  EXPECT_TRUE(files_.facts(disk_.layout.sealed(id_, Period::month_with(kStreamedDay))));
  const Got got = get({core::bars_opening_in(march, grid())});
  EXPECT_EQ(got.series.rows_by_tier(), (Tiers{{core::Tier::kCache, 4}}));
  EXPECT_EQ(tail_rows(), 2U);
}

TEST_F(SeriesLogTest, WhyNamesTheStreamAndTheTime) {
  BarLog log(disk_);
  bring(log, hours(0, 2));
  log.finish(at(2h));
  const Shelf shelf(disk_, id_);
  Trace seen = trace(shelf, kStreamedDay + 1h);
  EXPECT_TRUE(seen.in_tail);
  ASSERT_TRUE(seen.served);
  EXPECT_EQ(seen.served->source.object, "stream BTCUSDT 1h");
  EXPECT_EQ(seen.served->source.fetched, kStreamedDay + 2h);
  bring(log, hours(2, 24));
  log.finish(at(24h));
  seen = trace(shelf, kStreamedDay + 1h);
  EXPECT_FALSE(seen.in_tail);
  ASSERT_TRUE(seen.served);
  EXPECT_EQ(seen.served->source.object, "stream BTCUSDT 1h");
  EXPECT_EQ(seen.served->source.fetched, kStreamedDay + 2h);
}

TEST_F(SeriesLogTest, ASealedDayOfMinutesNamesItsSourceOnceAnHour) {
  id_ = series(core::Interval::k1m);
  BarLog log(disk_);
  bring(log, hours(0, 24));
  log.finish(at(24h));
  const auto opened = Shelf(disk_, id_).open(Period::day(kStreamedDay));
  ASSERT_TRUE(opened && *opened);
  EXPECT_EQ((*opened)->facts.rows, 1440U);
  EXPECT_LE((*opened)->facts.sources.size(), 26U);
}

TEST_F(SeriesLogTest, TheBetterMarkStandsAndTheOtherValueIsTold) {
  BarLog log(disk_);
  bring(log, hours(0, 24 - 1));
  log.finish(at(23h));
  log.take(id_, bar(5h, 9), kRest, at(23h));
  log.finish(at(23h));
  EXPECT_EQ(get({hours(5, 6)}, 23h).series.bars(), std::vector{bar(5h, 9)});
  log.take(id_, bar(23h), kStream, at(24h));
  log.finish(at(24h));
  ASSERT_TRUE(has_day());
  EXPECT_EQ(get({hours(5, 6)}).series.bars(), std::vector{bar(5h, 9)});
  ASSERT_EQ(journal().size(), 1U);
  EXPECT_EQ(journal()[0].change, Change::kRevision);
  EXPECT_EQ(journal()[0].stands->bar, bar(5h, 9));
  EXPECT_EQ(journal()[0].other->bar, bar(5h));
}

TEST_F(SeriesLogTest, OfEqualRankTheFirstStandsAlsoAcrossCommits) {
  BarLog log(disk_);
  log.take(id_, bar(5h, 2), kStream, at(6h));
  log.take(id_, bar(5h, 3), kStream, at(6h + 1s));
  log.take(id_, bar(4h), kStream, at(6h + 90s));
  log.take(id_, bar(5h, 4), kStream, at(6h + 90s));
  log.finish(at(6h + 91s));
  log.take(id_, bar(5h, 5), kStream, at(7h));
  log.finish(at(7h));
  EXPECT_EQ(get({hours(5, 6)}, 7h).series.bars(), std::vector{bar(5h, 2)});
  bring(log, hours(0, 4));
  bring(log, hours(6, 24));
  log.finish(at(24h));
  ASSERT_TRUE(has_day());
  EXPECT_EQ(get({hours(5, 6)}).series.bars(), std::vector{bar(5h, 2)});
  EXPECT_EQ(journal().size(), 3U);
}

TEST_F(SeriesLogTest, ABarOfASealedDayIsMergedIntoIt) {
  fetch({hours(0, 24)}, kArchive);
  BarLog log(disk_);
  log.take(id_, bar(5h), kStream, at(25h));
  log.take(id_, bar(6h, 9), kStream, at(25h));
  log.take(id_, bar(7h, 9), kRest, at(25h));
  log.finish(at(25h));
  EXPECT_FALSE(files_.facts(tail_path())) << "nobody would ever look there";
  const auto bars = get({hours(0, 24)}).series.bars();
  EXPECT_EQ(bars[6], bar(6h));
  EXPECT_EQ(bars[7], bar(7h, 9));
  ASSERT_EQ(journal().size(), 2U);
}

TEST_F(SeriesLogTest, ABarOfASealedMonthIsMergedIntoIt) {
  fetch({core::month_of(kStreamedDay)}, kArchive);
  BarLog log(disk_);
  log.take(id_, bar(5h), kStream, at(60 * 24h));
  log.finish(at(60 * 24h));
  EXPECT_FALSE(files_.facts(tail_path()));
  log.take(id_, bar(6h, 9), kRest, at(60 * 24h));
  log.finish(at(60 * 24h));
  EXPECT_TRUE(has_day());
  EXPECT_EQ(get({hours(6, 7)}).series.bars(), std::vector{bar(6h, 9)});
}

TEST_F(SeriesLogTest, ADayThatCannotBeSealedRestsInTheTail) {
  SealedFacts newer;
  newer.id = id_;
  newer.period = Period::day(kStreamedDay);
  newer.format = "candlewick-bars/9";
  const std::string path = disk_.layout.sealed(id_, newer.period);
  ASSERT_TRUE(files_.make_folders(port::folder_of(path)));
  ASSERT_TRUE(port::replace_file(files_, path, encode_sealed(newer, {}), 1));
  BarLog log(disk_);
  bring(log, hours(0, 26));
  log.finish(at(26h));
  ASSERT_TRUE(log.trouble());
  EXPECT_NE(log.trouble()->what.find("candlewick-bars/9"), std::string::npos);
  EXPECT_EQ(tail_rows(), 26U) << "no bar is lost by that";
  ASSERT_TRUE(files_.remove(path));
  bring(log, hours(26, 28));
  log.finish(at(28h));
  EXPECT_FALSE(log.trouble());
  EXPECT_TRUE(has_day());
  EXPECT_EQ(tail_rows(), 4U);
}

TEST_F(SeriesLogTest, WhatASealedDayLeftInTheTailIsTakenAwayAtTheFirstCommit) {
  BarLog before(disk_);
  bring(before, hours(3, 9));
  before.finish(at(9h));
  const std::string rest = *files_.read(tail_path(), 1 << 20);
  fetch({hours(0, 24)}, kArchive);
  ASSERT_TRUE(port::replace_file(files_, tail_path(), rest, 1));  // killed before it let go of it
  BarLog log(disk_);
  bring(log, hours(30, 31));
  log.finish(at(31h));
  EXPECT_EQ(tail_rows(), 1U);
  EXPECT_EQ(get({hours(0, 24)}).series.rows_by_tier(), (Tiers{{core::Tier::kCache, 24}}));
}

TEST_F(SeriesLogTest, ABarOfADayWhoseFileIsDamagedGoesToTheTail) {
  fetch({hours(0, 24)}, kArchive);
  files_.flip_bit(disk_.layout.sealed(id_, Period::day(kStreamedDay)), 20'000);
  BarLog log(disk_);
  log.take(id_, bar(5h), kRest, at(30h));
  log.finish(at(30h));
  EXPECT_FALSE(has_day()) << "moved away";
  EXPECT_EQ(get({hours(0, 24)}).series.bars(), std::vector{bar(5h)});
}

TEST_F(SeriesLogTest, SealingIsTriedAgainWithoutANewBar) {
  BarLog log(disk_);
  bring(log, hours(0, 23));
  log.finish(at(23h));
  const std::string folder = disk_.layout.days(id_);
  ASSERT_TRUE(files_.make_folders(port::folder_of(folder)));
  ASSERT_TRUE(port::replace_file(files_, folder, "a file in the way", 1));
  log.take(id_, bar(23h), kStream, at(24h));
  log.finish(at(24h));
  ASSERT_TRUE(log.trouble());
  EXPECT_EQ(tail_rows(), 24U);
  ASSERT_TRUE(files_.remove(folder));
  for (core::Micros t = 24h; t < 24h + 10min; t += 10s) log.step(at(t));
  EXPECT_FALSE(log.trouble());
  EXPECT_TRUE(has_day());
  EXPECT_EQ(log.wake(), MonoTime::max());
}

TEST_F(SeriesLogTest, ADayIsWholeWithItsHoles) {
  BarLog log(disk_);
  const core::Hole quiet{{at(7h).utc, at(9h).utc}, core::Cause::kNoBarAtSource, "no tick came"};
  bring(log, hours(0, 7));
  log.take_hole(id_, quiet, at(9h));
  log.finish(at(9h));
  EXPECT_FALSE(has_day());
  EXPECT_EQ(get({hours(0, 24)}, 10h).settled, (RangeSet{hours(0, 9)})) << "nobody else is asked";
  bring(log, hours(9, 24));
  log.finish(at(24h + 1min));
  EXPECT_TRUE(has_day());
  EXPECT_EQ(tail_rows(), 0U);
  const Got got = get({hours(0, 24)}, 25h);
  EXPECT_EQ(got.settled, (RangeSet{hours(0, 24)}));
  EXPECT_EQ(got.series.rows_by_tier(), (Tiers{{core::Tier::kCache, 22}}));
}

TEST_F(SeriesLogTest, ABarBeatsTheHoleThatWasToldBefore) {
  BarLog log(disk_);
  bring(log, hours(0, 7));
  log.take_hole(id_, {{at(7h).utc, at(9h).utc}, core::Cause::kNoBarAtSource, "no tick came"},
                at(9h));
  log.take(id_, bar(8h), kStream, at(9h));
  bring(log, hours(9, 24));
  log.finish(at(24h + 1min));
  EXPECT_TRUE(has_day());
  EXPECT_EQ(get({hours(0, 24)}, 25h).series.rows_by_tier(), (Tiers{{core::Tier::kCache, 23}}));
}

}  // namespace
}  // namespace wick::store::series_log_test
