#include "core/series.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace wick::core::series_test {
namespace {

UtcTime minute(int m) {
  return UtcTime{std::chrono::minutes{m}};
}

Chunk chunk(std::initializer_list<int> minutes, double close, Mark mark = {},
            Tier tier = Tier::kRest) {
  ChunkBuilder rows;
  for (const int m : minutes) rows.push({.open_time = minute(m), .close = close});
  rows.settle_order();
  return std::move(rows).finish(tier, mark);
}

std::vector<std::pair<int, double>> closes(const Series& series) {
  std::vector<std::pair<int, double>> found;
  for (const Bar& bar : series.bars()) {
    found.emplace_back(static_cast<int>(micros_of(bar.open_time) / 60'000'000), bar.close);
  }
  return found;
}

constexpr Mark kArchive{.origin = Origin::kArchive};
constexpr Mark kRest{.origin = Origin::kRest};

TEST(Mark, FinalThenRevisionThenOrigin) {
  const Mark forming{.final = false, .revision = 9, .origin = Origin::kRest};
  const Mark stream{.origin = Origin::kStream};
  const Mark corrected{.revision = 1, .origin = Origin::kStream};
  EXPECT_TRUE(beats(stream, forming));
  EXPECT_TRUE(beats(corrected, kRest));
  EXPECT_TRUE(beats(kRest, kArchive));
  EXPECT_TRUE(beats(kArchive, stream));
  EXPECT_FALSE(beats(kRest, kRest));
}

TEST(Series, TheBetterBarStaysWhoeverCameFirst) {
  for (const bool rest_first : {true, false}) {
    Series series;
    if (rest_first) series.add(chunk({3, 4, 5, 6, 7, 8}, 2, kRest));
    series.add(chunk({0, 1, 2, 3, 4, 5}, 1, kArchive, Tier::kBulk));
    if (!rest_first) series.add(chunk({3, 4, 5, 6, 7, 8}, 2, kRest));
    EXPECT_EQ(closes(series),
              (std::vector<std::pair<int, double>>{
                  {0, 1}, {1, 1}, {2, 1}, {3, 2}, {4, 2}, {5, 2}, {6, 2}, {7, 2}, {8, 2}}));
    EXPECT_EQ(series.rows_by_tier(),
              (std::map<Tier, std::size_t>{{Tier::kBulk, 3}, {Tier::kRest, 6}}));
    EXPECT_TRUE(series.conflicts().empty());
  }
}

TEST(Series, AConflictIsToldAndTheFirstStands) {
  Series series;
  series.add(chunk({1, 2, 3}, 1, kRest));
  series.add(chunk({2}, 9, kRest));
  EXPECT_EQ(closes(series), (std::vector<std::pair<int, double>>{{1, 1}, {2, 1}, {3, 1}}));
  EXPECT_EQ(series.conflicts(), std::vector<UtcTime>{minute(2)});
  series.add(chunk({3}, 1, kRest));
  EXPECT_EQ(series.conflicts().size(), 1U) << "the same values again are no conflict";
}

TEST(Series, RowsAreSlicedNotCopied) {
  const Chunk day = chunk({0, 1, 2, 3, 4, 5, 6, 7}, 1, kArchive);
  Series series;
  series.add(day);
  series.add(chunk({3}, 2, kRest));
  ASSERT_EQ(series.chunks().size(), 3U);
  EXPECT_EQ(series.chunks()[2].columns().close.data(), day.columns().close.data() + 4);
}

TEST(Series, AgreesWithAMapWhateverTheOrder) {
  std::mt19937 random(11);
  for (int round = 0; round < 2'000; ++round) {
    struct Entry {
      Mark mark;
      double close{};
    };
    std::vector<Chunk> chunks;
    std::map<int, Entry> best;
    for (int c = 0; c < 6; ++c) {
      const Mark mark{.final = random() % 4 != 0,
                      .revision = static_cast<std::uint32_t>(random() % 2),
                      .origin = static_cast<Origin>(1 + random() % 3)};
      // A value that follows from the mark, so that equal marks never disagree.
      const double close =
          (mark.final ? 100 : 0) + 10.0 * mark.revision + static_cast<double>(mark.origin);
      ChunkBuilder rows;
      for (int m = 0; m < 30; ++m) {
        if (random() % 3 != 0) continue;
        rows.push({.open_time = minute(m), .close = close});
        auto& entry = best.try_emplace(m, Entry{mark, close}).first->second;
        if (beats(mark, entry.mark)) entry = {mark, close};
      }
      chunks.push_back(std::move(rows).finish(Tier::kRest, mark));
    }
    std::shuffle(chunks.begin(), chunks.end(), random);
    Series series;
    for (const Chunk& c : chunks) series.add(c);
    const auto once = closes(series);
    for (const Chunk& c : chunks) series.add(c);

    std::vector<std::pair<int, double>> expected;
    for (const auto& [m, entry] : best) expected.emplace_back(m, entry.close);
    ASSERT_EQ(once, expected) << "round " << round;
    ASSERT_EQ(closes(series), expected) << "adding again changes nothing; round " << round;
    ASSERT_TRUE(series.conflicts().empty());
  }
}

TEST(ChunkBuilder, SortsAndKeepsTheLastOfTwins) {
  ChunkBuilder rows;
  for (const auto& [m, close] :
       std::vector<std::pair<int, double>>{{2, 1}, {1, 2}, {3, 3}, {1, 4}}) {
    rows.push({.open_time = minute(m), .close = close});
  }
  const auto odd = rows.settle_order();
  EXPECT_EQ(odd.unsorted, 2U);
  EXPECT_EQ(odd.duplicates, 1U);
  Series series;
  series.add(std::move(rows).finish(Tier::kBulk, kArchive));
  EXPECT_EQ(closes(series), (std::vector<std::pair<int, double>>{{1, 4}, {2, 1}, {3, 3}}));
}

TEST(Chunk, WithinCutsByOpenTime) {
  const Chunk all = chunk({0, 1, 2, 3, 4}, 1);
  EXPECT_EQ(all.within({minute(1), minute(3)}).size(), 2U);
  EXPECT_EQ(all.within({minute(9), minute(12)}).size(), 0U);
  EXPECT_EQ(all.within({minute(3), minute(1)}).size(), 0U);
}

TEST(Chunk, CoversTheInstantsOfItsRows) {
  const Grid grid(Interval::k1m);
  EXPECT_EQ(covered(chunk({0, 1, 2, 5, 7, 8}, 1).columns(), grid),
            (RangeSet{{minute(0), minute(3)}, {minute(5), minute(6)}, {minute(7), minute(9)}}));
  EXPECT_TRUE(covered(Columns{}, grid).empty());
}

}  // namespace
}  // namespace wick::core::series_test
