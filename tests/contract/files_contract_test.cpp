// What every file system behind port::Files must do: the machine's own and the one in memory.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <set>

#include "fake/files.hpp"
#include "io/posix_files.hpp"

namespace wick::files_contract_test {
namespace {

struct Place {
  std::unique_ptr<port::Files> files;
  std::string folder;  // exists, and is empty
  std::function<void()> tidy;
};

Place in_memory() {
  auto files = std::make_unique<fake::Files>();
  EXPECT_TRUE(files->make_folders("/place"));
  return {std::move(files), "/place", [] {}};
}

Place on_disk() {
  std::string folder = (std::filesystem::temp_directory_path() / "wick-files-XXXXXX").string();
  EXPECT_NE(::mkdtemp(folder.data()), nullptr);
  return {std::make_unique<io::PosixFiles>(), folder,
          [folder] { std::filesystem::remove_all(folder); }};
}

struct Maker {
  const char* name;
  Place (*make)();
};

class FilesContract : public testing::TestWithParam<Maker> {
 protected:
  ~FilesContract() override { place_.tidy(); }
  [[nodiscard]] std::string at(const std::string& name) const { return place_.folder + "/" + name; }
  port::Files& files() { return *place_.files; }

  Place place_ = GetParam().make();
};

TEST_P(FilesContract, WhatWasWrittenIsRead) {
  const auto file = files().create(at("a"));
  ASSERT_TRUE(file);
  ASSERT_TRUE(files().write(*file, "hello "));
  ASSERT_TRUE(files().write(*file, std::string("w\0rld", 5)));
  ASSERT_TRUE(files().sync(*file));
  files().close(*file);
  EXPECT_EQ(*files().read(at("a"), 100), std::string("hello w\0rld", 11));
}

TEST_P(FilesContract, AnExistingFileIsNotCreatedAgain) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), "one", 1));
  EXPECT_FALSE(files().create(at("a")));
  EXPECT_EQ(*files().read(at("a"), 100), "one");
}

TEST_P(FilesContract, AbsenceIsToldApartFromTrouble) {
  EXPECT_EQ(files().read(at("no"), 100).error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(files().create(at("no/file")).error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(files().list(at("no")).error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(files().remove(at("no")).error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(files().rename(at("no"), at("b")).error().kind, base::ErrorKind::kUnsupported);
}

TEST_P(FilesContract, MoreThanAllowedIsNotRead) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), "12345", 1));
  EXPECT_TRUE(files().read(at("a"), 5));
  EXPECT_EQ(files().read(at("a"), 4).error().kind, base::ErrorKind::kCorrupt);
}

TEST_P(FilesContract, ReplacingLeavesTheNewContentAndNothingElse) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), "old", 1));
  ASSERT_TRUE(port::replace_file(files(), at("a"), "new", 2));
  EXPECT_EQ(*files().read(at("a"), 100), "new");
  EXPECT_EQ(*files().list(place_.folder), std::vector<std::string>{"a"});
}

TEST_P(FilesContract, FoldersAreMadeAllTheWayAndTwice) {
  ASSERT_TRUE(files().make_folders(at("x/y/z")));
  ASSERT_TRUE(files().make_folders(at("x/y/z")));
  ASSERT_TRUE(port::replace_file(files(), at("x/y/z/a"), "1", 1));
  EXPECT_EQ(*files().list(at("x/y/z")), std::vector<std::string>{"a"});
  EXPECT_TRUE(files().sync_folder(at("x/y/z")));
}

TEST_P(FilesContract, RemovedIsGone) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), "1", 1));
  ASSERT_TRUE(files().remove(at("a")));
  EXPECT_FALSE(files().read(at("a"), 100));
}

// Of several pages, with no zero in it.
std::string text_of_size(std::size_t least) {
  std::string text;
  while (text.size() < least) text += "candle " + std::to_string(text.size()) + "\n";
  return text;
}

std::string large_text() {
  return text_of_size(40'000);
}

// What is smaller may be read instead of mapped, and then a cut does it no harm.
std::string mapped_text() {
  return text_of_size(600'000);
}

std::string text_of(const port::Mapped& mapped) {
  std::string text;
  for (const std::byte byte : mapped.bytes) text += static_cast<char>(byte);
  return text;
}

TEST_P(FilesContract, ABufferIsAsLargeAsTheFileThatWasRead) {
  ASSERT_TRUE(port::replace_file(files(), at("long"), "a longer text", 1));
  ASSERT_TRUE(port::replace_file(files(), at("short"), "short", 1));
  std::string buffer = "left from before";
  for (const std::string text : {"long", "short", "long"}) {
    ASSERT_TRUE(files().read_into(at(text), 100, buffer));
    EXPECT_EQ(buffer, text == "long" ? "a longer text" : text);
  }
  EXPECT_EQ(files().read_into(at("long"), 4, buffer).error().kind, base::ErrorKind::kCorrupt);
  EXPECT_EQ(files().read_into(at("no"), 4, buffer).error().kind, base::ErrorKind::kUnsupported);
}

TEST_P(FilesContract, AMappedFileStaysWhateverHappensToItsName) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), large_text(), 1));
  const auto first = files().map(at("a"));
  ASSERT_TRUE(first);
  ASSERT_TRUE(port::replace_file(files(), at("a"), "another", 2));
  const auto second = files().map(at("a"));
  ASSERT_TRUE(second);
  ASSERT_TRUE(files().remove(at("a")));
  EXPECT_EQ(text_of(*first), large_text());
  EXPECT_EQ(text_of(*second), "another");
  EXPECT_EQ(files().map(at("a")).error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(files().lost_mapping(), std::nullopt);
}

TEST_P(FilesContract, WhoeverMapsAgainSeesTheFileAsItIsNow) {
  const std::string text = mapped_text();
  const auto map_once = [&] {
    const auto mapped = files().map(at("a"));
    return mapped ? text_of(*mapped) : mapped.error().what;
  };
  ASSERT_TRUE(port::replace_file(files(), at("a"), text, 1));
  EXPECT_EQ(map_once(), text);
  const std::string other(text.size(), 'o');
  ASSERT_TRUE(port::replace_file(files(), at("a"), other, 2));
  EXPECT_EQ(map_once(), other) << "another file of the same size";
  const auto file = files().append(at("a"));
  ASSERT_TRUE(file && files().truncate(*file, 500'000));
  EXPECT_EQ(map_once(), other.substr(0, 500'000)) << "cut while nobody looked";
  ASSERT_TRUE(files().write(*file, text.substr(500'000)));
  files().close(*file);
  EXPECT_EQ(map_once(), other.substr(0, 500'000) + text.substr(500'000)) << "as long as before";
  ASSERT_TRUE(files().remove(at("a")));
  EXPECT_EQ(files().map(at("a")).error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(files().lost_mapping(), std::nullopt);
}

TEST_P(FilesContract, AnEmptyFileMapsToNothing) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), "", 1));
  const auto mapped = files().map(at("a"));
  ASSERT_TRUE(mapped);
  EXPECT_TRUE(mapped->bytes.empty());
}

TEST_P(FilesContract, MappedBytesOutliveTheFileSystemObject) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), large_text(), 1));
  const auto mapped = files().map(at("a"));
  place_.files.reset();
  EXPECT_EQ(text_of(*mapped), large_text());
}

TEST_P(FilesContract, WhatWasCutReadsAsZerosAndIsNamed) {
  const std::string text = mapped_text();
  for (const std::size_t left : {text.size() - 1, text.size() / 2, std::size_t{4096}, 0UL}) {
    const Place fresh = GetParam().make();
    const std::string path = fresh.folder + "/a";
    ASSERT_TRUE(port::replace_file(*fresh.files, path, text, 1));
    const auto mapped = fresh.files->map(path);
    ASSERT_TRUE(mapped);
    const auto file = fresh.files->append(path);
    ASSERT_TRUE(file && fresh.files->truncate(*file, left));
    fresh.files->close(*file);
    EXPECT_EQ(text_of(*mapped), text.substr(0, left) + std::string(text.size() - left, '\0'));
    EXPECT_EQ(fresh.files->lost_mapping(), path) << left << " bytes left";
    fresh.tidy();
  }
}

TEST_P(FilesContract, ALossIsRememberedAndNothingElseIs) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), mapped_text(), 1));
  ASSERT_TRUE(port::replace_file(files(), at("b"), mapped_text(), 1));
  auto let_go_before = files().map(at("a"));
  let_go_before = port::Mapped{};
  auto untouched = files().map(at("b"));
  const auto grows = files().append(at("b"));
  ASSERT_TRUE(untouched && grows && files().truncate(*grows, 1'000'000));
  files().close(*grows);
  const auto file = files().append(at("a"));
  ASSERT_TRUE(file && files().truncate(*file, 500'000));
  EXPECT_EQ(files().lost_mapping(), std::nullopt);
  auto mapped = files().map(at("a"));
  ASSERT_TRUE(mapped && files().truncate(*file, 50));
  files().close(*file);
  mapped = port::Mapped{};
  EXPECT_EQ(files().lost_mapping(), at("a"));
  EXPECT_EQ(text_of(*untouched), mapped_text());
}

TEST_P(FilesContract, AFolderIsNoFile) {
  ASSERT_TRUE(files().make_folders(at("x")));
  std::string buffer;
  EXPECT_EQ(files().read(at("x"), 9).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(files().read_into(at("x"), 9, buffer).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(files().map(at("x")).error().kind, base::ErrorKind::kInvalid);
  EXPECT_TRUE(files().facts(at("x"))) << "but it is there";
  EXPECT_EQ(files().append(at("x")).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(files().lock(at("x")).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(files().remove(at("x")).error().kind, base::ErrorKind::kInvalid);
  EXPECT_FALSE(files().create(at("x")));
}

TEST_P(FilesContract, AFileIsNoFolder) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), "1", 1));
  EXPECT_EQ(files().list(at("a")).error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(files().list_folders(at("a")).error().kind, base::ErrorKind::kUnsupported);
  EXPECT_FALSE(files().make_folders(at("a")));
  EXPECT_FALSE(files().make_folders(at("a/b")));
}

TEST_P(FilesContract, FactsTellTheSizeAndTheTimes) {
  ASSERT_TRUE(port::replace_file(files(), at("a"), "12345", 1));
  const auto facts = files().facts(at("a"));
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->size, 5U);
  EXPECT_GE(facts->used, facts->modified);
  EXPECT_EQ(files().facts(at("no")).error().kind, base::ErrorKind::kUnsupported);
}

TEST_P(FilesContract, FilesAndFoldersAreListedApartAndSorted) {
  for (const char* folder : {"y", "x", "x/inner"}) ASSERT_TRUE(files().make_folders(at(folder)));
  for (const char* file : {"b", "a", ".hidden"}) {
    ASSERT_TRUE(port::replace_file(files(), at(file), "1", 1));
  }
  EXPECT_EQ(*files().list(place_.folder), (std::vector<std::string>{".hidden", "a", "b"}));
  EXPECT_EQ(*files().list_folders(place_.folder), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(*files().list_folders(at("x")), std::vector<std::string>{"inner"});
  EXPECT_TRUE(files().list_folders(at("y"))->empty());
  EXPECT_EQ(files().list_folders(at("no")).error().kind, base::ErrorKind::kUnsupported);
}

TEST_P(FilesContract, AppendingGoesOnWhereTheFileEnds) {
  for (const char* word : {"one ", "two ", "three"}) {
    const auto file = files().append(at("a"));
    ASSERT_TRUE(file && files().write(*file, word) && files().sync(*file));
    files().close(*file);
  }
  EXPECT_EQ(*files().read(at("a"), 100), "one two three");
  EXPECT_EQ(files().append(at("no/a")).error().kind, base::ErrorKind::kUnsupported);
}

TEST_P(FilesContract, TwoWritersEachWriteAtTheEnd) {
  const auto one = files().create(at("a"));
  const auto two = files().append(at("a"));
  ASSERT_TRUE(one && two);
  ASSERT_TRUE(files().write(*one, "1"));
  ASSERT_TRUE(files().write(*two, "2"));
  ASSERT_TRUE(files().write(*one, "3"));
  files().close(*one);
  files().close(*two);
  EXPECT_EQ(*files().read(at("a"), 100), "123");
}

TEST_P(FilesContract, ACutFileGoesOnFromThere) {
  const auto file = files().create(at("a"));
  ASSERT_TRUE(file && files().write(*file, "whole torn"));
  ASSERT_TRUE(files().truncate(*file, 6));
  ASSERT_TRUE(files().write(*file, "again"));
  EXPECT_EQ(*files().read(at("a"), 100), "whole again");
  ASSERT_TRUE(files().truncate(*file, 13));
  files().close(*file);
  EXPECT_EQ(*files().read(at("a"), 100), std::string("whole again\0\0", 13));
}

TEST_P(FilesContract, ALockIsReleasedWithItsHandle) {
  for (int round = 0; round < 3; ++round) {
    const auto lock = files().lock(at("lock"));
    ASSERT_TRUE(lock);
    EXPECT_TRUE(files().lock(at("other"))) << "another path is another lock";
  }
  EXPECT_EQ(*files().list(place_.folder), (std::vector<std::string>{"lock", "other"}));
  EXPECT_EQ(files().lock(at("no/lock")).error().kind, base::ErrorKind::kUnsupported);
}

TEST_P(FilesContract, WhoeverDoesNotWaitForALockIsToldThatItIsHeld) {
  auto held = files().try_lock(at("lock"));
  ASSERT_TRUE(held && *held);
  const auto refused = files().try_lock(at("lock"));
  ASSERT_TRUE(refused) << "held is no error";
  EXPECT_FALSE(*refused);
  held->reset();
  EXPECT_TRUE(*files().try_lock(at("lock")));
  const auto waited = files().lock(at("lock"));
  ASSERT_TRUE(waited);
  EXPECT_FALSE(*files().try_lock(at("lock")));
  EXPECT_EQ(files().try_lock(at("no/lock")).error().kind, base::ErrorKind::kUnsupported);
}

TEST_P(FilesContract, ARemovedLockFileIsNobodysLock) {
  const auto before = files().lock(at("lock"));
  ASSERT_TRUE(before && files().remove(at("lock")));
  EXPECT_TRUE(files().lock(at("lock")));
}

TEST_P(FilesContract, APartOfAFileHasOneHolder) {
  const auto ours = files().parts(at("parts"));
  auto theirs = files().parts(at("parts"));
  ASSERT_TRUE(ours && theirs);
  EXPECT_TRUE((*ours)->take(10, 31));
  EXPECT_TRUE((*ours)->take(12, 1)) << "held already, by the same";
  EXPECT_FALSE((*theirs)->take(40, 1));
  EXPECT_FALSE((*theirs)->take(0, 11)) << "all or none";
  EXPECT_TRUE((*theirs)->take(0, 10)) << "none was kept of what was refused";
  EXPECT_TRUE((*theirs)->take(41, 5));
  EXPECT_FALSE((*ours)->take(45, 1));
  theirs->reset();
  EXPECT_TRUE((*ours)->take(45, 1)) << "released with its holder";
  EXPECT_EQ(files().parts(at("no/parts")).error().kind, base::ErrorKind::kUnsupported);
}

INSTANTIATE_TEST_SUITE_P(, FilesContract,
                         testing::Values(Maker{"Memory", in_memory}, Maker{"Disk", on_disk}),
                         [](const auto& one) { return std::string(one.param.name); });

// Killed at any call, or without power at any call, a replaced file is whole: old or new.
TEST(ReplaceFile, IsAtomicAtEveryCall) {
  for (std::uint64_t call = 0;; ++call) {
    fake::Files files;
    ASSERT_TRUE(files.make_folders("/f"));
    ASSERT_TRUE(port::replace_file(files, "/f/a", "old", 1));
    files.kill_at(call);
    const bool acknowledged = static_cast<bool>(port::replace_file(files, "/f/a", "new", 2));
    const auto seen = files.read("/f/a", 10);
    ASSERT_TRUE(seen && (*seen == "old" || *seen == "new")) << "killed at call " << call;
    files.cut_power();
    const auto durable = files.read("/f/a", 10);
    ASSERT_TRUE(durable && (*durable == "old" || *durable == "new")) << "no power at " << call;
    if (acknowledged) {
      EXPECT_EQ(*durable, "new") << "an acknowledged write survives";
      EXPECT_GE(call, 4U) << "create, write, sync, rename and the folder's sync";
      break;
    }
  }
}

// Whatever the disk kept of what was not synced.
TEST(ReplaceFile, IsAtomicOnADiskThatKeepsWhatItLikes) {
  const std::string before(3000, 'o');
  const std::string after(5000, 'n');
  std::set<std::string> found;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    fake::Files files;
    ASSERT_TRUE(files.make_folders("/f"));
    ASSERT_TRUE(port::replace_file(files, "/f/a", before, 1));
    files.kill_at(seed % 6);
    const bool acknowledged = static_cast<bool>(port::replace_file(files, "/f/a", after, 2));
    files.cut_power_anywhere(seed);
    const auto durable = files.read("/f/a", 10000);
    ASSERT_TRUE(durable && (*durable == before || *durable == after)) << "seed " << seed;
    EXPECT_TRUE(!acknowledged || *durable == after) << "seed " << seed;
    if (!acknowledged) found.insert(*durable);
  }
  EXPECT_EQ(found.size(), 2U) << "a rename that was not synced is kept, or is not";
}

TEST(ReplaceFile, AFullDiskLeavesTheOldContent) {
  fake::Files files;
  ASSERT_TRUE(files.make_folders("/f"));
  ASSERT_TRUE(port::replace_file(files, "/f/a", "old", 1));
  files.fill_disk();
  EXPECT_FALSE(port::replace_file(files, "/f/a", "new and longer", 2));
  EXPECT_EQ(*files.read("/f/a", 10), "old");
  EXPECT_EQ(files.list("/f")->size(), 1U) << "nothing half-written is left behind";
  files.make_room();
  EXPECT_TRUE(port::replace_file(files, "/f/a", "new", 3));
}

}  // namespace
}  // namespace wick::files_contract_test
