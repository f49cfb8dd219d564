#include "live/publish_gate.hpp"

#include <gtest/gtest.h>

namespace wick::live::publish_gate_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kStart = core::midnight(2024, 3, 5);

QuoteBar minute(int number) {
  const auto begin = kStart + std::chrono::minutes{number};
  return flat({begin, begin + 1min}, {});
}

TEST(PublishGate, Scenario8PreviewsGoOutAtMostEveryQuarterOfASecond) {
  PublishGate gate(250ms);
  const core::MonoTime start{5s};
  EXPECT_TRUE(gate.lets_preview_through(start));
  EXPECT_FALSE(gate.lets_preview_through(start + 250ms - 1us));
  EXPECT_TRUE(gate.lets_preview_through(start + 250ms));
  EXPECT_FALSE(gate.lets_preview_through(start + 400ms));
}

TEST(PublishGate, Scenario8ACompleteBarGoesOutOnceAndPreviewsOfItAsOftenAsTheyLike) {
  PublishGate gate(0s);
  EXPECT_TRUE(gate.lets_through(minute(1), kStart + 1h));
  EXPECT_TRUE(gate.lets_preview_through({}));
  EXPECT_TRUE(gate.lets_preview_through({})) << "the same preview again";
  EXPECT_FALSE(gate.lets_through(minute(1), kStart + 1h));
  EXPECT_FALSE(gate.lets_through(minute(0), kStart + 1h));
  EXPECT_TRUE(gate.lets_through(minute(2), kStart + 1h));
  EXPECT_EQ(gate.held_back(), 2);
}

TEST(PublishGate, Scenario8ALastBarInTheFutureIsForgotten) {
  PublishGate gate(0s);
  EXPECT_TRUE(gate.lets_through(minute(100), kStart + 101min)) << "the clock is wrong";
  const auto right = kStart + 10min;
  EXPECT_TRUE(gate.lets_through(minute(9), right)) << "it was put right";
  EXPECT_FALSE(gate.lets_through(minute(9), right));
  PublishGate near(0s);
  EXPECT_TRUE(near.lets_through(minute(11), kStart + 12min));
  EXPECT_FALSE(near.lets_through(minute(8), kStart + 9min)) << "two minutes are no mistake";
}

TEST(PublishGate, WhatEndsInTheFutureIsHeldBack) {
  PublishGate gate(0s);
  EXPECT_FALSE(gate.lets_through(minute(5), kStart + 6min - 1us));
  EXPECT_TRUE(gate.lets_through(minute(5), kStart + 6min));
}

}  // namespace
}  // namespace wick::live::publish_gate_test
