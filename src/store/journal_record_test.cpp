#include "store/journal_record.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace wick::store::journal_record_test {
namespace {

using core::midnight;
using core::utc_micros;

core::UtcTime instant(std::mt19937_64& random) {
  constexpr std::uint64_t kBefore2200 = 7'258'118'400'000'000;
  return utc_micros(static_cast<std::int64_t>(random() % kBefore2200));
}

double number(std::mt19937_64& random) {
  const auto value = std::bit_cast<double>(random());
  return std::isfinite(value) ? value : 0.0;
}

std::string text(std::mt19937_64& random) {
  static constexpr std::array<const char*, 8> pieces = {"a",    "\"",     "\\", "\n",
                                                        "\x01", "\u00e9", "/",  "\U0001f600"};
  std::string text;
  for (std::size_t i = random() % 10; i > 0; --i) text += pieces.at(random() % pieces.size());
  return text;
}

Sighting sighting(std::mt19937_64& random) {
  static constexpr std::array origins = {core::Origin::kArchive, core::Origin::kRest,
                                         core::Origin::kStream, core::Origin::kImport,
                                         core::Origin::kFeed};
  Sighting seen;
  seen.source = {.origin = origins.at(random() % origins.size()),
                 .revision = static_cast<std::uint32_t>(random()),
                 .object = text(random),
                 .checksum = text(random),
                 .fetched = instant(random)};
  seen.bar.open_time = instant(random);
  seen.bar.close_time = instant(random);
  for (double* value :
       {&seen.bar.open, &seen.bar.high, &seen.bar.low, &seen.bar.close, &seen.bar.volume,
        &seen.bar.quote_volume, &seen.bar.taker_volume, &seen.bar.taker_quote_volume}) {
    *value = number(random);
  }
  seen.bar.count = std::bit_cast<std::int64_t>(random());
  return seen;
}

JournalEntry entry(std::mt19937_64& random) {
  JournalEntry entry{.change = static_cast<Change>(random() % 4),
                     .at = instant(random),
                     .stands = {},
                     .other = {},
                     .note = text(random)};
  if (random() % 3 != 0) entry.stands = sighting(random);
  if (random() % 3 != 0) entry.other = sighting(random);
  return entry;
}

JournalEntry revision() {
  const core::Bar bar{
      .open_time = midnight(2024, 1, 1),
      .close_time = midnight(2024, 1, 1) + std::chrono::seconds{60} - core::Micros{1},
      .open = 42283.58,
      .high = 42298.62,
      .low = 42261.02,
      .close = 42298.61,
      .volume = 35.92724,
      .quote_volume = 1519032.39,
      .count = 1327,
      .taker_volume = 23.18766,
      .taker_quote_volume = 980394.06};
  Sighting archive{bar,
                   {.origin = core::Origin::kArchive,
                    .revision = 0,
                    .object = "data/spot/a.zip",
                    .checksum = "sha256:ab",
                    .fetched = midnight(2024, 1, 3)}};
  return {.change = Change::kRevision,
          .at = midnight(2024, 1, 4) + core::Micros{5},
          .stands = {},
          .other = archive,
          .note = "a \"better\" one"};
}

TEST(JournalRecord, IsALineOfJson) {
  EXPECT_EQ(
      journal_record(revision()),
      R"({"change":"revision","at":"2024-01-04T00:00:00.000005Z",)"
      R"("other":{"origin":"archive","revision":0,"object":"data/spot/a.zip",)"
      R"("checksum":"sha256:ab","fetched":"2024-01-03T00:00:00Z",)"
      R"("bar":{"open_time":"2024-01-01T00:00:00Z","close_time":"2024-01-01T00:00:59.999999Z",)"
      R"("open":42283.58,"high":42298.62,"low":42261.02,"close":42298.61,"volume":35.92724,)"
      R"("quote_asset_volume":1519032.39,"taker_buy_volume":23.18766,)"
      R"("taker_buy_quote_volume":980394.06,"count":1327}},"note":"a \"better\" one"})"
      "\n");
}

TEST(JournalRecord, ReadsBackWhateverWasWritten) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    std::mt19937_64 random(seed);
    const JournalEntry written = entry(random);
    const std::string record = journal_record(written);
    const auto read = read_journal_record(record);
    ASSERT_TRUE(read) << record;
    EXPECT_EQ(*read, written) << record;
    EXPECT_EQ(journal_record(*read), record) << "one entry has one spelling";
  }
}

TEST(JournalRecord, NumbersReadBackBitByBit) {
  using Limits = std::numeric_limits<double>;
  for (const double value : {0.0,
                             -0.0,
                             1.0,
                             -1.0,
                             0.1,
                             1e-7,
                             1e15,
                             1e16,
                             1e22,
                             9007199254740993.0,
                             290708586164037844992.0,
                             -290708586164037844992.0,
                             18446744073709551616.0,
                             Limits::max(),
                             Limits::min(),
                             Limits::denorm_min(),
                             Limits::infinity(),
                             -Limits::infinity(),
                             Limits::quiet_NaN(),
                             -Limits::quiet_NaN()}) {
    JournalEntry written = revision();
    written.other->bar.low = value;
    const auto read = read_journal_record(journal_record(written));
    ASSERT_TRUE(read) << value;
    EXPECT_EQ(std::bit_cast<std::uint64_t>(read->other->bar.low),
              std::bit_cast<std::uint64_t>(value))
        << value;
  }
}

TEST(JournalRecord, MembersThatAreNotKnownArePassedOver) {
  std::string record = journal_record(revision());
  record.insert(1, R"("later":{"a":[1,{}]},)");
  record.insert(record.find("{\"open_time"), " ");
  record.insert(record.find("\"count\""), R"("vwap":1.5,)");
  EXPECT_EQ(read_journal_record(record), revision());
}

std::string replaced(const std::string& from, const std::string& to) {
  std::string record = journal_record(revision());
  const std::size_t at = record.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return record.replace(at, from.size(), to);
}

TEST(JournalRecord, WhatIsNoEntryIsNothing) {
  for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{
           {"\"revision\",\"at", "\"unheard-of\",\"at"},
           {"\"archive\"", "\"oracle\""},
           {"\"archive\"", "1"},
           {"\"revision\":0", "\"revision\":-1"},
           {"\"revision\":0", "\"revision\":4294967296"},
           {"\"count\":1327", "\"count\":1.5"},
           {"\"count\":1327", "\"count\":\"1327\""},
           {"35.92724", "\"35.92724\""},
           {"35.92724", "null"},
           {"\"volume\"", "\"volumes\""},
           {"2024-01-04T", "2024-13-04T"},
           {"\"bar\":{", "\"bars\":{"},
           {"\"note\"", "\"nota\""},
           {"\"other\":{", "\"other\":null,\"x\":{"},
           {"}}", "}"}}) {
    EXPECT_FALSE(read_journal_record(replaced(from, to))) << from << " as " << to;
  }
  for (const char* text : {"", "{}", "[]", "null", "1", "\"a\"", "{", "\xff"}) {
    EXPECT_FALSE(read_journal_record(text)) << text;
  }
}

TEST(JournalRecord, ACutRecordIsNone) {
  const std::string record = journal_record(revision());
  for (std::size_t size = 0; size + 1 < record.size(); ++size) {
    ASSERT_FALSE(read_journal_record(record.substr(0, size))) << "cut at " << size;
  }
}

}  // namespace
}  // namespace wick::store::journal_record_test
