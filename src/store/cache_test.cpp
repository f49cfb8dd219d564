#include "store/cache.hpp"

#include <gtest/gtest.h>

#include "core/series.hpp"
#include "fake/bars.hpp"
#include "fake/files.hpp"
#include "fake/world.hpp"
#include "store/journal.hpp"
#include "store/shelf.hpp"
#include "store/tail.hpp"

namespace wick::store::cache_test {
namespace {

using core::RangeSet;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kDay = core::midnight(2024, 3, 5);
const core::Now kNow{kDay + 24h * 100, {}};
const core::Grid kGrid(core::Interval::k1h);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

constexpr core::Mark kArchive{.origin = core::Origin::kArchive};
constexpr core::Mark kRest{.origin = core::Origin::kRest};

class CacheTest : public testing::Test {
 protected:
  Cache cache() {
    return Cache({.files = &files_, .random = &random_, .layout = Layout("/cache"), .writer = "t"});
  }
  static port::Reply reply(const RangeSet& opens, core::Mark mark, std::uint64_t seed = 1) {
    const bool archive = mark.origin == core::Origin::kArchive;
    port::Reply reply;
    reply.asked = opens;
    reply.settled = opens;
    reply.chunks.push_back(
        fake::bars(kGrid, {.opens = opens,
                           .seed = seed,
                           .tier = archive ? core::Tier::kBulk : core::Tier::kRest,
                           .mark = mark}));
    reply.evidence.push_back(
        {.object = archive ? "a.zip" : "/klines", .checksum = "sha256:1", .outcome = ""});
    return reply;
  }
  static void add_hole(port::Reply& reply, core::TimeRange range) {
    reply.settled.add(range);
    reply.holes.push_back({range, core::Cause::kNoBarAtSource, "REST has none"});
  }
  void keep(const std::vector<port::Reply>& replies, bool interrupted = false,
            core::Now now = kNow) {
    Cache cache = this->cache();
    const auto keeping = cache.keep(id_);
    for (const port::Reply& reply : replies) keeping->take(reply, now);
    keeping->finish(interrupted, now);
    trouble_ = keeping->trouble();
  }
  struct Got {
    core::Series series;
    RangeSet settled;
    RangeSet holes;
    std::vector<std::string> errors;
  };
  Got get(const RangeSet& opens, core::Now now = kNow) {
    Cache cache = this->cache();
    const auto inquiry = cache.ask(id_, opens);
    Got got;
    RangeSet asked;
    while (!inquiry->finished()) {
      for (const port::Reply& reply : inquiry->step(now)) {
        EXPECT_TRUE(asked.intersect(reply.asked).empty()) << "speaks twice of an instant";
        asked.add(reply.asked);
        for (const core::Chunk& chunk : reply.chunks) got.series.add(chunk);
        got.settled.add(reply.settled);
        for (const core::Hole& hole : reply.holes) got.holes.add(hole.range);
        if (reply.error) got.errors.push_back(reply.error->what);
      }
    }
    EXPECT_EQ(asked, opens);
    return got;
  }
  static RangeSet day(int n) { return {{kDay + 24h * n, kDay + 24h * (n + 1)}}; }
  [[nodiscard]] bool has_day(int n) {
    return static_cast<bool>(
        files_.facts(Layout("/cache").sealed(kSeries, Period::day(kDay + 24h * n))));
  }
  std::vector<JournalEntry> journal() {
    return Journal(files_, Layout("/cache").journal(kSeries)).read()->entries;
  }

  core::SeriesId id_{kSeries};
  fake::Files files_;
  fake::SeededRandom random_{7};
  std::optional<base::Error> trouble_;
};

TEST_F(CacheTest, AnEmptyCacheHasNothingAndSaysSo) {
  const Got got = get(day(0));
  EXPECT_TRUE(got.settled.empty());
  EXPECT_TRUE(got.errors.empty());
  EXPECT_EQ(files_.write_calls(), 0U) << "asking leaves no trace";
}

TEST_F(CacheTest, CompleteDaysAreKept) {
  keep({reply({{kDay, kDay + 48h}}, kRest)});
  EXPECT_FALSE(trouble_);
  const Got got = get({{kDay, kDay + 48h}});
  EXPECT_EQ(got.settled, (RangeSet{{kDay, kDay + 48h}}));
  EXPECT_EQ(got.series.bars(), (std::vector<core::Bar>{[&] {
              core::Series all;
              all.add(fake::bars(kGrid, {.opens = {{kDay, kDay + 48h}}}));
              return all.bars();
            }()}));
  EXPECT_EQ(got.series.rows_by_tier().at(core::Tier::kCache), 48U);
}

TEST_F(CacheTest, PartialDaysAreNot) {
  keep({reply({{kDay, kDay + 23h}}, kRest), reply({{kDay + 24h, kDay + 48h}}, kRest)});
  EXPECT_FALSE(has_day(0));
  EXPECT_TRUE(has_day(1));
  EXPECT_EQ(get({{kDay, kDay + 48h}}).settled, day(1));
}

TEST_F(CacheTest, ADayIsCompleteWhenTheRestOfItIsKnownNotToExist) {
  port::Reply rest = reply({{kDay + 5h, kDay + 6h}}, kRest);
  add_hole(rest, {kDay + 3h, kDay + 5h});
  keep({reply({{kDay, kDay + 3h}, {kDay + 6h, kDay + 24h}}, kArchive), rest});
  const Got got = get(day(0));
  EXPECT_EQ(got.settled, day(0));
  EXPECT_EQ(got.holes, (RangeSet{{kDay + 3h, kDay + 5h}}));
  EXPECT_EQ(got.series.rows(), 22U);
}

TEST_F(CacheTest, TodayIsNeverWritten) {
  const core::Now now{kDay + 23h, {}};
  keep({reply({{kDay, kDay + 23h}}, kRest)}, true, now);
  EXPECT_EQ(files_.write_calls(), 0U);
}

TEST_F(CacheTest, AFormingBarIsNeverKept) {
  port::Reply open = reply(day(0), {.final = false, .origin = core::Origin::kRest});
  keep({open}, true);
  EXPECT_EQ(files_.write_calls(), 0U);
}

TEST_F(CacheTest, WhatAnInterruptedRequestBroughtIsServedUnderItsOwnName) {
  port::Reply rest = reply({{kDay, kDay + 10h}}, kRest);
  add_hole(rest, {kDay + 10h, kDay + 11h});
  keep({rest}, true);
  EXPECT_FALSE(has_day(0));
  const Got got = get(day(0));
  EXPECT_EQ(got.settled, (RangeSet{{kDay, kDay + 11h}}));
  EXPECT_EQ(got.series.rows_by_tier(),
            (std::map<core::Tier, std::size_t>{{core::Tier::kRest, 10}}));

  // The rest of the day, later: now it is whole, and the tail lets go of it.
  keep({reply({{kDay + 11h, kDay + 24h}}, kRest)});
  const Got whole = get(day(0));
  EXPECT_EQ(whole.settled, day(0));
  EXPECT_EQ(whole.series.rows_by_tier(),
            (std::map<core::Tier, std::size_t>{{core::Tier::kCache, 23}}));
  EXPECT_FALSE(files_.facts(Layout("/cache").tail(kSeries)));
}

TEST_F(CacheTest, AMonthThatArrivesWholeIsOneFile) {
  const RangeSet march{core::month_of(kDay)};
  port::Reply rest = reply({{kDay + 2h, kDay + 3h}}, kRest);
  keep({rest, reply(march.minus({{kDay + 2h, kDay + 3h}}), kArchive)});
  EXPECT_FALSE(has_day(0));
  EXPECT_TRUE(files_.facts(Layout("/cache").sealed(kSeries, Period::month_with(kDay))));
  EXPECT_EQ(get(march).series.rows(), 31U * 24);
}

TEST_F(CacheTest, AMonthWithADayMissingIsKeptByDay) {
  const RangeSet march{core::month_of(kDay)};
  keep({reply(march.minus(day(3)), kArchive)});
  EXPECT_EQ(get(march).settled, march.minus(day(3)));
  EXPECT_TRUE(has_day(2));
  EXPECT_FALSE(has_day(3));
}

TEST_F(CacheTest, YoungHolesAreAskedForAgainOnceADay) {
  const core::Now soon{kDay + 26h, {}};
  port::Reply rest = reply({{kDay, kDay + 23h}}, kRest);
  add_hole(rest, {kDay + 23h, kDay + 24h});
  keep({rest}, false, soon);
  EXPECT_EQ(get(day(0), {kDay + 49h, {}}).settled, day(0));
  const UtcTime next_day = kDay + 51h;
  EXPECT_EQ(get(day(0), {next_day, {}}).settled, (RangeSet{{kDay, kDay + 23h}}));
  port::Reply again;
  again.asked = {{kDay + 23h, kDay + 24h}};
  add_hole(again, {kDay + 23h, kDay + 24h});
  keep({again}, false, {next_day, {}});
  EXPECT_EQ(get(day(0), {next_day + 23h, {}}).settled, day(0));
  EXPECT_EQ(get(day(0), {kDay + 24h * 60, {}}).settled, day(0)) << "an old one is left alone";
}

TEST_F(CacheTest, AnHourWithoutAFundingIsNotAskedForAgain) {
  id_.chart = core::ChartType::kFunding;
  port::Reply rest = reply({{kDay, kDay + 23h}}, kRest);
  add_hole(rest, {kDay + 23h, kDay + 24h});
  keep({rest}, false, {kDay + 26h, {}});
  EXPECT_EQ(get(day(0), {kDay + 51h, {}}).settled, day(0));
}

TEST_F(CacheTest, ABarThatTurnsUpFillsTheHoleAndRaisesTheRevision) {
  port::Reply rest = reply({{kDay, kDay + 23h}}, kRest);
  add_hole(rest, {kDay + 23h, kDay + 24h});
  keep({rest});
  keep({reply({{kDay + 23h, kDay + 24h}}, kRest)});
  const Got got = get(day(0));
  EXPECT_EQ(got.series.rows(), 24U);
  EXPECT_TRUE(got.holes.empty());
  const Cache cache = this->cache();
  const auto opened = Shelf(cache.disk(), kSeries).open(Period::day(kDay));
  ASSERT_TRUE(opened && *opened);
  EXPECT_EQ((*opened)->facts.revision, 1U);
}

TEST_F(CacheTest, ARepairInsideASealedMonthIsADayOfItsOwn) {
  const RangeSet march{core::month_of(kDay)};
  keep({reply(march, kArchive)});
  const core::Mark better{.revision = 1, .origin = core::Origin::kArchive};
  keep({reply({{kDay + 5h, kDay + 6h}}, better, 99)});
  EXPECT_TRUE(has_day(0));
  const Got got = get(march);
  EXPECT_EQ(got.series.rows(), 31U * 24);
  EXPECT_TRUE(got.series.conflicts().empty());
  EXPECT_EQ(got.series.bars()[4 * 24 + 5], fake::bar_at(kDay + 5h, kGrid, 99));
  ASSERT_EQ(journal().size(), 1U);
  EXPECT_EQ(journal()[0].change, Change::kRevision);
  EXPECT_EQ(journal()[0].stands->bar, fake::bar_at(kDay + 5h, kGrid, 99));
  EXPECT_EQ(journal()[0].other->bar, fake::bar_at(kDay + 5h, kGrid, 1));
}

TEST_F(CacheTest, OfTwoValuesOfOneRankTheFirstStandsAndBothAreKept) {
  keep({reply(day(0), kRest)});
  keep({reply({{kDay + 5h, kDay + 6h}}, kRest, 99)});
  EXPECT_EQ(get(day(0)).series.bars()[5], fake::bar_at(kDay + 5h, kGrid, 1));
  ASSERT_EQ(journal().size(), 1U);
  EXPECT_EQ(journal()[0].change, Change::kConflict);
  EXPECT_EQ(journal()[0].other->bar, fake::bar_at(kDay + 5h, kGrid, 99));
}

TEST_F(CacheTest, AValueThatLosesAgainChangesNothing) {
  keep({reply(day(0), kRest)});
  keep({reply(day(0), kArchive, 99)});
  const std::string path = Layout("/cache").sealed(kSeries, Period::day(kDay));
  const auto bytes = *files_.read(path, 1 << 20);
  EXPECT_EQ(journal().size(), 24U);
  for (int again = 0; again < 3; ++again) keep({reply(day(0), kArchive, 99)});
  EXPECT_EQ(journal().size(), 24U);
  EXPECT_EQ(*files_.read(path, 1 << 20), bytes);
  EXPECT_EQ(get(day(0)).series.bars()[5], fake::bar_at(kDay + 5h, kGrid, 1));
}

TEST_F(CacheTest, NothingNewAboutADayOfAMonthWritesNoDay) {
  keep({reply({core::month_of(kDay)}, kArchive)});
  keep({reply(day(0), kArchive), reply({{kDay + 26h, kDay + 30h}}, kArchive)});
  EXPECT_FALSE(has_day(0));
  EXPECT_FALSE(has_day(1));
}

TEST_F(CacheTest, ADamagedFileIsMovedAwayReportedAndFilledAgain) {
  keep({reply(day(0), kRest), reply(day(1), kRest)});
  const std::string path = Layout("/cache").sealed(kSeries, Period::day(kDay));
  files_.flip_bit(path, 20'000);
  const RangeSet both{{kDay, kDay + 48h}};
  const Got got = get(both);
  EXPECT_EQ(got.settled, day(1));
  ASSERT_EQ(got.errors.size(), 1U);
  EXPECT_NE(got.errors[0].find(path), std::string::npos);
  EXPECT_FALSE(files_.facts(path));
  ASSERT_EQ(files_.list("/cache/quarantine")->size(), 1U);
  ASSERT_EQ(journal().size(), 1U);
  EXPECT_EQ(journal()[0].change, Change::kQuarantine);
  EXPECT_TRUE(get(both).errors.empty());
  keep({reply(day(0), kRest)});
  EXPECT_EQ(get(both).settled, both);
}

TEST_F(CacheTest, AReadOnlyDiskIsReadAndNotWritten) {
  keep({reply(day(0), kRest)});
  files_.set_health(fake::Files::Health::kReadOnly);
  keep({reply(day(1), kRest)});
  ASSERT_TRUE(trouble_);
  EXPECT_EQ(get(day(0)).settled, day(0));
  files_.flip_bit(Layout("/cache").sealed(kSeries, Period::day(kDay)), 20'000);
  EXPECT_EQ(get(day(0)).errors.size(), 1U) << "found again each time, and never served";
  EXPECT_EQ(get(day(0)).errors.size(), 1U);
}

TEST_F(CacheTest, AFullDiskCostsTheKeepingAndRecoversByItself) {
  files_.fill_disk();
  keep({reply(day(0), kRest), reply(day(1), kRest)});
  EXPECT_TRUE(trouble_);
  EXPECT_TRUE(get(day(0)).settled.empty());
  files_.make_room();
  keep({reply(day(0), kRest)});
  EXPECT_FALSE(trouble_);
  EXPECT_EQ(get(day(0)).settled, day(0));
}

TEST_F(CacheTest, AVanishedDiskIsSaidOnceAndForgivesLater) {
  keep({reply(day(0), kRest)});
  files_.set_health(fake::Files::Health::kGone);
  EXPECT_FALSE(get(day(0)).errors.empty());
  keep({reply(day(1), kRest)});
  EXPECT_TRUE(trouble_);
  files_.set_health(fake::Files::Health::kGood);
  EXPECT_EQ(get(day(0)).settled, day(0));
}

TEST_F(CacheTest, AFileOfANewerFormatIsNeitherServedNorReplaced) {
  keep({reply(day(0), kRest)});
  const std::string path = Layout("/cache").sealed(kSeries, Period::day(kDay));
  std::string bytes = *files_.read(path, 1 << 20);
  SealedFacts facts;
  facts.id = kSeries;
  facts.period = Period::day(kDay);
  facts.format = "candlewick-bars/9";
  bytes = encode_sealed(facts, {});
  ASSERT_TRUE(files_.remove(path));
  ASSERT_TRUE(port::replace_file(files_, path, bytes, 1));
  const Got got = get(day(0));
  ASSERT_EQ(got.errors.size(), 1U);
  EXPECT_NE(got.errors[0].find("candlewick-bars/9"), std::string::npos);
  keep({reply(day(0), kRest)});
  EXPECT_TRUE(trouble_);
  EXPECT_EQ(*files_.read(path, 1 << 20), bytes);
}

}  // namespace
}  // namespace wick::store::cache_test
