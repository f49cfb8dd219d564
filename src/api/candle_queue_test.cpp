#include "api/candle_queue.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <map>
#include <random>
#include <thread>

namespace wick::api::candle_queue_test {
namespace {

using namespace std::chrono_literals;
using live::CandleEvent;
using live::Tidings;

CandleEvent event(std::size_t series, Tidings kind, int number) {
  CandleEvent made{.series = series, .kind = kind};
  made.bar.open_time = core::UtcTime{number * 1min};
  made.bar.close = number;
  return made;
}

bool readable(const CandleQueue& queue) {
  pollfd asked{queue.descriptor(), POLLIN, 0};
  return ::poll(&asked, 1, 0) == 1;
}

std::vector<CandleEvent> drained(CandleQueue& queue) {
  std::vector<CandleEvent> events;
  for (;;) {
    const auto next = queue.take(0us);
    if (!next || !*next) return events;
    events.push_back(**next);
  }
}

TEST(CandleQueue, WhatCameFirstIsTakenFirstAndNothingIsThereAfterIt) {
  CandleQueue queue(10);
  EXPECT_FALSE(readable(queue));
  queue.add({event(0, Tidings::kClosed, 1), event(1, Tidings::kHole, 2)});
  queue.add({event(0, Tidings::kRevised, 3)});
  EXPECT_TRUE(readable(queue));
  const auto events = drained(queue);
  ASSERT_EQ(events.size(), 3U);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(events[static_cast<std::size_t>(i)].bar.close, i + 1);
  EXPECT_FALSE(readable(queue));
  EXPECT_FALSE(*queue.take(1us));
}

TEST(CandleQueue, OnlyTheLatestWordOnACandleUnderWayWaits) {
  CandleQueue queue(10);
  queue.add({event(0, Tidings::kForming, 1), event(1, Tidings::kForming, 2)});
  queue.add({event(0, Tidings::kForming, 3), event(0, Tidings::kClosed, 4)});
  queue.add({event(0, Tidings::kForming, 5), event(0, Tidings::kForming, 6)});
  std::vector<double> closes;
  for (const CandleEvent& each : drained(queue)) closes.push_back(each.bar.close);
  EXPECT_EQ(closes, (std::vector<double>{3, 2, 4, 6}));
  queue.add({event(0, Tidings::kForming, 7)});  // the earlier one has been taken
  EXPECT_EQ(drained(queue).size(), 1U);
}

// Against a list that keeps everything: what remains is the latest of each run of forming ones.
TEST(CandleQueue, ClosedCandlesAreNeverDroppedNorMoved) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    CandleQueue queue(5);
    std::map<std::size_t, std::vector<double>> told;
    std::map<std::size_t, std::vector<double>> read;
    std::map<std::size_t, double> last_told;
    std::map<std::size_t, double> last_read;
    const auto take = [&](const CandleEvent& each) {
      last_read[each.series] = each.bar.close;
      if (each.kind == Tidings::kClosed) read[each.series].push_back(each.bar.close);
    };
    for (int number = 1; number <= 300; ++number) {
      const std::size_t series = random() % 3;
      const auto kind = random() % 3 == 0 ? Tidings::kClosed : Tidings::kForming;
      queue.add({event(series, kind, number)});
      last_told[series] = number;
      if (kind == Tidings::kClosed) told[series].push_back(number);
      if (random() % 4 == 0) {
        if (const auto next = queue.take(0us); *next) {
          EXPECT_GT((*next)->bar.close, last_read[(*next)->series]) << "seed " << seed;
          take(**next);
        }
      }
    }
    for (const CandleEvent& each : drained(queue)) take(each);
    EXPECT_EQ(read, told) << "seed " << seed;
    EXPECT_EQ(last_read, last_told) << "seed " << seed;
  }
}

TEST(CandleQueue, TheEndIsToldAfterAllElseAndAgain) {
  CandleQueue queue(10);
  queue.add({event(0, Tidings::kClosed, 1)});
  queue.end({.kind = ErrorKind::kSymbol, .what = "none"});
  queue.add({event(0, Tidings::kClosed, 2)});
  EXPECT_EQ(drained(queue).size(), 1U);
  for (int i = 0; i < 2; ++i) {
    const auto next = queue.take(1h);
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().kind, ErrorKind::kSymbol);
    EXPECT_TRUE(readable(queue));
  }
}

TEST(CandleQueue, ClosingFreesWhoeverWaitsOnEitherSide) {
  CandleQueue queue(1);
  std::thread reader([&] {
    const auto next = queue.take(1h);
    EXPECT_FALSE(next);
    EXPECT_EQ(next.error().kind, ErrorKind::kCancelled);
  });
  queue.close();
  reader.join();
  EXPECT_TRUE(queue.closed());
  EXPECT_TRUE(readable(queue));
  EXPECT_FALSE(queue.wait_for_room());

  CandleQueue full(1);
  full.add({event(0, Tidings::kClosed, 1)});
  std::thread listener([&] { EXPECT_FALSE(full.wait_for_room()); });
  full.close();
  listener.join();
  EXPECT_FALSE(full.take(0us)) << "what was not read is gone";
}

TEST(CandleQueue, AFullOneWaitsForItsReaders) {
  CandleQueue queue(2);
  EXPECT_TRUE(queue.wait_for_room());
  queue.add({event(0, Tidings::kClosed, 1), event(0, Tidings::kClosed, 2),
             event(0, Tidings::kClosed, 3)});
  std::thread listener([&] {
    EXPECT_TRUE(queue.wait_for_room());
    queue.add({event(0, Tidings::kClosed, 4)});
  });
  for (int number = 1; number <= 4; ++number) {
    const auto next = queue.take(1h);
    ASSERT_TRUE(next && *next);
    EXPECT_EQ((*next)->bar.close, number);
  }
  listener.join();
}

}  // namespace
}  // namespace wick::api::candle_queue_test
