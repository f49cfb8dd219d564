#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "live/numbered_candles_test.hpp"

namespace wick::live::succession_walk_test {
namespace {

using core::Bar;
using core::UtcTime;

// Whatever is lost, doubled, reordered and revised on the way: in the end each candle was told
// once, in order, and the last word on each is the venue's last word.
TEST_F(SuccessionTest, ARandomWalkEndsInTheTruth) {
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    const auto one_in = [&](unsigned n) { return random() % n == 0; };
    const int minutes = 40;
    std::map<int, std::uint64_t> truth;  // the seed of the final values; absent: no candle there
    std::set<int> said;                  // a frame told the truth of these
    std::vector<core::CandleNews> frames;
    for (int i = 0; i < minutes; ++i) {
      if (one_in(12)) continue;
      truth[i] = 1;
      const bool rough = one_in(6);
      if (rough) frames.push_back(news(i, true, 2));
      if (!one_in(5)) {
        frames.push_back(news(i, true, 1, rough ? 1s : 0s));
        said.insert(i);
      }
      if (one_in(4) && !frames.empty()) frames.push_back(frames[random() % frames.size()]);
    }
    for (std::size_t i = 1; i < frames.size(); ++i) {
      if (one_in(5)) std::swap(frames[i - 1], frames[i]);
    }
    auto candles = make();
    std::map<int, Bar> last;
    int next = 0;
    const auto listen = [&] {
      for (const Told& one : told(candles)) {
        if (one.kind == Tidings::kRevised) {
          ASSERT_LT(one.number, next) << seed;
          ASSERT_EQ(last.count(one.number), 1U) << seed;
          last[one.number] = one.bar;
          continue;
        }
        ASSERT_EQ(one.number, next) << seed;
        ++next;
        if (one.kind == Tidings::kClosed) last[one.number] = one.bar;
      }
    };
    UtcTime now = kFirstMinute;
    const auto ask = [&] {
      const auto range = candles.lacking(now);
      if (!range || one_in(3)) return;
      for (const auto& [number, values] : truth) {
        const bool inside = range->contains(minute(number)) && minute(number + 1) <= now;
        if (inside) candles.learn(rows(number, number + 1, values));
      }
      for (int i = 0; i < minutes; ++i) {
        if (range->contains(minute(i)) && truth.count(i) == 0) candles.learn(hole(i, i + 1), now);
      }
    };
    for (const core::CandleNews& frame : frames) {
      now = std::max(now, frame.said + 100ms);
      candles.hear(frame, {});
      listen();
      if (one_in(2)) ask();
      listen();
    }
    now = minute(minutes) + 1min;
    for (int round = 0; round < 200 && candles.next() < minute(minutes); ++round) {
      ask();
      listen();
    }
    ASSERT_EQ(next, minutes) << seed;
    ASSERT_EQ(last.size(), truth.size()) << seed;
    for (const auto& [number, values] : truth) {
      ASSERT_TRUE(last.count(number)) << seed;
      // A rough frame stands only where nobody ever said otherwise.
      const bool right = last[number] == bar(number, values);
      ASSERT_TRUE(right || (said.count(number) == 0 && last[number] == bar(number, 2))) << seed;
    }
  }
}

}  // namespace
}  // namespace wick::live::succession_walk_test
