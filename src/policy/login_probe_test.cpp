#include "policy/login_probe.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::policy::login_probe_test {
namespace {

using core::Micros;
using namespace std::chrono_literals;

TEST(LoginProbe, Scenario23FarIsSeldomAndNearIsOften) {
  const struct {
    Micros to_open;
    Micros wait;
  } table[] = {
      {48h, 1800s},       {12h, 1800s},     {12h - 1us, 900s}, {6h, 900s},         {6h - 1us, 300s},
      {2h, 300s},         {2h - 1us, 120s}, {30min, 120s},     {30min - 1us, 30s}, {10min, 30s},
      {10min - 1us, 10s}, {2min, 10s},      {2min - 1us, 2s},  {8s, 2s},
  };
  for (const auto& row : table) {
    EXPECT_EQ(login_probe(row.to_open), row.wait) << row.to_open.count();
  }
}

TEST(LoginProbe, Scenario23NeverPastFiveSecondsBeforeTheOpening) {
  EXPECT_EQ(login_probe(6500ms), 1500ms);
  EXPECT_EQ(login_probe(6s), 1s);
  EXPECT_EQ(login_probe(5s), 1s);
  EXPECT_EQ(login_probe(0s), 1s);
  EXPECT_EQ(login_probe(-1h), 1s);
  EXPECT_EQ(login_probe(12h, {.margin = 12h - 100s}), 100s);  // it cuts every step of the table
}

TEST(LoginProbe, AnUnknownOpeningIsProbedEveryFiveMinutes) {
  EXPECT_EQ(login_probe(std::nullopt), 300s);
}

TEST(LoginProbe, WhereverOneBeginsOneIsAwakeAtTheOpening) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    Micros left = std::chrono::milliseconds{6000 + random() % 200'000'000};
    int probes = 0;
    while (left > 6s) {
      left -= login_probe(left);
      ASSERT_GE(left, 5s) << "seed " << seed;
      ++probes;
    }
    EXPECT_LT(probes, 400) << "seed " << seed;
    left -= login_probe(left);
    EXPECT_GE(left, 4s);
  }
}

}  // namespace
}  // namespace wick::policy::login_probe_test
