#include "store/warm_start.hpp"

#include <gtest/gtest.h>

#include "store/stored_days_test.hpp"
#include "store/tail.hpp"

namespace wick::store::warm_start_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kMonth = core::midnight(2024, 3, 1);

std::vector<core::Bar> bars_of(const WarmBars& warm) {
  std::vector<core::Bar> bars;
  for (const core::Chunk& chunk : warm.chunks) {
    for (std::size_t row = 0; row < chunk.size(); ++row) bars.push_back(chunk.bar(row));
  }
  return bars;
}

struct WarmStart : testing::Test {
  WarmStart() : stored(core::Interval::k1h) {}

  void put_day(core::UtcTime day, std::uint64_t seed = 1) {
    stored.put({.period = Period::day(day), .seed = seed});
  }
  void put_tail(core::TimeRange opens, std::uint64_t seed) {
    core::Source source;
    source.origin = core::Origin::kStream;
    source.fetched = opens.end;
    const TailEntry entry{
        source,
        fake::bars(
            stored.shelf.grid(),
            {.opens = {opens}, .seed = seed, .tier = core::Tier::kStream, .mark = source.mark()}),
        {}};
    Tail tail(stored.files, stored.disk.layout.tail(stored.id));
    ASSERT_TRUE(tail.append({entry}));
  }
  [[nodiscard]] std::vector<core::Bar> last(std::size_t bars) const {
    const WarmBars warm = last_bars(stored.disk, stored.id, bars);
    EXPECT_TRUE(warm.troubles.empty());
    EXPECT_EQ(bars_of(warm).size(), warm.rows);
    return bars_of(warm);
  }
  [[nodiscard]] core::Bar bar(core::UtcTime open, std::uint64_t seed) const {
    return fake::bar_at(open, stored.shelf.grid(), seed);
  }

  StoredDays stored;
};

TEST_F(WarmStart, TheNewestBarsLastAcrossFilesAndTail) {
  for (int day = 0; day < 10; ++day) put_day(kMonth + 24h * day, 1);
  put_tail({kMonth + 240h, kMonth + 250h}, 2);
  const auto bars = last(50);
  ASSERT_EQ(bars.size(), 50U);
  for (std::size_t i = 0; i < 50; ++i) {
    const core::UtcTime open = kMonth + 200h + std::chrono::hours{i};
    EXPECT_EQ(bars[i], bar(open, i < 40 ? 1 : 2)) << i;
  }
}

TEST_F(WarmStart, NoMoreThanThereAre) {
  put_day(kMonth);
  EXPECT_EQ(last(1000).size(), 24U);
  EXPECT_EQ(last(24).size(), 24U);
  EXPECT_TRUE(last(0).empty());
  EXPECT_TRUE(last_bars(StoredDays(core::Interval::k1h).disk, stored.id, 5).chunks.empty());
}

TEST_F(WarmStart, BarsOfADayThatWasLongLeftInTheTailDoNotStandForLaterOnes) {
  put_tail({kMonth, kMonth + 20h}, 2);
  for (int day = 1; day < 4; ++day) put_day(kMonth + 24h * day);
  const auto bars = last(30);
  ASSERT_EQ(bars.size(), 30U);
  EXPECT_EQ(bars.front().open_time, kMonth + 66h);
  EXPECT_EQ(bars.back().open_time, kMonth + 95h);
  EXPECT_EQ(last(80).front().open_time, kMonth + 12h);
}

TEST_F(WarmStart, MonthsAreReadToo) {
  stored.put({.period = Period::month_with(kMonth), .seed = 3});
  put_day(core::midnight(2024, 3, 30), 4);  // in place of that day of the month
  put_day(core::midnight(2024, 4, 1), 5);
  const auto bars = last(24 * 4);
  ASSERT_EQ(bars.size(), 24U * 4);
  EXPECT_EQ(bars.front(), bar(core::midnight(2024, 3, 29), 3));
  EXPECT_EQ(bars[24], bar(core::midnight(2024, 3, 30), 4));
  EXPECT_EQ(bars[48], bar(core::midnight(2024, 3, 31), 3));
  EXPECT_EQ(bars[72], bar(core::midnight(2024, 4, 1), 5));
}

TEST_F(WarmStart, OnlyAsManyFilesAreOpenedAsItTakes) {
  for (int day = 0; day < 10; ++day) put_day(kMonth + 24h * day);
  const auto before = stored.files.read_calls();
  (void)last(24);
  const auto few = stored.files.read_calls() - before;
  (void)last(240);
  EXPECT_GT(stored.files.read_calls() - before - few, few + 5);
}

TEST_F(WarmStart, ADamagedFileIsToldAndTheOthersAreServed) {
  for (int day = 0; day < 3; ++day) put_day(kMonth + 24h * day);
  stored.files.flip_bit(stored.disk.layout.sealed(stored.id, Period::day(kMonth + 24h)), 900);
  const WarmBars warm = last_bars(stored.disk, stored.id, 72);
  EXPECT_EQ(warm.rows, 48U);
  ASSERT_EQ(warm.troubles.size(), 1U);
  EXPECT_EQ(warm.troubles[0].kind, base::ErrorKind::kCorrupt);
}

TEST_F(WarmStart, NothingIsWritten) {
  put_day(kMonth);
  put_tail({kMonth + 24h, kMonth + 30h}, 2);
  const auto calls = stored.files.write_calls();
  stored.files.set_health(fake::Files::Health::kReadOnly);
  EXPECT_EQ(last(100).size(), 30U);
  EXPECT_EQ(stored.files.write_calls(), calls);
}

TEST_F(WarmStart, ADiskThatCannotBeWrittenToIsToldBeforehand) {
  EXPECT_FALSE(why_not_kept(stored.disk, stored.id));
  for (const auto health : {fake::Files::Health::kReadOnly, fake::Files::Health::kGone}) {
    stored.files.set_health(health);
    const auto why = why_not_kept(stored.disk, stored.id);
    ASSERT_TRUE(why);
    EXPECT_FALSE(why->what.empty());
  }
  stored.files.set_health(fake::Files::Health::kGood);
  EXPECT_FALSE(why_not_kept(stored.disk, stored.id));
}

TEST_F(WarmStart, ADiskThatIsGoneIsTold) {
  put_day(kMonth);
  stored.files.set_health(fake::Files::Health::kGone);
  const WarmBars warm = last_bars(stored.disk, stored.id, 10);
  EXPECT_EQ(warm.rows, 0U);
  EXPECT_FALSE(warm.troubles.empty());
}

TEST_F(WarmStart, EachSeriesByItself) {
  put_day(kMonth);
  core::SeriesId other = stored.id;
  other.symbol = "ETHUSDT";
  const auto all = warm_start(stored.disk, {other, stored.id}, 5);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, other);
  EXPECT_EQ(all[0].rows, 0U);
  EXPECT_EQ(all[1].rows, 5U);
}

}  // namespace
}  // namespace wick::store::warm_start_test
