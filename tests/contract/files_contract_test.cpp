// What every file system behind port::Files must do: the machine's own and the one in memory.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

#include "fake/files.hpp"
#include "io/posix_files.hpp"

namespace wick {
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
}  // namespace wick
