#include "io/fault_guard.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

namespace wick::io::fault_guard_test {
namespace {

const std::size_t kPage = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));

// Pages full of 'x', of a file without a name.
class MappedPages {
 public:
  explicit MappedPages(std::size_t count) : size_(count * kPage) {
    char name[] = "/tmp/wick-guard-XXXXXX";
    file_ = ::mkstemp(name);
    ::unlink(name);
    const std::string text(size_, 'x');
    EXPECT_EQ(::write(file_, text.data(), size_), static_cast<ssize_t>(size_));
    begin_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
    EXPECT_NE(begin_, MAP_FAILED);
  }
  ~MappedPages() {
    ::munmap(begin_, size_);
    ::close(file_);
  }
  MappedPages(const MappedPages&) = delete;
  MappedPages& operator=(const MappedPages&) = delete;

  void cut(std::size_t pages) const {
    EXPECT_EQ(::ftruncate(file_, static_cast<off_t>(pages * kPage)), 0);
  }
  [[nodiscard]] std::span<const std::byte> bytes() const {
    return {static_cast<const std::byte*>(begin_), size_};
  }
  [[nodiscard]] int file() const { return file_; }
  [[nodiscard]] char at(std::size_t index) const {
    return static_cast<const volatile char*>(begin_)[index];
  }

 private:
  std::size_t size_;
  int file_{};
  void* begin_{};
};

// How a program ends that touches a cut mapping which nobody watches, while it watches another.
void touch_unwatched() {
  const MappedPages watched(1);
  const MappedPages other(1);
  const auto guard = FaultGuard::watch(watched.bytes());
  other.cut(0);
  (void)other.at(0);
}

void set_handler(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigaction(SIGBUS, &action, nullptr);
}

TEST(FaultGuard, WhatIsGoneReadsAsZeros) {
  const MappedPages pages(4);
  const auto guard = FaultGuard::watch(pages.bytes());
  ASSERT_TRUE(guard);
  pages.cut(2);
  EXPECT_EQ(pages.at(2 * kPage - 1), 'x');
  EXPECT_FALSE(guard->cut());
  EXPECT_EQ(pages.at(3 * kPage + 7), '\0');
  EXPECT_TRUE(guard->cut());
  EXPECT_EQ(pages.at(2 * kPage), '\0') << "also before the first page that was touched";
  EXPECT_EQ(pages.at(0), 'x');
}

TEST(FaultGuard, OthersAreNotCut) {
  const MappedPages one(2);
  const MappedPages two(2);
  const auto first = FaultGuard::watch(one.bytes());
  const auto second = FaultGuard::watch(two.bytes());
  one.cut(0);
  EXPECT_EQ(one.at(0), '\0');
  EXPECT_TRUE(first->cut());
  EXPECT_FALSE(second->cut());
  EXPECT_EQ(two.at(0), 'x');
}

TEST(FaultGuard, NothingBeyondTheMappingIsTouched) {
  const MappedPages pages(4);
  const auto guard = FaultGuard::watch(pages.bytes().first(3 * kPage));
  pages.cut(2);
  EXPECT_EQ(pages.at(2 * kPage), '\0');
  EXPECT_EQ(::ftruncate(pages.file(), static_cast<off_t>(4 * kPage)), 0);
  EXPECT_EQ(::pwrite(pages.file(), "yyyy", 4, static_cast<off_t>(3 * kPage)), 4);
  EXPECT_EQ(pages.at(3 * kPage), 'y') << "still the file's page";
  EXPECT_EQ(pages.at(2 * kPage), '\0');
}

TEST(FaultGuard, APlaceIsCleanWhenItIsUsedAgain) {
  for (std::size_t round = 0; round <= FaultGuard::kWatchedMax; ++round) {
    const auto guard = FaultGuard::watch({reinterpret_cast<const std::byte*>(kPage), kPage});
    ASSERT_TRUE(guard && !guard->cut());
    if (round > 0) continue;
    const MappedPages pages(1);
    const auto soon_free = FaultGuard::watch(pages.bytes());
    pages.cut(0);
    EXPECT_EQ(pages.at(0), '\0');
  }
}

TEST(FaultGuard, WatchesOnlySoMany) {
  std::vector<FaultGuard> guards;
  for (std::size_t n = 1; n <= FaultGuard::kWatchedMax; ++n) {
    auto guard = FaultGuard::watch({reinterpret_cast<const std::byte*>(n * kPage), kPage});
    ASSERT_TRUE(guard) << n;
    guards.push_back(std::move(*guard));
  }
  const MappedPages pages(1);
  EXPECT_FALSE(FaultGuard::watch(pages.bytes()));
  guards.pop_back();
  const auto guard = FaultGuard::watch(pages.bytes());
  ASSERT_TRUE(guard);
  pages.cut(0);
  EXPECT_EQ(pages.at(0), '\0') << "found among all the others";
}

TEST(FaultGuard, ManyThreadsMayTouchTheSamePage) {
  const MappedPages pages(64);
  const auto guard = FaultGuard::watch(pages.bytes());
  pages.cut(1);
  std::atomic<int> zeros{0};
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n) {
    threads.emplace_back([&] {
      for (std::size_t page = 63; page > 0; --page) zeros += pages.at(page * kPage) == '\0' ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(zeros, 4 * 63);
  EXPECT_TRUE(guard->cut());
}

class FaultGuardDeathTest : public testing::Test {
 protected:
  // Each runs in a process of its own, in which nothing has been watched before.
  FaultGuardDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(FaultGuardDeathTest, AnyOtherFaultIsFatalAsBefore) {
  EXPECT_EXIT(
      {
        set_handler(SIG_DFL);
        touch_unwatched();
      },
      testing::KilledBySignal(SIGBUS), "");
}

TEST_F(FaultGuardDeathTest, AFaultIsFatalEvenWhereTheSignalWasIgnored) {
  EXPECT_EXIT(
      {
        set_handler(SIG_IGN);
        touch_unwatched();
      },
      testing::KilledBySignal(SIGBUS), "");
}

TEST_F(FaultGuardDeathTest, AnyOtherFaultGoesToWhoeverHandledIt) {
  EXPECT_EXIT(
      {
        set_handler([](int) { ::_exit(42); });
        touch_unwatched();
      },
      testing::ExitedWithCode(42), "");
}

TEST_F(FaultGuardDeathTest, AnIgnoredSignalOfAnotherProcessIsStillIgnored) {
  EXPECT_EXIT(
      {
        set_handler(SIG_IGN);
        const MappedPages pages(1);
        const auto guard = FaultGuard::watch(pages.bytes());
        ::kill(::getpid(), SIGBUS);
        ::_exit(guard->cut() ? 1 : 43);
      },
      testing::ExitedWithCode(43), "");
}

}  // namespace
}  // namespace wick::io::fault_guard_test
