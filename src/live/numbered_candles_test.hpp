// For tests of Succession: candles by their number, and what was told of them.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "fake/bars.hpp"
#include "live/succession.hpp"

namespace wick::live {

using namespace std::chrono_literals;

inline const core::Grid kMinutes(core::Interval::k1m);
inline const core::UtcTime kFirstMinute = core::midnight(2024, 3, 5) + 12h;

inline core::UtcTime minute(int number) {
  return kFirstMinute + number * 1min;
}
inline core::Bar bar(int number, std::uint64_t seed = 1) {
  return fake::bar_at(minute(number), kMinutes, seed);
}
inline core::CandleNews news(int number, bool closed, std::uint64_t seed = 1,
                             core::Micros later = 0s) {
  core::CandleNews news;
  news.symbol = "BTCUSDT";
  news.interval = core::Interval::k1m;
  news.bar = bar(number, seed);
  news.closed = closed;
  news.said = closed ? minute(number + 1) + 50ms + later : minute(number) + 1s + later;
  return news;
}
inline core::Chunk rows(int begin, int end, std::uint64_t seed = 1) {
  return fake::bars(kMinutes, {.opens = {{minute(begin), minute(end)}}, .seed = seed});
}
inline core::Hole hole(int begin, int end) {
  return {{minute(begin), minute(end)}, core::Cause::kNoBarAtSource, "REST"};
}

struct Told {
  Tidings kind;
  int number;
  core::Bar bar;
  std::uint32_t revision;
};

class SuccessionTest : public testing::Test {
 protected:
  Succession make(bool forming = false) {
    Succession candles({.grid = kMinutes, .forming = forming});
    candles.begin(kFirstMinute + 20s);
    return candles;
  }
  static std::vector<Told> told(Succession& candles) {
    std::vector<CandleEvent> events;
    candles.tell(events);
    std::vector<Told> out;
    for (const CandleEvent& event : events) {
      const auto number = static_cast<int>((event.bar.open_time - kFirstMinute) / 1min);
      out.push_back({event.kind, number, event.bar, event.mark.revision});
    }
    return out;
  }
  static std::vector<int> closed(Succession& candles) {
    std::vector<int> numbers;
    for (const Told& one : told(candles)) {
      EXPECT_EQ(one.kind, Tidings::kClosed);
      numbers.push_back(one.number);
    }
    return numbers;
  }
};

}  // namespace wick::live
