#include "sim/market/path.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <random>
#include <vector>

namespace wick::sim::path_test {
namespace {

constexpr std::int64_t kStart = 27'000'000;
constexpr Level kNerve = kOctave / 1'000;

TEST(Path, IsTheSameInAnyOrder) {
  Path path{7, kNerve};
  std::vector<Level> levels;
  for (std::int64_t minute = kStart; minute < kStart + 2'000; ++minute) {
    levels.push_back(path.at(minute));
  }
  std::mt19937_64 random{1};
  for (int i = 0; i < 2'000; ++i) {
    const std::size_t offset = random() % levels.size();
    EXPECT_EQ(path.at(kStart + static_cast<std::int64_t>(offset)), levels[offset]);
    EXPECT_EQ((Path{7, kNerve}.at(kStart + static_cast<std::int64_t>(offset))), levels[offset]);
  }
}

// Mean square of the way made in some minutes, in nerves.
double variance(std::int64_t minutes) {
  Path path{9, kNerve};
  double sum = 0;
  constexpr int kSteps = 400;
  for (int i = 0; i < kSteps; ++i) {
    const std::int64_t from = kStart + i * 7'919;
    const auto way = static_cast<double>(path.at(from + minutes) - path.at(from));
    sum += way * way / static_cast<double>(kNerve * kNerve);
  }
  return sum / kSteps;
}

TEST(Path, WandersAsARandomWalkDoes) {
  for (const std::int64_t minutes : {1, 10, 100, 1'000, 10'000, 100'000}) {
    const double a_minute = variance(minutes) / static_cast<double>(minutes);
    EXPECT_GT(a_minute, 0.1) << minutes;
    EXPECT_LT(a_minute, 2.0) << minutes;
  }
}

TEST(Path, StaysWithinItsBounds) {
  Path path{11, kNerve};
  for (std::int64_t minute = 0; minute < 70'000'000; minute += 9'973) {
    EXPECT_LE(std::abs(path.at(minute)), 2'060 * kNerve);
  }
}

TEST(Path, WithoutNerveStandsStill) {
  Path path{11, 0};
  EXPECT_EQ(path.at(kStart), 0);
}

}  // namespace
}  // namespace wick::sim::path_test
