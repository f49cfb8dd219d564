#include "store/tail.hpp"

#include <gtest/gtest.h>

#include "fake/files.hpp"
#include "store/tail_record.hpp"

namespace wick::store::tail_test {
namespace {

constexpr const char* kPath = "/cache/series/tail";

core::UtcTime minute(std::int64_t number) {
  return core::utc_micros(number * 60'000'000);
}
core::TimeRange minutes(std::int64_t begin, std::int64_t end) {
  return {minute(begin), minute(end)};
}

TailEntry entry(const std::string& object, const std::vector<std::int64_t>& opens,
                std::vector<core::Hole> holes = {}) {
  core::ChunkBuilder rows;
  for (const std::int64_t open : opens) {
    rows.push({.open_time = minute(open), .close = static_cast<double>(open), .count = open});
  }
  const core::Source source{.object = object, .checksum = {}, .fetched = minute(1000)};
  return {source, std::move(rows).finish(core::Tier::kRest, source.mark()), std::move(holes)};
}

std::vector<std::int64_t> opens(const TailEntry& entry) {
  std::vector<std::int64_t> opens;
  for (std::size_t row = 0; row < entry.rows.size(); ++row) {
    const core::Bar bar = entry.rows.bar(row);
    EXPECT_EQ(bar.close, static_cast<double>(bar.count));
    EXPECT_EQ(bar.open_time, minute(bar.count));
    opens.push_back(bar.count);
  }
  return opens;
}

Tail::Content content_of(fake::Files& files) {
  const auto read = Tail(files, kPath).read();
  EXPECT_TRUE(read);
  return read ? *read : Tail::Content{};
}

using Opens = std::vector<std::int64_t>;

TEST(Tail, IsEmptyAtFirst) {
  fake::Files files;
  EXPECT_TRUE(content_of(files).entries.empty());
  EXPECT_TRUE(Tail(files, kPath).drop({minutes(0, 9)}, 1));
  EXPECT_EQ(files.write_calls(), 0U);
}

TEST(Tail, KeepsTheOrderOfArrivalThroughAPowerCut) {
  fake::Files files;
  const core::Hole hole{minutes(3, 5), core::Cause::kNoBarAtSource, "asked"};
  ASSERT_TRUE(Tail(files, kPath).append({entry("a", {1, 2}), entry("b", {7}, {hole})}));
  ASSERT_TRUE(Tail(files, kPath).append({entry("c", {}), entry("d", {0})}));
  files.cut_power();
  const auto content = content_of(files);
  ASSERT_EQ(content.entries.size(), 3U) << "one said nothing";
  EXPECT_EQ(content.entries[0].source.object, "a");
  EXPECT_EQ(opens(content.entries[0]), (Opens{1, 2}));
  EXPECT_EQ(opens(content.entries[1]), Opens{7});
  EXPECT_EQ(content.entries[1].holes, std::vector{hole});
  EXPECT_EQ(content.entries[2].source, entry("d", {}).source);
  EXPECT_EQ(content.damaged_bytes, 0U);
}

TEST(Tail, TakesMoreThanOneRecordOfTheLogHolds) {
  fake::Files files;
  const std::string long_name(kRecordMax / 4, 'x');
  ASSERT_TRUE(Tail(files, kPath)
                  .append({entry(long_name + "a", {1}), entry(long_name + "b", {2}),
                           entry(long_name + "c", {3}), entry(long_name + "d", {4}),
                           entry(long_name + "e", {5}), entry("f", {6})}));
  const auto content = content_of(files);
  ASSERT_EQ(content.entries.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(opens(content.entries[i]), Opens{static_cast<std::int64_t>(i) + 1});
  }
}

TEST(Tail, DropsWhatIsSealed) {
  fake::Files files;
  const core::Hole hole{minutes(4, 12), core::Cause::kNotFetched, "429"};
  Tail tail(files, kPath);
  ASSERT_TRUE(tail.append({entry("a", {1, 5, 9}), entry("b", {6, 7}), entry("c", {9}, {hole})}));
  ASSERT_TRUE(tail.drop({minutes(5, 8)}, 1));
  files.cut_power();
  const auto content = content_of(files);
  ASSERT_EQ(content.entries.size(), 2U);
  EXPECT_EQ(opens(content.entries[0]), (Opens{1, 9}));
  EXPECT_EQ(content.entries[0].source, entry("a", {}).source);
  EXPECT_EQ(opens(content.entries[1]), Opens{9});
  EXPECT_EQ(content.entries[1].holes,
            (std::vector<core::Hole>{{minutes(4, 5), hole.cause, hole.evidence},
                                     {minutes(8, 12), hole.cause, hole.evidence}}));
  ASSERT_TRUE(tail.drop({minutes(0, 100)}, 2));
  EXPECT_FALSE(files.facts(kPath)) << "nothing is left";
  EXPECT_TRUE(tail.append({entry("d", {3})}));
  EXPECT_EQ(content_of(files).entries.size(), 1U);
}

TEST(Tail, IsLeftAloneWhereNothingOfItIsSealed) {
  fake::Files files;
  Tail tail(files, kPath);
  ASSERT_TRUE(tail.append({entry("a", {1, 5, 9})}));
  const std::uint64_t calls = files.write_calls();
  ASSERT_TRUE(tail.drop({minutes(2, 5), minutes(10, 20)}, 1));
  EXPECT_EQ(files.write_calls(), calls);
}

// Killed or without power at any call, no row is lost that is not sealed.
TEST(Tail, DroppingLosesNothingElse) {
  bool acknowledged = false;
  for (std::uint64_t call = 0; !acknowledged; ++call) {
    for (const std::uint64_t seed : {0U, 1U, 2U, 3U, 4U, 5U}) {
      SCOPED_TRACE("stopped at call " + std::to_string(call));
      fake::Files files;
      Tail tail(files, kPath);
      ASSERT_TRUE(tail.append({entry("a", {1, 5, 9})}));
      files.kill_at(call);
      acknowledged = static_cast<bool>(tail.drop({minutes(5, 8)}, 1));
      seed == 0 ? files.restart() : files.cut_power_anywhere(seed);
      const auto content = content_of(files);
      ASSERT_EQ(content.entries.size(), 1U);
      const Opens left = opens(content.entries[0]);
      ASSERT_TRUE(left == (Opens{1, 9}) || (!acknowledged && left == (Opens{1, 5, 9})));
    }
    ASSERT_LT(call, 20U);
  }
}

TEST(Tail, WhatIsNoRecordOfATailIsCountedAndKept) {
  fake::Files files;
  std::string newer = tail_records(entry("newer", {1}))[0];
  newer[0] = 2;
  ASSERT_TRUE(RecordLog(files, kPath).append({newer}));
  ASSERT_TRUE(Tail(files, kPath).append({entry("a", {5, 9})}));
  EXPECT_EQ(content_of(files).damaged_bytes, newer.size());
  ASSERT_TRUE(Tail(files, kPath).drop({minutes(0, 8)}, 1));
  const auto content = content_of(files);
  EXPECT_EQ(content.damaged_bytes, newer.size());
  ASSERT_EQ(content.entries.size(), 1U);
  EXPECT_EQ(opens(content.entries[0]), Opens{9});
  EXPECT_EQ(RecordLog(files, kPath).read()->payloads[0], newer);
}

TEST(Tail, AFlippedBitCostsOneAppend) {
  fake::Files clean;
  Tail first(clean, kPath);
  for (const std::int64_t open : {1, 2, 3}) ASSERT_TRUE(first.append({entry("a", {open})}));
  const std::uint64_t size = clean.facts(kPath)->size;
  const std::string bytes = *clean.read(kPath, size);
  for (std::uint64_t bit = 0; bit < size * 8; bit += 3) {
    fake::Files files;
    ASSERT_TRUE(files.make_folders("/cache/series"));
    ASSERT_TRUE(port::replace_file(files, kPath, bytes, 1));
    files.flip_bit(kPath, bit);
    const auto content = content_of(files);
    const auto lost = static_cast<std::int64_t>(1 + bit * 3 / (size * 8));
    Opens left;
    for (const TailEntry& entry : content.entries) left.push_back(opens(entry).at(0));
    Opens expected = {1, 2, 3};
    std::erase(expected, lost);
    ASSERT_EQ(left, expected) << "bit " << bit;
    ASSERT_GT(content.damaged_bytes, 0U);
  }
}

TEST(Tail, TroubleIsTold) {
  fake::Files files;
  ASSERT_TRUE(Tail(files, kPath).append({entry("a", {1})}));
  files.fail_reads(kPath);
  EXPECT_FALSE(Tail(files, kPath).read());
  EXPECT_FALSE(Tail(files, kPath).drop({minutes(0, 9)}, 1));
  files.heal_reads(kPath);
  files.fill_disk();
  EXPECT_FALSE(Tail(files, kPath).append({entry("b", {2})}));
  EXPECT_EQ(content_of(files).entries.size(), 1U);
}

}  // namespace
}  // namespace wick::store::tail_test
