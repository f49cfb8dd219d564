#include "store/journal.hpp"

#include <gtest/gtest.h>

#include "fake/files.hpp"
#include "store/journal_record.hpp"

namespace wick::store::journal_test {
namespace {

constexpr const char* kPath = "/cache/series/journal";

JournalEntry entry(Change change, const std::string& note) {
  return {.change = change,
          .at = core::midnight(2024, 1, 1),
          .stands = {},
          .other = Sighting{},
          .note = note};
}

TEST(Journal, KeepsEveryEntryInOrderThroughAPowerCut) {
  fake::Files files;
  Journal journal(files, kPath);
  ASSERT_TRUE(journal.append({entry(Change::kRevision, "a"), entry(Change::kConflict, "b")}));
  ASSERT_TRUE(journal.append({entry(Change::kQuarantine, "c")}));
  ASSERT_TRUE(journal.append({entry(Change::kReupload, "d")}));
  files.cut_power();
  const auto content = journal.read();
  ASSERT_TRUE(content);
  EXPECT_EQ(content->entries,
            (std::vector{entry(Change::kRevision, "a"), entry(Change::kConflict, "b"),
                         entry(Change::kQuarantine, "c"), entry(Change::kReupload, "d")}));
  EXPECT_EQ(content->damaged_bytes, 0U);
}

TEST(Journal, IsEmptyAtFirst) {
  fake::Files files;
  const auto content = Journal(files, kPath).read();
  ASSERT_TRUE(content);
  EXPECT_TRUE(content->entries.empty());
}

TEST(Journal, RefusesWhatWouldNotReadBackAndThenTakesNone) {
  fake::Files files;
  Journal journal(files, kPath);
  JournalEntry late = entry(Change::kConflict, "late");
  late.other->bar.open_time = core::midnight(2200, 1, 1);
  const auto refused = journal.append({entry(Change::kRevision, "a"), late});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, base::ErrorKind::kInvalid);
  EXPECT_FALSE(files.facts(kPath));
}

TEST(Journal, KindsThatAreNotKnownAreSkippedAndCounted) {
  fake::Files files;
  std::string newer = journal_record(entry(Change::kRevision, "newer"));
  newer.replace(newer.find("revision"), 8, "undreamt");
  ASSERT_TRUE(RecordLog(files, kPath).append({newer}));
  ASSERT_TRUE(Journal(files, kPath).append({entry(Change::kConflict, "b")}));
  const auto content = Journal(files, kPath).read();
  ASSERT_TRUE(content);
  EXPECT_EQ(content->entries, std::vector{entry(Change::kConflict, "b")});
  EXPECT_EQ(content->damaged_bytes, newer.size());
}

TEST(Journal, DamageIsCountedAndTroubleIsTold) {
  fake::Files files;
  Journal journal(files, kPath);
  ASSERT_TRUE(journal.append({entry(Change::kRevision, "a")}));
  ASSERT_TRUE(journal.append({entry(Change::kRevision, "b")}));
  files.flip_bit(kPath, 400);
  const auto content = journal.read();
  ASSERT_TRUE(content);
  EXPECT_EQ(content->entries, std::vector{entry(Change::kRevision, "b")});
  EXPECT_GT(content->damaged_bytes, 0U);
  files.fail_reads(kPath);
  EXPECT_FALSE(journal.read());
}

}  // namespace
}  // namespace wick::store::journal_test
