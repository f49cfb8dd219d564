// What only a real file system can show; the rest is in the contract of port::Files.
#include "io/posix_files.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "io/fault_guard.hpp"

namespace wick::io {
namespace {

class PosixFilesTest : public testing::Test {
 protected:
  PosixFilesTest() {
    EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
    EXPECT_TRUE(port::replace_file(files_, at("a"), "bytes of a file", 1));
  }
  ~PosixFilesTest() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::string at(const std::string& name) const { return folder_ + "/" + name; }

  std::string folder_ = (std::filesystem::temp_directory_path() / "wick-posix-XXXXXX").string();
  PosixFiles files_;
};

// Whether a stranger could have the lock of that path now.
bool free_to_lock(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  const bool got = ::flock(file, LOCK_EX | LOCK_NB) == 0;
  ::close(file);
  return got;
}

// Somebody is blocked in flock() on this file.
bool awaited(ino_t inode) {
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    const bool waits = line.find("->") != std::string::npos;
    if (waits && line.find(":" + std::to_string(inode) + " ") != std::string::npos) return true;
  }
  return false;
}

ino_t inode_of(const std::string& path) {
  struct stat facts {};
  EXPECT_EQ(::stat(path.c_str(), &facts), 0);
  return facts.st_ino;
}

void wait_until_awaited(ino_t inode) {
  for (int n = 0; n < 100000 && !awaited(inode); ++n) std::this_thread::yield();
}

TEST_F(PosixFilesTest, APipeIsNoFileAndIsNotWaitedFor) {
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  EXPECT_EQ(files_.read(at("pipe"), 9).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(files_.map(at("pipe")).error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(files_.read("/dev/zero", 9).error().kind, base::ErrorKind::kInvalid);
}

TEST_F(PosixFilesTest, ALinkIsWhatItPointsAt) {
  std::filesystem::create_directory(at("folder"));
  std::filesystem::create_directory_symlink(at("folder"), at("to_folder"));
  std::filesystem::create_symlink(at("a"), at("to_file"));
  std::filesystem::create_symlink(at("nowhere"), at("to_nothing"));
  EXPECT_EQ(*files_.list(folder_), (std::vector<std::string>{"a", "to_file", "to_nothing"}));
  EXPECT_EQ(*files_.list_folders(folder_), (std::vector<std::string>{"folder", "to_folder"}));
}

TEST_F(PosixFilesTest, TimesAreThoseOfTheSystem) {
  const timespec times[2] = {{1700000000, 123456789}, {1600000000, 1999}};
  ASSERT_EQ(::utimensat(AT_FDCWD, at("a").c_str(), times, 0), 0);
  EXPECT_EQ(files_.facts(at("a"))->used, core::utc_micros(1700000000123456));
  EXPECT_EQ(files_.facts(at("a"))->modified, core::utc_micros(1600000000000001));
  const timespec never_read[2] = {{1500000000, 0}, {1600000000, 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, at("a").c_str(), never_read, 0), 0);
  EXPECT_EQ(files_.facts(at("a"))->used, core::utc_micros(1600000000000000));
}

TEST_F(PosixFilesTest, BeyondWhatCanBeWatchedAFileIsReadInstead) {
  std::vector<FaultGuard> guards;
  const auto nowhere = [](std::size_t page) {
    return std::span(reinterpret_cast<const std::byte*>(page * 65536), 1);
  };
  while (auto guard = FaultGuard::watch(nowhere(guards.size() + 1))) {
    guards.push_back(std::move(*guard));
  }
  EXPECT_EQ(guards.size(), FaultGuard::kWatchedMax);
  const auto mapped = files_.map(at("a"));
  ASSERT_TRUE(mapped);
  std::filesystem::resize_file(at("a"), 0);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(mapped->bytes.data()), mapped->bytes.size()),
            "bytes of a file");
  EXPECT_EQ(files_.lost_mapping(), std::nullopt);
}

constexpr std::size_t kTooLargeToBeRead = std::size_t{1} << 20U;

TEST_F(PosixFilesTest, ALossIsToldByTheObjectThatMappedIt) {
  PosixFiles other;
  std::ofstream(at("a")) << std::string(kTooLargeToBeRead, 'x');
  const auto ours = files_.map(at("a"));
  std::filesystem::resize_file(at("a"), 0);
  EXPECT_EQ(ours->bytes[0], std::byte{});
  EXPECT_EQ(files_.lost_mapping(), at("a"));
  EXPECT_EQ(other.lost_mapping(), std::nullopt);
}

TEST_F(PosixFilesTest, WhatWasReadInsteadOfMappedCannotBeLost) {
  const std::string small(100, 's');
  std::ofstream(at("a")) << small;
  const auto ours = files_.map(at("a"));
  std::filesystem::resize_file(at("a"), 0);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(ours->bytes.data()), ours->bytes.size()),
            small);
  EXPECT_EQ(files_.lost_mapping(), std::nullopt);
}

TEST_F(PosixFilesTest, OfManyDaysThatAreHeldAtOnceTheLaterAreMapped) {
  constexpr std::size_t kDay = std::size_t{130} << 10U;
  std::ofstream(at("a")) << std::string(kDay, 'x');
  std::vector<port::Mapped> held;
  for (int day = 0; day < 7; ++day) held.push_back(*files_.map(at("a")));
  const auto mapped = files_.map(at("a"));
  held.pop_back();
  held.push_back(*files_.map(at("a")));  // there is room again
  std::filesystem::resize_file(at("a"), 0);
  for (const port::Mapped& file : held) EXPECT_EQ(file.bytes.front(), std::byte{'x'});
  EXPECT_EQ(files_.lost_mapping(), at("a")) << "the eighth";
  EXPECT_EQ(mapped->bytes.front(), std::byte{});
}

TEST_F(PosixFilesTest, TwoThreadsExcludeEachOther) {
  int unguarded = 0;
  std::atomic<int> inside{0};
  std::atomic<int> met{0};
  const auto work = [&] {
    for (int n = 0; n < 200; ++n) {
      const auto lock = files_.lock(at("lock"));
      if (++inside > 1) ++met;
      ++unguarded;
      --inside;
    }
  };
  std::thread other(work);
  work();
  other.join();
  EXPECT_EQ(unguarded, 400);
  EXPECT_EQ(met, 0);
}

TEST_F(PosixFilesTest, AKilledHolderIsNoHolder) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = files_.lock(at("lock"));
    (void)!::write(ready[1], lock ? "1" : "0", 1);
    for (;;) ::pause();
  }
  char held{};
  ASSERT_EQ(::read(ready[0], &held, 1), 1);
  EXPECT_EQ(held, '1');
  EXPECT_FALSE(free_to_lock(at("lock")));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(files_.lock(at("lock")));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(PosixFilesTest, AForkedChildNeitherHoldsNorReleasesTheLock) {
  auto lock = files_.lock(at("lock"));
  ASSERT_TRUE(lock);
  int go_on[2];
  ASSERT_EQ(::pipe(go_on), 0);
  const pid_t releasing = ::fork();
  if (releasing == 0) {
    lock->reset();
    ::_exit(0);
  }
  ::waitpid(releasing, nullptr, 0);
  EXPECT_FALSE(free_to_lock(at("lock"))) << "a child that lets go of its copy";
  const pid_t staying = ::fork();
  if (staying == 0) {
    char byte{};
    (void)!::read(go_on[0], &byte, 1);
    ::_exit(0);
  }
  lock->reset();
  EXPECT_TRUE(free_to_lock(at("lock"))) << "although the child's copy is still open";
  EXPECT_EQ(::write(go_on[1], "1", 1), 1);
  ::waitpid(staying, nullptr, 0);
  ::close(go_on[0]);
  ::close(go_on[1]);
}

TEST_F(PosixFilesTest, ALockFileThatWasReplacedMeanwhileIsTakenAgain) {
  auto ours = files_.lock(at("lock"));
  ASSERT_TRUE(ours);
  const ino_t before = inode_of(at("lock"));
  base::Result<port::Files::Lock> theirs = port::Files::Lock{};
  std::thread waiting([&] { theirs = files_.lock(at("lock")); });
  wait_until_awaited(before);
  ASSERT_TRUE(port::replace_file(files_, at("lock"), "", 1));
  ours->reset();
  waiting.join();
  ASSERT_TRUE(theirs);
  EXPECT_NE(inode_of(at("lock")), before);
  EXPECT_FALSE(free_to_lock(at("lock"))) << "it is the new file that is locked";
}

}  // namespace
}  // namespace wick::io
