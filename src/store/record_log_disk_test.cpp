// The log of records on a disk that fills up, goes away, and loses power at any moment.
#include "store/record_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "fake/files.hpp"

namespace wick::store::record_log_disk_test {
namespace {

using namespace std::string_literals;
using Payloads = std::vector<std::string>;

constexpr const char* kPath = "/cache/series/log";

std::string record(const std::string& payload) {
  std::string bytes;
  append_record(bytes, payload);
  return bytes;
}

// A log as somebody left it.
struct Past {
  const char* name;
  std::string bytes;
  Payloads payloads;
};

std::vector<Past> pasts() {
  const std::string whole = record("one") + record(std::string(700, '2'));
  const Payloads two = {"one", std::string(700, '2')};
  std::string damaged = whole + record("three");
  damaged.back() = 'x';
  return {{"empty", "", {}},
          {"whole", whole, two},
          {"torn", whole + record(std::string(900, '3')).substr(0, 600), two},
          {"torn after half a sync", whole + "\xff", two},
          {"torn in its first record", record("one").substr(0, 20), {}},
          {"damaged at its end", damaged, two}};
}

void make(fake::Files& files, const std::string& bytes) {
  ASSERT_TRUE(files.make_folders(port::folder_of(kPath)));
  ASSERT_TRUE(port::replace_file(files, kPath, bytes, 0));
}

Payloads payloads_of(fake::Files& files) {
  const auto read = RecordLog(files, kPath).read();
  EXPECT_TRUE(read);
  return read ? read->payloads : Payloads{};
}

Payloads joined(Payloads all, const Payloads& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

// Larger than a sector, so that a part of it may reach the platter.
const Payloads kBatch = {"a", std::string(800, 'b'), std::string(1500, '\xff'), "d"};

// What became of an append() that was cut short: all or nothing, and the log goes on.
void expect_whole_or_not_at_all(fake::Files& files, const Payloads& before, bool acknowledged) {
  Payloads now = payloads_of(files);
  const Payloads after = joined(before, kBatch);
  ASSERT_TRUE(now == after || (!acknowledged && now == before));
  RecordLog log(files, kPath);
  ASSERT_TRUE(log.append({"next"}));
  ASSERT_EQ(payloads_of(files), joined(now, {"next"}));
  files.cut_power();
  ASSERT_EQ(payloads_of(files), joined(now, {"next"}));
}

// Appends to each past log, stopped at each call in turn, and lets something happen then.
void stop_everywhere(const std::function<void(fake::Files&)>& happen) {
  for (const Past& past : pasts()) {
    bool acknowledged = false;
    for (std::uint64_t call = 0; !acknowledged; ++call) {
      SCOPED_TRACE(past.name + ", stopped at call "s + std::to_string(call));
      fake::Files files;
      if (!past.bytes.empty()) make(files, past.bytes);
      files.kill_at(call);
      acknowledged = static_cast<bool>(RecordLog(files, kPath).append(kBatch));
      happen(files);
      expect_whole_or_not_at_all(files, past.payloads, acknowledged);
      if (testing::Test::HasFatalFailure()) return;
      ASSERT_LT(call, 20U);
    }
  }
}

TEST(RecordLogOnDisk, AnAbsentLogIsEmptyAndIsMadeWithItsFolders) {
  fake::Files files;
  RecordLog log(files, kPath);
  EXPECT_TRUE(payloads_of(files).empty());
  ASSERT_TRUE(log.append({"one", "two"}));
  ASSERT_TRUE(log.append({"three"}));
  EXPECT_EQ(payloads_of(files), (Payloads{"one", "two", "three"}));
  files.cut_power();
  EXPECT_EQ(payloads_of(files), (Payloads{"one", "two", "three"}));
}

TEST(RecordLogOnDisk, AppendingNothingTouchesNothing) {
  fake::Files files;
  ASSERT_TRUE(RecordLog(files, kPath).append({}));
  EXPECT_EQ(files.write_calls(), 0U);
}

TEST(RecordLogOnDisk, AllOrNothingWhereverItIsKilled) {
  stop_everywhere([](fake::Files& files) { files.restart(); });
}

TEST(RecordLogOnDisk, AllOrNothingWhereverThePowerGoes) {
  stop_everywhere([](fake::Files& files) { files.cut_power(); });
}

TEST(RecordLogOnDisk, AllOrNothingWhateverTheDiskHadKept) {
  for (std::size_t bytes = 0; bytes < 3000; bytes += 331) {
    for (std::size_t names = 0; names < 2; ++names) {
      stop_everywhere([&](fake::Files& files) { files.cut_power({names, bytes}); });
    }
  }
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    stop_everywhere([&](fake::Files& files) { files.cut_power_anywhere(seed); });
  }
}

TEST(RecordLogOnDisk, ATornEndIsCutOffAndDamageIsLeftWhereItIs) {
  for (const Past& past : pasts()) {
    SCOPED_TRACE(past.name);
    fake::Files files;
    make(files, past.bytes);
    ASSERT_TRUE(RecordLog(files, kPath).append({"next"}));
    const auto read = RecordLog(files, kPath).read();
    ASSERT_TRUE(read);
    EXPECT_EQ(read->payloads, joined(past.payloads, {"next"}));
    EXPECT_EQ(read->damaged_bytes, read_records(past.bytes).damaged_bytes);
  }
}

TEST(RecordLogOnDisk, AFullDiskCostsNothingThatWasThere) {
  for (const Past& past : pasts()) {
    SCOPED_TRACE(past.name);
    fake::Files files;
    make(files, past.bytes);
    files.fill_disk();
    EXPECT_FALSE(RecordLog(files, kPath).append(kBatch));
    EXPECT_EQ(payloads_of(files), past.payloads);
    const auto facts = files.facts(kPath);
    ASSERT_TRUE(facts);
    EXPECT_LE(facts->size, past.bytes.size()) << "what had been written was taken back";
    files.make_room();
    EXPECT_TRUE(RecordLog(files, kPath).append(kBatch));
    EXPECT_EQ(payloads_of(files), joined(past.payloads, kBatch));
  }
}

TEST(RecordLogOnDisk, AnErrorNamesTheLog) {
  fake::Files files;
  make(files, record("one"));
  files.fill_disk();
  const auto full = RecordLog(files, kPath).append({"two"});
  ASSERT_FALSE(full);
  EXPECT_NE(full.error().what.find(kPath), std::string::npos) << full.error().what;
  files.make_room();
  files.fail_reads(kPath);
  EXPECT_FALSE(RecordLog(files, kPath).read());
  EXPECT_FALSE(RecordLog(files, kPath).append({"two"})) << "its end was not seen";
  files.heal_reads(kPath);
  EXPECT_EQ(payloads_of(files), Payloads{"one"});
}

TEST(RecordLogOnDisk, WhatWouldBeTooLargeToReadIsRefused) {
  fake::Files files;
  RecordLog log(files, kPath);
  const std::string half(kRecordMax / 2, 'x');
  EXPECT_TRUE(log.append({half, half.substr(2)}));
  const auto refused = log.append({half, half});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, base::ErrorKind::kInvalid);
  EXPECT_FALSE(log.rewrite({"fine", half + half + "x"}, 1));
  EXPECT_EQ(payloads_of(files), (Payloads{half, half.substr(2)}));
}

TEST(RecordLogOnDisk, RewritingLeavesTheOldOrTheNew) {
  const Payloads before = {"one", "two", "three"};
  for (const Payloads& wanted : {Payloads{"one", "three"}, Payloads{}}) {
    bool acknowledged = false;
    for (std::uint64_t call = 0; !acknowledged; ++call) {
      SCOPED_TRACE("stopped at call " + std::to_string(call));
      fake::Files files;
      make(files, record("one") + record("two") + record("three"));
      files.kill_at(call);
      acknowledged = static_cast<bool>(RecordLog(files, kPath).rewrite(wanted, 7));
      files.restart();
      const Payloads seen = payloads_of(files);
      EXPECT_TRUE(seen == wanted || (!acknowledged && seen == before));
      files.cut_power();
      const Payloads durable = payloads_of(files);
      EXPECT_TRUE(durable == wanted || (!acknowledged && durable == before));
      EXPECT_EQ(files.facts(kPath) ? true : false, !durable.empty());
      ASSERT_LT(call, 20U);
    }
  }
}

TEST(RecordLogOnDisk, RewritingMakesTheLogWhereThereIsNone) {
  fake::Files files;
  EXPECT_TRUE(RecordLog(files, kPath).rewrite({}, 1));
  EXPECT_TRUE(RecordLog(files, kPath).rewrite({"one"}, 2));
  files.cut_power();
  EXPECT_EQ(payloads_of(files), Payloads{"one"});
}

// Whoever rewrote the log may have been killed before its name was durable.
TEST(RecordLogOnDisk, WhatIsAddedAfterARewriteThatWasCutShortIsDurable) {
  for (std::uint64_t call = 0; call < 10; ++call) {
    SCOPED_TRACE("stopped at call " + std::to_string(call));
    fake::Files files;
    make(files, record("one") + record("two"));
    files.kill_at(call);
    (void)RecordLog(files, kPath).rewrite({"two"}, 7);
    files.restart();
    Payloads expected = joined(payloads_of(files), {"three"});
    ASSERT_TRUE(RecordLog(files, kPath).append({"three"}));
    files.cut_power();
    EXPECT_EQ(payloads_of(files), expected);
  }
}

}  // namespace
}  // namespace wick::store::record_log_disk_test
