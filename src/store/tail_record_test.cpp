#include "store/tail_record.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <random>

namespace wick::store::tail_record_test {
namespace {

using namespace std::string_literals;
using core::utc_micros;

std::int64_t integer(std::mt19937_64& random) {
  return std::bit_cast<std::int64_t>(random());
}

std::string text(std::mt19937_64& random) {
  std::string bytes(random() % 20, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// Any bits at all, but for the order of the rows.
core::Bar bar(std::mt19937_64& random, std::int64_t open_time) {
  core::Bar bar{.open_time = utc_micros(open_time),
                .close_time = utc_micros(integer(random)),
                .count = integer(random)};
  for (double* value : {&bar.open, &bar.high, &bar.low, &bar.close, &bar.volume, &bar.quote_volume,
                        &bar.taker_volume, &bar.taker_quote_volume}) {
    *value = std::bit_cast<double>(random());
  }
  return bar;
}

TailEntry entry(std::mt19937_64& random, std::size_t rows, std::size_t holes) {
  static constexpr std::array origins = {core::Origin::kArchive, core::Origin::kRest,
                                         core::Origin::kStream, core::Origin::kImport,
                                         core::Origin::kFeed};
  const core::Source source{.origin = origins.at(random() % origins.size()),
                            .revision = static_cast<std::uint32_t>(random()),
                            .object = text(random),
                            .checksum = text(random),
                            .fetched = utc_micros(integer(random))};
  core::ChunkBuilder builder;
  std::int64_t time = std::bit_cast<std::int64_t>(random()) / 2;
  for (std::size_t row = 0; row < rows; ++row) {
    builder.push(bar(random, time));
    time += 1 + static_cast<std::int64_t>(random() % 1'000'000'000);
  }
  TailEntry entry{source, std::move(builder).finish(core::Tier::kRest, source.mark()), {}};
  for (std::size_t i = 0; i < holes; ++i) {
    const auto cause = random() % 2 == 0 ? core::Cause::kNoBarAtSource : core::Cause::kNotFetched;
    entry.holes.push_back(
        {{utc_micros(integer(random)), utc_micros(integer(random))}, cause, text(random)});
  }
  return entry;
}

// Bit by bit, since no two NaN are equal.
std::vector<std::uint64_t> bits(const core::Chunk& rows) {
  const core::Columns& c = rows.columns();
  std::vector<std::uint64_t> bits;
  for (const auto& column : {c.open_time, c.close_time, c.count}) {
    for (const std::int64_t value : column) bits.push_back(static_cast<std::uint64_t>(value));
  }
  for (const auto& column : {c.open, c.high, c.low, c.close, c.volume, c.quote_volume,
                             c.taker_volume, c.taker_quote_volume}) {
    for (const double value : column) bits.push_back(std::bit_cast<std::uint64_t>(value));
  }
  return bits;
}

void expect_same(const TailEntry& read, const TailEntry& written) {
  EXPECT_EQ(read.source, written.source);
  EXPECT_EQ(bits(read.rows), bits(written.rows));
  EXPECT_EQ(read.rows.mark(), written.source.mark());
  EXPECT_EQ(read.holes, written.holes);
}

TEST(TailRecord, ReadsBackWhateverWasWritten) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const TailEntry written = entry(random, 1 + random() % 10, random() % 5);
    const auto records = tail_records(written);
    ASSERT_EQ(records.size(), 1U);
    const auto read = read_tail_record(records[0]);
    ASSERT_TRUE(read);
    expect_same(*read, written);
  }
}

TEST(TailRecord, HasExactlyTheseBytes) {
  const core::Source source{.origin = core::Origin::kStream,
                            .revision = 0x01020304,
                            .object = "ab",
                            .checksum = "",
                            .fetched = utc_micros(-2)};
  core::ChunkBuilder rows;
  rows.push({.open_time = utc_micros(1),
             .close_time = utc_micros(2),
             .open = 1.0,
             .high = 2.0,
             .low = 0.5,
             .close = -1.0,
             .volume = 0.0,
             .quote_volume = 4.0,
             .count = 258,
             .taker_volume = 8.0,
             .taker_quote_volume = 16.0});
  const TailEntry entry{source,
                        std::move(rows).finish(core::Tier::kStream, source.mark()),
                        {{{utc_micros(3), utc_micros(4)}, core::Cause::kNotFetched, "x"}}};
  const std::string expected =
      "\x01\x03\x04\x03\x02\x01\xfe\xff\xff\xff\xff\xff\xff\xff\x02\0\0\0ab\0\0\0\0"s
      "\x01\0\0\0"s
      "\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0"s
      "\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\xe0\x3f\0\0\0\0\0\0\xf0\xbf"s
      "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\x40\x02\x01\0\0\0\0\0\0"s
      "\0\0\0\0\0\0\x20\x40\0\0\0\0\0\0\x30\x40"s
      "\x01\0\0\0\x03\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\x0b\0\0\0not_fetched\x01\0\0\0x"s;
  EXPECT_EQ(tail_records(entry), std::vector{expected});
}

TEST(TailRecord, WhatWasUntidyStandsBehindTheChecksum) {
  std::mt19937_64 random(3);
  TailEntry written = entry(random, 2, 1);
  const std::string tidy = tail_records(written).at(0);
  written.source.untidy = {.unsorted = 0x0102, .duplicates = 3, .implausible = 4};
  const std::string untidy = tail_records(written).at(0);
  EXPECT_EQ(tidy[0], '\x01');
  EXPECT_EQ(untidy[0], '\x02');
  const std::size_t behind =
      1 + 1 + 4 + 8 + 4 + written.source.object.size() + 4 + written.source.checksum.size();
  EXPECT_EQ(untidy.substr(1, behind - 1), tidy.substr(1, behind - 1));
  EXPECT_EQ(untidy.substr(behind, 12), "\x02\x01\0\0\x03\0\0\0\x04\0\0\0"s);
  EXPECT_EQ(untidy.substr(behind + 12), tidy.substr(behind));
  const auto read = read_tail_record(untidy);
  ASSERT_TRUE(read);
  expect_same(*read, written);
  for (std::size_t size = 0; size < untidy.size(); ++size) {
    EXPECT_FALSE(read_tail_record(untidy.substr(0, size))) << size;
  }
}

TEST(TailRecord, TheOriginDecidesTheTier) {
  std::mt19937_64 random(1);
  TailEntry one = entry(random, 1, 0);
  for (const auto& [origin, tier] : {std::pair(core::Origin::kStream, core::Tier::kStream),
                                     std::pair(core::Origin::kFeed, core::Tier::kStream),
                                     std::pair(core::Origin::kRest, core::Tier::kRest),
                                     std::pair(core::Origin::kArchive, core::Tier::kBulk),
                                     std::pair(core::Origin::kImport, core::Tier::kCache)}) {
    one.source.origin = origin;
    const auto read = read_tail_record(tail_records(one)[0]);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->rows.tier(), tier);
    EXPECT_EQ(read->rows.mark().origin, origin);
  }
}

TEST(TailRecord, ALongEntryTakesSeveralRecords) {
  for (const auto& [rows, holes] : {std::pair(2 * kTailRecordItems + 1, std::size_t{3}),
                                    std::pair(kTailRecordItems, kTailRecordItems),
                                    std::pair(std::size_t{1}, kTailRecordItems + 1),
                                    std::pair(std::size_t{0}, std::size_t{0})}) {
    std::mt19937_64 random(rows + holes);
    const TailEntry written = entry(random, rows, holes);
    const auto records = tail_records(written);
    const std::size_t longest = std::max(rows, holes);
    EXPECT_EQ(records.size(), (longest + kTailRecordItems - 1) / kTailRecordItems);
    std::size_t row = 0;
    std::vector<core::Hole> read_holes;
    for (const std::string& record : records) {
      const auto read = read_tail_record(record);
      ASSERT_TRUE(read);
      EXPECT_EQ(read->source, written.source);
      EXPECT_EQ(bits(read->rows), bits(written.rows.rows(row, row + read->rows.size())));
      row += read->rows.size();
      read_holes.insert(read_holes.end(), read->holes.begin(), read->holes.end());
    }
    EXPECT_EQ(row, rows);
    EXPECT_EQ(read_holes, written.holes);
  }
}

TEST(TailRecord, ACutOrLongerRecordIsNone) {
  std::mt19937_64 random(1);
  const std::string record = tail_records(entry(random, 3, 2))[0];
  for (std::size_t size = 0; size < record.size(); ++size) {
    ASSERT_FALSE(read_tail_record(record.substr(0, size))) << "cut at " << size;
  }
  EXPECT_FALSE(read_tail_record(record + '\0'));
}

TEST(TailRecord, RowsThatDoNotAscendAreNoRecord) {
  std::mt19937_64 random(1);
  TailEntry two = entry(random, 2, 0);
  two.source.object.clear();
  two.source.checksum.clear();
  const std::string record = tail_records(two)[0];
  constexpr std::size_t kFirstRow = 26;
  constexpr std::size_t kSecondRow = kFirstRow + 88;
  std::string same = record;
  same.replace(kSecondRow, 8, same, kFirstRow, 8);
  EXPECT_FALSE(read_tail_record(same));
  const std::string turned = record.substr(0, kFirstRow) + record.substr(kSecondRow, 88) +
                             record.substr(kFirstRow, 88) + record.substr(kSecondRow + 88);
  EXPECT_FALSE(read_tail_record(turned));
  EXPECT_TRUE(read_tail_record(record));
}

TEST(TailRecord, WhatIsNotKnownIsNoRecord) {
  std::mt19937_64 random(1);
  const std::string record = tail_records(entry(random, 1, 1))[0];
  const auto with = [&](std::size_t at, char byte) {
    std::string changed = record;
    changed[at] = byte;
    return changed;
  };
  EXPECT_FALSE(read_tail_record(with(0, 0)));
  EXPECT_FALSE(read_tail_record(with(0, 2))) << "a newer format";
  EXPECT_FALSE(read_tail_record(with(1, 0)));
  EXPECT_FALSE(read_tail_record(with(1, 6))) << "an unknown origin";
  const std::size_t cause = record.find("no");
  ASSERT_NE(cause, std::string::npos);
  EXPECT_FALSE(read_tail_record(with(cause, 'N'))) << "an unknown cause";
}

// Each byte in turn as large as can be: counts and lengths are believed only as far as there are
// bytes.
TEST(TailRecord, HostileCountsTakeNoMemory) {
  std::mt19937_64 random(1);
  const std::string record = tail_records(entry(random, 3, 2))[0];
  for (std::size_t at = 0; at < record.size(); ++at) {
    for (std::size_t size : {1U, 4U, 8U}) {
      std::string changed = record;
      changed.replace(at, size, std::string(std::min(size, record.size() - at), '\xff'));
      const auto read = read_tail_record(changed);
      if (read) {
        EXPECT_LE(read->rows.size(), 3U);
        EXPECT_LE(read->holes.size(), 2U);
      }
    }
  }
}

TEST(TailRecordDeathTest, AFormingBarNeverGetsIn) {
  core::ChunkBuilder rows;
  rows.push({});
  const TailEntry forming{{}, std::move(rows).finish(core::Tier::kStream, {.final = false}), {}};
  EXPECT_DEATH((void)tail_records(forming), "does not hold");
}

}  // namespace
}  // namespace wick::store::tail_record_test
