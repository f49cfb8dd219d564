#include "store/reupload.hpp"

#include <gtest/gtest.h>

namespace wick::store::reupload_test {
namespace {

JournalEntry entry(Change change, std::string note) {
  return {.change = change,
          .at = {},
          .stands = std::nullopt,
          .other = std::nullopt,
          .note = std::move(note)};
}

TEST(Reupload, ANoteReadsBack) {
  const Reupload reupload{"data/spot/a-1m-2024-01-01.zip", "sha256-unverified:1", "sha256:2"};
  EXPECT_EQ(note_of(reupload),
            "data/spot/a-1m-2024-01-01.zip was sha256-unverified:1, is sha256:2");
  EXPECT_EQ(read_reupload(note_of(reupload)), reupload);
  for (const char* note : {"", "x", "x was y", "x, is y", "x, is y was z"}) {
    EXPECT_FALSE(read_reupload(note)) << note;
  }
}

TEST(Reupload, TheLastVersionCountsUntilSomethingIsLost) {
  const auto a = [](const char* was, const char* is) {
    return entry(Change::kReupload, note_of({"a.zip", was, is}));
  };
  std::vector<JournalEntry> entries{a("1", "2"), entry(Change::kReupload, note_of({"b", "7", "8"})),
                                    a("2", "3"), entry(Change::kRevision, "c was 1, is 2")};
  EXPECT_EQ(taken_checksums(entries),
            (std::map<std::string, std::string>{{"a.zip", "3"}, {"b", "8"}}));
  entries.push_back(entry(Change::kQuarantine, "some file"));
  EXPECT_TRUE(taken_checksums(entries).empty());
  entries.push_back(a("1", "4"));
  EXPECT_EQ(taken_checksums(entries), (std::map<std::string, std::string>{{"a.zip", "4"}}));
}

}  // namespace
}  // namespace wick::store::reupload_test
