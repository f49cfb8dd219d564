#include "fake/files.hpp"

#include <gtest/gtest.h>

#include <set>

namespace wick::fake::files_test {
namespace {

using base::ErrorKind;

void append(Files& files, const std::string& path, const std::string& text) {
  const auto file = files.append(path);
  ASSERT_TRUE(file);
  ASSERT_TRUE(files.write(*file, text));
  files.close(*file);
}

void append_durably(Files& files, const std::string& path, const std::string& text) {
  append(files, path, text);
  const auto file = files.append(path);
  ASSERT_TRUE(files.sync(*file));
  files.close(*file);
  ASSERT_TRUE(files.sync_folder(port::folder_of(path)));
}

TEST(PowerCut, LosesWhatWasNotSynced) {
  Files files;
  append_durably(files, "/a", "one");
  append(files, "/a", " two");
  append(files, "/b", "new");
  EXPECT_EQ(*files.read("/a", 100), "one two");
  files.cut_power();
  EXPECT_EQ(*files.read("/a", 100), "one");
  EXPECT_EQ(*files.list("/"), std::vector<std::string>{"a"});
}

TEST(PowerCut, MayKeepAnyFirstPartOfWhatWasAppended) {
  for (std::size_t kept = 0; kept < 7; ++kept) {
    Files files;
    append_durably(files, "/a", "one");
    append(files, "/a", " two");
    files.cut_power({.bytes = kept});
    EXPECT_EQ(*files.read("/a", 100), std::string("one two").substr(0, 3 + kept));
    files.cut_power();
    EXPECT_EQ(*files.read("/a", 100), std::string("one two").substr(0, 3 + kept)) << "for good";
  }
}

TEST(PowerCut, MayOrMayNotKeepACut) {
  for (const auto& [kept, expected] : {std::pair{0U, "one torn"}, {1U, "onet"}, {9U, "onetwo"}}) {
    Files files;
    append_durably(files, "/a", "one torn");
    const auto file = files.append("/a");
    ASSERT_TRUE(files.truncate(*file, 3));
    ASSERT_TRUE(files.write(*file, "two"));
    files.cut_power({.bytes = kept});
    EXPECT_EQ(*files.read("/a", 100), expected);
  }
}

TEST(PowerCut, KeepsTheFirstChangesOfNames) {
  const std::vector<std::vector<std::string>> expected = {
      {"a", "c"}, {"a", "b", "c"}, {"a", "c"}, {"a"}};
  for (std::size_t kept = 0; kept < expected.size(); ++kept) {
    Files files;
    append_durably(files, "/a", "old");
    append_durably(files, "/c", "c");
    append(files, "/b", "new");
    ASSERT_TRUE(files.rename("/b", "/a"));
    ASSERT_TRUE(files.remove("/c"));
    EXPECT_EQ(files.unsynced_names(), 3U);
    files.cut_power({.names = kept, .bytes = 100});
    EXPECT_EQ(*files.list("/"), expected[kept]) << kept;
    EXPECT_EQ(*files.read("/a", 100), kept < 2 ? "old" : "new") << kept;
    EXPECT_EQ(files.unsynced_names(), 0U);
  }
}

TEST(PowerCut, NothingIsLeftToLoseInASyncedFolder) {
  Files files;
  append(files, "/a", "1");
  ASSERT_TRUE(files.rename("/a", "/b"));
  append(files, "/c", "1");
  ASSERT_TRUE(files.remove("/c"));
  EXPECT_EQ(files.unsynced_names(), 4U);
  ASSERT_TRUE(files.sync_folder("/"));
  EXPECT_EQ(files.unsynced_names(), 0U);
}

TEST(PowerCut, ARenamedFileThatWasNotSyncedMayBeEmpty) {
  Files files;
  append_durably(files, "/a", "old");
  append(files, "/b", "new");
  ASSERT_TRUE(files.rename("/b", "/a"));
  files.cut_power({.names = 2});
  EXPECT_EQ(*files.read("/a", 100), "");
}

TEST(PowerCut, ASyncedFolderIsNeverUndone) {
  Files files;
  ASSERT_TRUE(files.make_folders("/x"));
  ASSERT_TRUE(files.make_folders("/y"));
  append_durably(files, "/x/a", "1");
  ASSERT_TRUE(files.rename("/x/a", "/y/a"));
  ASSERT_TRUE(files.sync_folder("/y"));
  EXPECT_EQ(files.unsynced_names(), 1U) << "the old name still goes";
  ASSERT_TRUE(files.remove("/y/a"));
  ASSERT_TRUE(files.sync_folder("/y"));
  files.cut_power({.names = 100});
  EXPECT_TRUE(files.list("/y")->empty());
  EXPECT_TRUE(files.list("/x")->empty());
}

TEST(PowerCut, AnywhereKeepsSectorsOldOrNewOrZero) {
  const std::string before(1000, 'o');
  const std::string after(2000, 'n');
  std::set<std::size_t> sizes;
  std::set<char> seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Files files;
    append_durably(files, "/a", before);
    append(files, "/a", after);
    files.cut_power_anywhere(seed);
    const std::string left = *files.read("/a", 10000);
    ASSERT_TRUE(left.starts_with(before)) << "seed " << seed;
    ASSERT_LE(left.size(), 3000U) << "seed " << seed;
    ASSERT_EQ(left.find_first_not_of(std::string("on\0", 3)), std::string::npos);
    for (std::size_t at = 1024; at < left.size(); ++at) {
      ASSERT_TRUE(at % 512 == 0 || left[at] == left[at - 1]) << "seed " << seed << " at " << at;
      seen.insert(left[at]);
    }
    sizes.insert(left.size());
  }
  EXPECT_GT(sizes.size(), 100U);
  EXPECT_EQ(seen, (std::set<char>{'n', '\0'}));
}

TEST(PowerCut, AnywhereReplays) {
  const auto run = [](std::uint64_t seed) {
    Files files;
    append(files, "/a", std::string(5000, 'x'));
    append(files, "/b", std::string(5000, 'y'));
    files.cut_power_anywhere(seed);
    std::string all;
    const auto names = files.list("/");
    for (const std::string& name : *names) all += name + *files.read("/" + name, 10000);
    return all;
  };
  std::set<std::string> outcomes;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    ASSERT_EQ(run(seed), run(seed)) << seed;
    outcomes.insert(run(seed));
  }
  EXPECT_GT(outcomes.size(), 10U);
}

TEST(Killed, AtThatCallAndFromThenOn) {
  Files files;
  files.kill_at(1);
  const auto file = files.create("/a");
  ASSERT_TRUE(file);
  EXPECT_FALSE(files.write(*file, "x"));
  EXPECT_FALSE(files.truncate(*file, 0));
  EXPECT_FALSE(files.append("/a"));
  EXPECT_FALSE(files.lock("/lock"));
  EXPECT_EQ(files.write_calls(), 5U);
  EXPECT_EQ(*files.read("/a", 9), "");
  files.restart();
  EXPECT_EQ(*files.list("/"), std::vector<std::string>{"a"}) << "what was written is seen";
  EXPECT_TRUE(files.append("/a"));
}

TEST(Lock, IsGoneWithTheProgramThatHeldIt) {
  Files files;
  const auto killed = files.lock("/lock");
  files.restart();
  const auto after = files.lock("/lock");
  EXPECT_TRUE(after);
  files.cut_power();
  EXPECT_TRUE(files.lock("/lock"));
}

TEST(LockDeathTest, WaitingForOurselvesIsAMistake) {
  Files files;
  const auto held = files.lock("/lock");
  EXPECT_DEATH((void)files.lock("/lock"), "expired");
}

TEST(Health, OfAReadOnlyDisk) {
  Files files;
  append(files, "/a", "1");
  const auto file = files.append("/a");
  files.set_health(Files::Health::kReadOnly);
  EXPECT_EQ(*files.read("/a", 9), "1");
  EXPECT_EQ(files.write(*file, "2").error().kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(files.create("/b").error().kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(files.lock("/lock").error().kind, ErrorKind::kUnauthorized);
  files.set_health(Files::Health::kGood);
  EXPECT_TRUE(files.write(*file, "2"));
}

TEST(Health, OfADiskThatIsGone) {
  Files files;
  append(files, "/a", "1");
  files.set_health(Files::Health::kGone);
  EXPECT_EQ(files.read("/a", 9).error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(files.map("/a").error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(files.facts("/a").error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(files.list("/").error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(files.list_folders("/").error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(files.create("/b").error().kind, ErrorKind::kUnavailable);
}

TEST(Health, OfOneFile) {
  Files files;
  append(files, "/a", "1");
  append(files, "/b", "2");
  files.fail_reads("/a");
  EXPECT_EQ(files.read("/a", 9).error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(*files.read("/b", 9), "2");
  files.heal_reads("/a");
  EXPECT_EQ(*files.read("/a", 9), "1");
  EXPECT_EQ(files.read_calls(), 3U);
}

TEST(Damage, ABitIsFlippedForGood) {
  Files files;
  append_durably(files, "/a", "AB");
  files.flip_bit("/a", 9);
  EXPECT_EQ(*files.read("/a", 9), "A@");
  files.cut_power();
  EXPECT_EQ(*files.read("/a", 9), "A@");
}

TEST(Damage, ACutIsForGoodAndSeenInMappings) {
  Files files;
  append_durably(files, "/a", "12345");
  const auto mapped = files.map("/a");
  files.cut("/a", 2);
  EXPECT_EQ(*files.read("/a", 9), "12");
  EXPECT_EQ(files.lost_mapping(), "/a");
  EXPECT_EQ(mapped->bytes[1], std::byte{'2'});
  EXPECT_EQ(mapped->bytes[2], std::byte{});
  files.cut_power();
  EXPECT_EQ(*files.read("/a", 9), "12");
  EXPECT_EQ(files.lost_mapping(), std::nullopt) << "another program now";
}

TEST(Facts, FollowTheTimeThatWasSet) {
  Files files;
  files.set_time(core::utc_micros(10));
  append(files, "/a", "1");
  files.set_time(core::utc_micros(20));
  EXPECT_EQ(files.facts("/a")->used, core::utc_micros(10)) << "looking at facts is no use";
  (void)files.read("/a", 9);
  EXPECT_EQ(files.facts("/a")->modified, core::utc_micros(10));
  EXPECT_EQ(files.facts("/a")->used, core::utc_micros(20));
  files.set_time(core::utc_micros(30));
  (void)files.map("/a");
  EXPECT_EQ(files.facts("/a")->used, core::utc_micros(30));
}

}  // namespace
}  // namespace wick::fake::files_test
