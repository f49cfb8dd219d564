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

namespace wick::io::posix_files_test {
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

// How many mappings of that file this process has.
std::size_t mappings_of(const std::string& path) {
  std::ifstream maps("/proc/self/maps");
  std::size_t found = 0;
  for (std::string line; std::getline(maps, line);) found += line.ends_with(" " + path) ? 1 : 0;
  return found;
}

TEST_F(PosixFilesTest, AMappingIsThereForTheNextWhoAsks) {
  std::ofstream(at("a")) << std::string(kTooLargeToBeRead, 'x');
  auto first = files_.map(at("a"));
  const auto second = files_.map(at("a"));
  EXPECT_EQ(first->bytes.data(), second->bytes.data()) << "two who look at the same time";
  const std::byte* const before = first->bytes.data();
  first = port::Mapped{};
  EXPECT_EQ(second->bytes.front(), std::byte{'x'}) << "although the other one has gone";
  EXPECT_EQ(files_.map(at("a"))->bytes.data(), before) << "after somebody else has gone";
  EXPECT_EQ(mappings_of(at("a")), 1U);
}

TEST_F(PosixFilesTest, AFileThatIsNotAsItWasIsMappedAnew) {
  const std::string text(kTooLargeToBeRead, 'x');
  std::ofstream(at("a")) << text;
  const auto ours = files_.map(at("a"));
  std::filesystem::resize_file(at("a"), 0);
  EXPECT_EQ(ours->bytes.front(), std::byte{}) << "zeros of the guard's own";
  std::ofstream(at("a"), std::ios::app) << text;
  const auto again = files_.map(at("a"));
  EXPECT_EQ(again->bytes.front(), std::byte{'x'});
  EXPECT_EQ(again->bytes.back(), std::byte{'x'});
  EXPECT_EQ(ours->bytes.front(), std::byte{});
}

TEST_F(PosixFilesTest, OnlySoMuchIsKept) {
  constexpr int kFiles = 5;  // of which three are too many
  const auto name = [&](int n) { return at("large" + std::to_string(n)); };
  const auto map = [&](int n) { return static_cast<bool>(files_.map(name(n))); };
  for (int n = 0; n < kFiles; ++n) {
    std::ofstream(name(n)) << "begin";
    std::filesystem::resize_file(name(n), Mappings::kKeptBytesMax / 5 * 2);
  }
  EXPECT_TRUE(map(0) && map(1) && map(0) && map(2));
  EXPECT_EQ(mappings_of(name(0)), 1U) << "asked for again";
  EXPECT_EQ(mappings_of(name(1)), 0U) << "the one that nobody asked for longest";
  EXPECT_EQ(mappings_of(name(2)), 1U);
  const auto held = files_.map(name(0));
  EXPECT_TRUE(map(3) && map(4));
  EXPECT_EQ(mappings_of(name(2)), 0U);
  EXPECT_EQ(held->bytes.front(), std::byte{'b'}) << "what is looked at stays";
  std::filesystem::resize_file(name(1), Mappings::kKeptBytesMax + 1);
  EXPECT_TRUE(map(1));
  EXPECT_EQ(mappings_of(name(1)), 0U) << "too large for itself";
  EXPECT_EQ(mappings_of(name(4)), 1U) << "and no reason to forget another";
}

TEST_F(PosixFilesTest, ManySmallMappingsAreTooManyAsWell) {
  const auto name = [&](std::size_t n) { return at("day" + std::to_string(n)); };
  for (std::size_t n = 0; n <= Mappings::kKeptMax; ++n) {
    std::ofstream(name(n)) << "begin";
    std::filesystem::resize_file(name(n), 100'000);
    EXPECT_TRUE(files_.map(name(n)));
  }
  EXPECT_EQ(mappings_of(name(0)), 0U);
  EXPECT_EQ(mappings_of(name(1)), 1U);
}

TEST_F(PosixFilesTest, NothingIsKeptLongerThanTheObject) {
  std::ofstream(at("a")) << std::string(kTooLargeToBeRead, 'a');
  std::ofstream(at("b")) << std::string(kTooLargeToBeRead, 'b');
  auto other = std::make_unique<PosixFiles>();
  const auto held = other->map(at("a"));
  ASSERT_TRUE(held && other->map(at("b")));
  other.reset();
  EXPECT_EQ(mappings_of(at("a")), 1U);
  EXPECT_EQ(mappings_of(at("b")), 0U);
  EXPECT_EQ(held->bytes.back(), std::byte{'a'});
}

TEST_F(PosixFilesTest, AForkedChildHasMappingsOfItsOwn) {
  std::ofstream(at("a")) << std::string(kTooLargeToBeRead, 'a');
  ASSERT_TRUE(files_.map(at("a")));
  const pid_t child = ::fork();
  if (child == 0) {
    const bool good = files_.map(at("a"))->bytes.back() == std::byte{'a'};
    ::_exit(good ? 0 : 1);
  }
  int how{};
  ::waitpid(child, &how, 0);
  EXPECT_EQ(how, 0);
  EXPECT_EQ(files_.map(at("a"))->bytes.back(), std::byte{'a'});
}

// Some of them replaced all the time, and more than are kept.
TEST_F(PosixFilesTest, AnyThreadMayMap) {
  constexpr char kFiles = 9;
  const auto name = [&](char n) { return at(std::string("file") + static_cast<char>('a' + n)); };
  const auto write = [&](char n, std::uint64_t unique) {
    const std::string text(Mappings::kKeptBytesMax / 8, static_cast<char>('a' + n));
    return static_cast<bool>(port::replace_file(files_, name(n), text, unique));
  };
  for (char n = 0; n < kFiles; ++n) ASSERT_TRUE(write(n, 1));
  std::atomic<int> wrong{0};
  const auto work = [&](int step) {
    for (int round = 0; round < 300; ++round) {
      const char n = static_cast<char>(round * step % kFiles);
      const auto mapped = files_.map(name(n));
      const auto wanted = static_cast<std::byte>('a' + n);
      if (!mapped || mapped->bytes.front() != wanted || mapped->bytes.back() != wanted) ++wrong;
    }
  };
  std::thread one(work, 1);
  std::thread two(work, 2);
  for (std::uint64_t round = 2; round < 6; ++round) EXPECT_TRUE(write(3, round));
  one.join();
  two.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(files_.lost_mapping(), std::nullopt);
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
}  // namespace wick::io::posix_files_test
