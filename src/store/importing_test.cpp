#include "store/importing.hpp"

#include <gtest/gtest.h>

#include "core/series.hpp"
#include "fake/bars.hpp"
#include "fake/files.hpp"
#include "fake/world.hpp"
#include "store/cache.hpp"
#include "store/importing_mixup.hpp"

namespace wick::store::importing_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::Now kNow{kDay + 24h * 100, {}};
const core::Grid kGrid(core::Interval::k1h);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

struct Store {
  fake::Files files;
  fake::SeededRandom random{1};
  Disk disk{.files = &files, .random = &random, .layout = Layout("/cache"), .writer = "t"};

  // What a cache would answer for three days.
  [[nodiscard]] std::vector<core::Bar> bars() {
    core::Series series;
    Cache cache(disk);
    for (const auto& reply : cache.ask(kSeries, {{kDay, kDay + 72h}})->step(kNow)) {
      EXPECT_FALSE(reply.error) << reply.error->what;
      for (const core::Chunk& chunk : reply.chunks) series.add(chunk);
    }
    return series.bars();
  }
  [[nodiscard]] std::vector<JournalEntry> journal() {
    const auto content = Journal(files, disk.layout.journal(kSeries)).read();
    return content ? content->entries : std::vector<JournalEntry>();
  }
};

std::vector<core::Bar> bars_of(core::TimeRange range, std::uint64_t seed = 1) {
  std::vector<core::Bar> bars;
  for (core::UtcTime t = range.begin; t < range.end; t += 1h) {
    bars.push_back(fake::bar_at(t, kGrid, seed));
  }
  return bars;
}

Sourced from_file(const std::vector<core::Bar>& bars) {
  return {{.origin = core::Origin::kImport,
           .revision = 0,
           .object = "a/b.arrow",
           .checksum = "sha256:1",
           .fetched = kDay},
          chunk_of(bars)};
}

// A whole day, half of the next one, and what the store has of the third.
base::Result<ImportCounts> import_three(Store& store, ImportMode mode = ImportMode::kWrite) {
  Importing importing(Shelf(store.disk, kSeries), mode);
  for (int day = 0; day < 3; ++day) {
    const core::UtcTime begin = kDay + day * 24h;
    const auto bars = bars_of({begin, begin + (day == 1 ? 12h : 24h)}, day == 2 ? 9 : 1);
    const auto taken = importing.take(Period::day(begin), {from_file(bars)}, kNow.utc);
    if (!taken) return taken.error();
  }
  if (auto kept = importing.finish(); !kept) return kept.error();
  return importing.counts();
}

void put_third_day(Store& store) {
  const core::TimeRange day{kDay + 48h, kDay + 72h};
  const core::Source archive{.origin = core::Origin::kArchive,
                             .revision = 0,
                             .object = "z.zip",
                             .checksum = "sha256:2",
                             .fetched = kDay};
  const core::Chunk rows = chunk_of(bars_of(day, 1)).marked(archive.mark());
  const auto sealed = seal(Shelf(store.disk, kSeries), Period::day(day.begin),
                           {.rows = {{archive, rows}}, .holes = {}}, kNow.utc);
  ASSERT_TRUE(sealed && *sealed == Outcome::kSealed);
}

std::vector<core::Bar> expected() {
  auto bars = bars_of({kDay, kDay + 36h});
  const auto third = bars_of({kDay + 48h, kDay + 72h});
  bars.insert(bars.end(), third.begin(), third.end());
  return bars;
}

TEST(Importing, WholeDaysAreSealedPartsRestInTheTailAndTheStoreStands) {
  Store store;
  put_third_day(store);
  const auto counts = import_three(store);
  ASSERT_TRUE(counts) << counts.error().what;
  EXPECT_EQ(counts->sealed, 1U);
  EXPECT_EQ(counts->unchanged, 1U);
  EXPECT_EQ(counts->incomplete, 1U);
  EXPECT_EQ(counts->tail_rows, 12U);
  EXPECT_EQ(counts->differing_rows, 24U);
  EXPECT_EQ(store.bars(), expected());
  const auto journal = store.journal();
  ASSERT_EQ(journal.size(), 24U);
  for (const JournalEntry& entry : journal) {
    EXPECT_EQ(entry.stands->source.origin, core::Origin::kArchive);
    EXPECT_EQ(entry.other->source.origin, core::Origin::kImport);
    EXPECT_EQ(entry.other->source.object, "a/b.arrow");
  }
}

TEST(Importing, AgainChangesNothing) {
  Store store;
  put_third_day(store);
  ASSERT_TRUE(import_three(store));
  const std::uint64_t sealed_files = Shelf(store.disk, kSeries).periods().size();
  const auto tail = store.files.read("/cache/binance/spot/klines/series/BTCUSDT/1h/tail.log",
                                     std::size_t{1} << 20U);
  const auto again = import_three(store);
  ASSERT_TRUE(again && tail);
  EXPECT_EQ(again->sealed, 0U);
  EXPECT_EQ(again->unchanged, 2U);
  EXPECT_EQ(again->tail_rows, 0U);
  EXPECT_EQ(again->known_rows, 36U);
  EXPECT_EQ(Shelf(store.disk, kSeries).periods().size(), sealed_files);
  EXPECT_EQ(*store.files.read("/cache/binance/spot/klines/series/BTCUSDT/1h/tail.log",
                              std::size_t{1} << 20U),
            *tail);
  EXPECT_EQ(store.journal().size(), 24U);
}

TEST(Importing, ToJudgeWritesNothingAndCountsTheSame) {
  Store store;
  put_third_day(store);
  const std::uint64_t calls = store.files.write_calls();
  const auto judged = import_three(store, ImportMode::kJudge);
  ASSERT_TRUE(judged);
  EXPECT_EQ(store.files.write_calls(), calls);
  const auto done = import_three(store);
  ASSERT_TRUE(done);
  EXPECT_EQ(judged->sealed, done->sealed);
  EXPECT_EQ(judged->unchanged, done->unchanged);
  EXPECT_EQ(judged->incomplete, done->incomplete);
  EXPECT_EQ(judged->tail_rows, done->tail_rows);
}

TEST(Importing, BeingKilledAnywhereLosesNothingAndAgainFinishesIt) {
  std::uint64_t calls = 0;
  {
    Store store;
    put_third_day(store);
    const std::uint64_t before = store.files.write_calls();
    ASSERT_TRUE(import_three(store));
    calls = store.files.write_calls() - before;
  }
  ASSERT_GT(calls, 10U);
  for (std::uint64_t call = 0; call < calls; ++call) {
    Store store;
    put_third_day(store);
    store.files.kill_at(call);
    (void)import_three(store);
    store.files.kill_at(UINT64_MAX);
    store.files.cut_power_anywhere(call);
    const auto between = store.bars();
    for (const core::Bar& bar : between) EXPECT_EQ(bar, fake::bar_at(bar.open_time, kGrid, 1));
    EXPECT_GE(between.size(), 24U) << "what was there before is there";
    const auto again = import_three(store);
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(store.bars(), expected()) << call;
    EXPECT_EQ(store.journal().size(), 24U) << call;
  }
}

TEST(Importing, APartIsNoneOnceTheRestIsThere) {
  Store store;
  ASSERT_TRUE(import_three(store));
  Importing importing(Shelf(store.disk, kSeries), ImportMode::kWrite);
  const auto rest = bars_of({kDay + 36h, kDay + 48h});
  ASSERT_TRUE(importing.take(Period::day(kDay + 24h), {from_file(rest)}, kNow.utc));
  EXPECT_EQ(importing.counts().sealed, 1U);
  EXPECT_TRUE(Shelf(store.disk, kSeries).open(Period::day(kDay + 24h)));
}

TEST(Mixup, TheBarsOfBtcUnderAnotherNameAreKnown) {
  Mixup mixup;
  core::SeriesId other = kSeries;
  other.symbol = "ETHUSDT";
  const auto bars = bars_of({kDay, kDay + 24h});
  EXPECT_FALSE(mixup.is_in(other, bars)) << "nobody knows those of BTC yet";
  EXPECT_FALSE(mixup.is_in(kSeries, bars));
  EXPECT_TRUE(mixup.is_in(other, bars));
  EXPECT_TRUE(mixup.is_in(other, std::span(bars).subspan(20)));
  EXPECT_FALSE(mixup.is_in(other, bars_of({kDay, kDay + 24h}, 2)));
  core::SeriesId elsewhere = other;
  elsewhere.market = core::Market::kFuturesUsdt;
  EXPECT_FALSE(mixup.is_in(elsewhere, bars));
}

}  // namespace
}  // namespace wick::store::importing_test
