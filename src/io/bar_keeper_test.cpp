#include "io/bar_keeper.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace wick::io::bar_keeper_test {
namespace {

using namespace std::chrono_literals;

class StillClock final : public port::Clock {
 public:
  [[nodiscard]] core::Now now() const override { return {}; }
};

const base::Error kHeld{base::ErrorKind::kUnavailable, "another program holds the lock"};

// Remembers what it was told, and from which thread.
struct Record {
  std::vector<core::UtcTime> taken;
  int finished{};
  std::optional<base::Error> trouble;
  int held{};  // so many times it cannot be finished
  std::thread::id thread;
  bool one_thread{true};
};

class RecordingLog final : public port::BarLog {
 public:
  explicit RecordingLog(Record& record) : record_(record) {}
  void take(const core::SeriesId& /*id*/, const core::Bar& bar, core::Mark /*mark*/,
            core::Now /*now*/) override {
    note();
    record_.taken.push_back(bar.open_time);
  }
  void step(core::Now /*now*/) override { note(); }
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }
  void finish(core::Now /*now*/) override {
    note();
    ++record_.finished;
    if (record_.held == 0) return;
    record_.trouble.reset();
    if (record_.finished < record_.held) record_.trouble = kHeld;
  }
  [[nodiscard]] std::optional<base::Error> trouble() const override { return record_.trouble; }

 private:
  void note() {
    if (record_.thread == std::thread::id{}) record_.thread = std::this_thread::get_id();
    record_.one_thread = record_.one_thread && record_.thread == std::this_thread::get_id();
  }
  Record& record_;
};

core::Bar bar(int minute) {
  core::Bar bar;
  bar.open_time = core::UtcTime{minute * 1min};
  return bar;
}

TEST(BarKeeper, WhatWasTakenIsWrittenInOrderByTheTimeItIsFinished) {
  Record record;
  const StillClock clock;
  {
    BarKeeper keeper(std::make_unique<RecordingLog>(record), clock);
    for (int round = 1; round <= 3; ++round) {
      for (int i = 0; i < 100; ++i) keeper.take({}, bar(i), {}, {});
      keeper.finish({});
      // Nothing else touches the log before the next call.
      ASSERT_EQ(record.taken.size(), static_cast<std::size_t>(100 * round));
      EXPECT_EQ(record.taken.back(), core::UtcTime{99min});
      EXPECT_EQ(record.finished, round);
    }
  }
  EXPECT_TRUE(record.one_thread);
  EXPECT_NE(record.thread, std::this_thread::get_id());
}

TEST(BarKeeper, TroubleIsPassedOn) {
  Record record;
  record.trouble = base::Error{base::ErrorKind::kUnavailable, "disk full"};
  const StillClock clock;
  BarKeeper keeper(std::make_unique<RecordingLog>(record), clock);
  keeper.finish({});
  ASSERT_TRUE(keeper.trouble());
  EXPECT_EQ(keeper.trouble()->what, "disk full");
}

TEST(BarKeeper, ALockThatIsSoonLetGoIsNoTrouble) {
  Record record;
  record.held = 3;
  const StillClock clock;
  BarKeeper keeper(std::make_unique<RecordingLog>(record), clock);
  keeper.finish({});
  EXPECT_EQ(record.finished, 3);
  EXPECT_FALSE(keeper.trouble());
}

TEST(BarKeeper, TroubleThatWasThereBeforeIsNotWaitedOut) {
  Record record;
  record.trouble = kHeld;
  const StillClock clock;
  BarKeeper keeper(std::make_unique<RecordingLog>(record), clock);
  keeper.finish({});
  EXPECT_EQ(record.finished, 1);
}

TEST(BarKeeper, ItEndsWithoutBeingFinished) {
  Record record;
  const StillClock clock;
  { BarKeeper keeper(std::make_unique<RecordingLog>(record), clock); }
  EXPECT_EQ(record.finished, 0);
}

}  // namespace
}  // namespace wick::io::bar_keeper_test
