#include "store/bar_log.hpp"

#include "store/streamed_bars_test.hpp"

namespace wick::store::bar_log_test {
namespace {

using namespace std::chrono_literals;

using BarLogTest = StreamedBars;

TEST_F(BarLogTest, ABarIsOnDiskABoundedTimeLater) {
  BarLog log(disk_);
  EXPECT_EQ(log.wake(), MonoTime::max());
  log.take(id_, bar(0h), kStream, at(1h));
  const core::Micros due = log.wake() - at(0h).mono;
  EXPECT_GT(due, 1h);
  EXPECT_LE(due, 1h + 60s);
  log.step(at(due - 1us));
  EXPECT_EQ(files_.write_calls(), 1U) << "too early";
  log.take(id_, bar(1h), kStream, at(due - 1us));
  EXPECT_EQ(log.wake(), at(due).mono) << "the first bar decides";
  log.step(at(due));
  files_.cut_power();
  EXPECT_EQ(get({hours(0, 24)}).series.bars(), (std::vector{bar(0h), bar(1h)}));
  EXPECT_EQ(log.wake(), MonoTime::max());
  EXPECT_FALSE(log.trouble());
}

TEST_F(BarLogTest, ACommitIsOneAppendHoweverManyBars) {
  id_ = series(core::Interval::k1m);
  BarLog log(disk_);
  log.take(id_, bar(0min), kStream, at(1min));
  log.finish(at(1min));
  const std::uint64_t before = files_.write_calls();
  log.take(id_, bar(1min), kStream, at(2min));
  log.finish(at(2min));
  const std::uint64_t one = files_.write_calls() - before;
  for (int n = 2; n < 30; ++n) {
    log.take(id_, bar(std::chrono::minutes{n}), n % 3 == 0 ? kRest : kStream,
             at(std::chrono::minutes{n + 1}));
  }
  log.finish(at(31min));
  EXPECT_EQ(files_.write_calls() - before, 2 * one);
  EXPECT_EQ(tail_rows(), 30U);
}

TEST_F(BarLogTest, TheTailIsNotReadAgainAtEachCommit) {
  id_ = series(core::Interval::k1m);
  BarLog log(disk_);
  bring(log, hours(0, 1));
  log.finish(at(1h));
  const std::uint64_t before = files_.read_calls();
  for (int n = 60; n < 70; ++n) {
    log.take(id_, bar(std::chrono::minutes{n}), kStream, at(std::chrono::minutes{n + 1}));
    log.finish(at(std::chrono::minutes{n + 1}));
  }
  EXPECT_EQ((files_.read_calls() - before) / 10, 3U) << "its facts twice, and its end";
}

TEST_F(BarLogTest, EachBarHasAnHonestSource) {
  BarLog log(disk_);
  log.take(id_, bar(0h), kStream, at(1h + 2s));
  log.take(id_, bar(1h), kRest, at(2h + 3s));
  log.finish(at(2h + 5s));
  const auto entries = tail();
  ASSERT_EQ(entries.size(), 2U);
  const core::Source streamed{.origin = core::Origin::kStream,
                              .revision = 0,
                              .object = "stream BTCUSDT 1h",
                              .checksum = "",
                              .fetched = kStreamedDay + 1h + 2s};
  const core::Source asked{.origin = core::Origin::kRest,
                           .revision = 0,
                           .object = "REST",
                           .checksum = "",
                           .fetched = kStreamedDay + 2h + 3s};
  EXPECT_EQ(entries[0].source, streamed);
  EXPECT_EQ(entries[0].rows.tier(), core::Tier::kStream);
  EXPECT_EQ(entries[1].source, asked);
  EXPECT_EQ(entries[1].rows.tier(), core::Tier::kRest);
}

TEST_F(BarLogTest, FormingBarsAndBarsOffTheGridAreRefused) {
  BarLog log(disk_);
  log.take(id_, bar(0h), {.final = false, .origin = core::Origin::kStream}, at(30min));
  log.take(id_, bar(7min), kStream, at(2h));
  EXPECT_EQ(log.wake(), MonoTime::max());
  log.finish(at(2h));
  EXPECT_EQ(files_.write_calls(), 1U) << "nothing but the folder of this test";
}

TEST_F(BarLogTest, TwoProgramsOnOneSeriesDoNoHarm) {
  BarLog ours(disk_);
  BarLog theirs(disk_);
  for (int n = 0; n < 30; ++n) {
    const auto t = std::chrono::hours{n};
    ours.take(id_, bar(t), kStream, at(t + 1h));
    theirs.take(id_, bar(t), kStream, at(t + 1h + 1s));
    ours.finish(at(t + 1h + 2s));
    theirs.finish(at(t + 1h + 3s));
    EXPECT_EQ(tail_rows(),
              n < 23 ? static_cast<std::size_t>(n) + 1 : static_cast<std::size_t>(n) - 23);
  }
  EXPECT_TRUE(has_day());
  EXPECT_TRUE(journal().empty());
  EXPECT_FALSE(ours.trouble() || theirs.trouble());
  EXPECT_EQ(get({hours(0, 30)}).series.rows(), 30U);
}

TEST_F(BarLogTest, BarsThatComeAgainAfterEachStartAreNotWrittenAgain) {
  for (int start = 0; start < 20; ++start) {
    BarLog log(disk_);
    for (int n = 0; n < 10; ++n) log.take(id_, bar(std::chrono::hours{n}), kRest, at(12h));
    log.finish(at(12h));
  }
  EXPECT_EQ(tail_rows(), 10U);
}

TEST_F(BarLogTest, AHeldLockIsNotWaitedFor) {
  BarLog log(disk_);
  auto held = Shelf(disk_, id_).lock();
  ASSERT_TRUE(held);
  log.take(id_, bar(0h), kStream, at(1h));
  core::Micros t = log.wake() - at(0h).mono;
  for (int n = 0; n < 10; ++n) {
    log.step(at(t));
    EXPECT_GT(log.wake(), at(t).mono) << "not at once, or it would spin";
    EXPECT_LE(log.wake(), at(t + 5s).mono);
    t = log.wake() - at(0h).mono;
  }
  EXPECT_FALSE(log.trouble()) << "that is no fault";
  log.finish(at(t));
  ASSERT_TRUE(log.trouble());
  EXPECT_TRUE(log.trouble()->what.ends_with(
      ": another program holds the lock of its series; 1 bar was not kept"))
      << log.trouble()->what;
  held->reset();
  log.step(at(t + 10s));
  EXPECT_FALSE(log.trouble());
  EXPECT_EQ(tail_rows(), 1U);
}

TEST_F(BarLogTest, AFullDiskCostsTheKeepingAndRecoversByItself) {
  for (const auto health :
       {fake::Files::Health::kFull, fake::Files::Health::kReadOnly, fake::Files::Health::kGone}) {
    SCOPED_TRACE(static_cast<int>(health));
    id_.symbol += "X";
    BarLog log(disk_);
    files_.set_health(health);
    core::Micros t = 0h;
    std::optional<base::Error> first;
    int tries = 0;
    for (int n = 0; n < 12; ++n) {
      log.take(id_, bar(std::chrono::hours{n}), kStream, at(t + 1h));
      for (t += 1h; log.wake() <= at(t + 59min).mono; ++tries) {
        log.step({kStreamedDay + t, log.wake()});
        ASSERT_TRUE(log.trouble());
        if (!first) first = log.trouble();
        EXPECT_EQ(log.trouble()->what, first->what) << "one trouble is told";
      }
    }
    EXPECT_LT(tries, 12 * 13 + 10) << "with a growing delay";
    EXPECT_GT(tries, 100) << "but again and again";
    files_.set_health(fake::Files::Health::kGood);
    EXPECT_LE(log.wake(), at(t + 59min + 5min).mono);
    log.step({kStreamedDay + t + 1h, log.wake()});
    EXPECT_FALSE(log.trouble());
    EXPECT_EQ(tail_rows(), 12U);
  }
}

TEST_F(BarLogTest, WhatCannotBeWrittenIsHeldUpToABound) {
  BarLog log(disk_, {.bars_max = 5});
  files_.fill_disk();
  for (int n = 0; n < 9; ++n) log.take(id_, bar(std::chrono::hours{n}), kStream, at(10h));
  log.finish(at(10h));
  EXPECT_TRUE(log.trouble());
  files_.make_room();
  log.finish(at(11h));
  EXPECT_FALSE(log.trouble());
  EXPECT_EQ(get({hours(0, 24)}, 11h).settled, (RangeSet{hours(4, 9)})) << "the latest";
}

TEST_F(BarLogTest, AThousandSeriesAreSpreadOverTheMinute) {
  BarLog log(disk_);
  for (int n = 0; n < 1000; ++n) {
    const auto id = series(core::Interval::k1m, "S" + std::to_string(n));
    log.take(id, fake::bar_at(kStreamedDay, core::grid_of(id), 1), kStream, at(1min));
  }
  std::map<std::int64_t, int> in_second;
  std::uint64_t calls = files_.write_calls();
  for (core::Micros t = 1min; t <= 2min; t += 50ms) {
    log.step(at(t));
    const std::uint64_t now = files_.write_calls();
    EXPECT_LE(now - calls, 4U * 8) << "a bounded amount at a time";
    in_second[t / 1s] += now > calls ? static_cast<int>(now - calls) : 0;
    calls = now;
  }
  EXPECT_EQ(log.wake(), MonoTime::max()) << "all of them";
  EXPECT_EQ(in_second.size(), 61U);
  for (const auto& [second, writes] : in_second) EXPECT_LT(writes, 7 * 40) << second;
}

}  // namespace
}  // namespace wick::store::bar_log_test
