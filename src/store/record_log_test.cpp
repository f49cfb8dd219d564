#include "store/record_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace wick::store::record_log_test {
namespace {

using namespace std::string_literals;

std::string record(const std::string& payload) {
  std::string bytes;
  append_record(bytes, payload);
  return bytes;
}

// Made mostly of the bytes that mean something.
std::string payload(std::mt19937_64& random, std::size_t size_max) {
  static const std::string letters = "\xff\x01\x02\0ab"s;
  std::string text(random() % (size_max + 1), '\0');
  std::ranges::generate(text, [&] {
    return random() % 8 == 0 ? static_cast<char>(random()) : letters[random() % letters.size()];
  });
  return text;
}

std::string flipped(std::string bytes, std::size_t bit) {
  bytes[bit / 8] = static_cast<char>(static_cast<unsigned char>(bytes[bit / 8]) ^ (1U << bit % 8));
  return bytes;
}

struct Log {
  std::string bytes;
  std::vector<std::string> payloads;    // one for each record
  std::vector<std::size_t> ends = {0};  // of the records, behind the front

  void add(const std::string& payload) {
    append_record(bytes, payload);
    payloads.push_back(payload);
    ends.push_back(bytes.size());
  }
  // The records that end within the first bytes.
  [[nodiscard]] std::size_t whole_within(std::size_t size) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(ends, size) - ends.begin()) - 1;
  }
};

Log little_log() {
  Log log;
  for (const std::string& payload : {"one"s, "\xff\x01\xff\xff"s, ""s, "\0\xfe\0\xfe\x01\xfe\x02"s,
                                     "an end in \xff"s, "\xfe\0\xfd\0\x7f\x01"s}) {
    log.add(payload);
  }
  return log;
}

std::vector<std::string> without(std::vector<std::string> payloads, std::size_t index) {
  payloads.erase(payloads.begin() + static_cast<std::ptrdiff_t>(index));
  return payloads;
}

TEST(RecordLog, HasExactlyTheseBytes) {
  EXPECT_EQ(record("abc"), "\xff\x01"s + "00000003364b3fb73b9a78c4abc");
  EXPECT_EQ(record(""), "\xff\x01"s + "0000000000000000c13a6d6a");
  std::string bytes;
  append_record(bytes, std::vector{"a\xff"s, ""s});
  EXPECT_EQ(bytes, "\xff\x01"s + "000000053b417a56fc8ecb4b" + "a\xff\0\xff\x02"s);
}

TEST(RecordLog, ReadsBackWhateverWasWritten) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    std::string bytes;
    std::vector<std::string> written;
    for (std::size_t record = random() % 8; record > 0; --record) {
      std::vector<std::string> batch(1 + random() % 4);
      for (std::string& one : batch) one = payload(random, 60);
      append_record(bytes, batch);
      written.insert(written.end(), batch.begin(), batch.end());
    }
    const Records read = read_records(bytes);
    EXPECT_EQ(read.payloads, written) << "seed " << seed;
    EXPECT_EQ(read.damaged_bytes, 0U);
    EXPECT_EQ(read.whole_until, bytes.size());
  }
}

TEST(RecordLog, TheBeginningOfARecordStandsNowhereInsideOne) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    const std::string bytes = record(payload(random, 60));
    EXPECT_EQ(bytes.find("\xff\x01", 1), std::string::npos) << "seed " << seed;
  }
}

TEST(RecordLog, AFlippedBitCostsItsOwnRecordAlone) {
  const Log log = little_log();
  for (std::size_t bit = 0; bit < log.bytes.size() * 8; ++bit) {
    const std::string bytes = flipped(log.bytes, bit);
    const Records read = read_records(bytes);
    const std::size_t hit = log.whole_within(bit / 8);
    ASSERT_EQ(read.payloads, without(log.payloads, hit)) << "bit " << bit;
    ASSERT_GT(read.damaged_bytes, 0U) << "bit " << bit;
    ASSERT_LE(read.damaged_bytes, log.ends[hit + 1] - log.ends[hit]) << "bit " << bit;

    // And the log goes on.
    const Records more = read_records(bytes.substr(0, read.whole_until) + record("more"));
    auto expected = read.payloads;
    expected.emplace_back("more");
    ASSERT_EQ(more.payloads, expected) << "bit " << bit;
    ASSERT_EQ(more.damaged_bytes, read.damaged_bytes) << "bit " << bit;
  }
}

TEST(RecordLog, ATornEndIsNoDamage) {
  const Log log = little_log();
  for (std::size_t size = 0; size <= log.bytes.size(); ++size) {
    const Records read = read_records(log.bytes.substr(0, size));
    const std::size_t whole = log.whole_within(size);
    const auto end = log.payloads.begin() + static_cast<std::ptrdiff_t>(whole);
    ASSERT_EQ(read.payloads, std::vector(log.payloads.begin(), end)) << "cut at " << size;
    ASSERT_EQ(read.damaged_bytes, 0U) << "cut at " << size;
    ASSERT_EQ(read.whole_until, log.ends[whole]) << "cut at " << size;
  }
}

TEST(RecordLog, ARecordOfManyPayloadsIsThereAsAWholeOrNotAtAll) {
  const std::vector batch = {"one"s, "two\xff"s, ""s, "four"s};
  std::string bytes;
  append_record(bytes, batch);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_TRUE(read_records(bytes.substr(0, size)).payloads.empty()) << "cut at " << size;
  }
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    ASSERT_TRUE(read_records(flipped(bytes, bit)).payloads.empty()) << "bit " << bit;
  }
  EXPECT_EQ(read_records(bytes).payloads, batch);
}

TEST(RecordLog, FindsEveryRecordBetweenBytesThatAreNone) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    std::string bytes;
    std::vector<std::string> written;
    std::size_t strange = 0;
    for (std::size_t i = 0; i < 10; ++i) {
      const std::string noise = random() % 2 == 0 ? payload(random, 40) : "";
      strange += noise.size();
      bytes += noise;
      written.push_back(payload(random, 20));
      append_record(bytes, written.back());
    }
    const Records read = read_records(bytes);
    EXPECT_EQ(read.payloads, written) << "seed " << seed;
    EXPECT_EQ(read.damaged_bytes, strange) << "seed " << seed;
    EXPECT_EQ(read.whole_until, bytes.size());
  }
}

TEST(RecordLog, AMissingPieceOfTheMiddleCostsWhatItTouches) {
  const Log log = little_log();
  for (std::size_t begin = 0; begin < log.bytes.size(); ++begin) {
    for (std::size_t size : {1U, 2U, 7U, 26U, 40U}) {
      const std::size_t end = std::min(begin + size, log.ends[log.payloads.size() - 1]);
      if (end <= begin) continue;
      const Records read = read_records(log.bytes.substr(0, begin) + log.bytes.substr(end));
      const std::size_t first = log.whole_within(begin);
      const std::size_t last = log.whole_within(end - 1);
      for (std::size_t i = 0; i < log.payloads.size(); ++i) {
        const bool untouched = i < first || i > last;
        const bool there = std::ranges::count(read.payloads, log.payloads[i]) == 1;
        ASSERT_TRUE(there || !untouched) << begin << " to " << end;
      }
      for (const std::string& one : read.payloads) {
        ASSERT_EQ(std::ranges::count(log.payloads, one), 1) << begin << " to " << end;
      }
    }
  }
}

TEST(RecordLog, ALengthThatLiesSwallowsNothing) {
  // A header whose own checksum is right, but whose body goes on for ever.
  const std::string endless = record(std::string(1'000'000, 'x')).substr(0, 26);
  const Records read = read_records(endless + "xx" + record("a") + endless + record("b"));
  EXPECT_EQ(read.payloads, (std::vector{"a"s, "b"s}));
  EXPECT_EQ(read.damaged_bytes, endless.size() * 2 + 2);

  const Records torn = read_records(record("a") + endless + "xx");
  EXPECT_EQ(torn.payloads, std::vector{"a"s});
  EXPECT_EQ(torn.damaged_bytes, 0U);
  EXPECT_EQ(torn.whole_until, record("a").size());
}

// If each of these made the reader look at all that follows, this would not end today.
TEST(RecordLog, HostileBytesTakeNoLongerThanOthers) {
  const std::string endless = record(std::string(kRecordMax, 'x')).substr(0, 26);
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes += endless;
  const Records read = read_records(bytes + record("a"));
  EXPECT_EQ(read.payloads, std::vector{"a"s});
  EXPECT_EQ(read.damaged_bytes, bytes.size());

  const Records marks = read_records(std::string(4'000'000, '\xff') + record("b"));
  EXPECT_EQ(marks.payloads, std::vector{"b"s});
  EXPECT_EQ(marks.damaged_bytes, 4'000'000U);
}

TEST(RecordLog, TheLargestRecordIsReadAndNoneIsLarger) {
  const std::string largest(kRecordMax, 'x');
  EXPECT_EQ(read_records(record(largest)).payloads, std::vector{largest});
  EXPECT_DEATH((void)record(largest + 'x'), "does not hold");
}

}  // namespace
}  // namespace wick::store::record_log_test
