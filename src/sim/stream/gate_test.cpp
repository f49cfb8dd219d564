#include "sim/stream/gate.hpp"

#include <gtest/gtest.h>

namespace wick::sim::gate_test {
namespace {

constexpr Micros kNow = 1'709'210'100 * kSecond;  // five minutes begin
const std::string kClient = "10.0.0.1";

StreamOptions few() {
  StreamOptions options;
  options.connects_max = 3;
  options.connect_window = 60 * kSecond;
  return options;
}

TEST(StreamGate, SoManyAttemptsInAWindow) {
  StreamGate gate(few(), {.refusals_max = 2});
  for (int i = 0; i < 3; i++) EXPECT_EQ(gate.knock(kClient, kNow + i * kSecond).refuse_status, 0);
  const Admission refused = gate.knock(kClient, kNow + 10 * kSecond + 1);
  EXPECT_EQ(refused.refuse_status, 429);
  EXPECT_EQ(refused.retry_after_s, 50) << "up to the next window, rounded up";
  EXPECT_EQ(gate.knock("10.0.0.2", kNow + 10 * kSecond).refuse_status, 0);
  EXPECT_EQ(gate.knock(kClient, kNow + 60 * kSecond).refuse_status, 0);
}

TEST(StreamGate, WhoGoesOnIsBanned) {
  StreamGate gate(few(), {.refusals_max = 2, .first = 90 * kSecond});
  std::vector<int> answers;
  for (int i = 0; i < 6; i++) answers.push_back(gate.knock(kClient, kNow).refuse_status);
  EXPECT_EQ(answers, (std::vector{0, 0, 0, 429, 429, 418}));
  const Admission banned = gate.knock(kClient, kNow + 70 * kSecond);
  EXPECT_EQ(banned.refuse_status, 418) << "in the next window too";
  EXPECT_EQ(banned.retry_after_s, 20);
  EXPECT_EQ(gate.knock(kClient, kNow + 120 * kSecond).refuse_status, 0);
}

TEST(StreamGate, AsTheVenueCounts) {
  StreamGate gate({}, {});
  for (int i = 0; i < 300; i++) ASSERT_EQ(gate.knock(kClient, kNow + i).refuse_status, 0);
  EXPECT_EQ(gate.knock(kClient, kNow + 299 * kSecond).refuse_status, 429);
  EXPECT_EQ(gate.knock(kClient, kNow + 300 * kSecond).refuse_status, 0);
}

TEST(StreamGate, RepeatedExcessesAreABan) {
  StreamGate gate({}, {.first = 90 * kSecond});
  for (int i = 0; i < 3; i++) {
    gate.offence(kClient, kNow + i * kSecond);
    EXPECT_EQ(gate.knock(kClient, kNow + i * kSecond).refuse_status, 0);
  }
  gate.offence(kClient, kNow + 4 * kSecond);
  EXPECT_EQ(gate.knock(kClient, kNow + 5 * kSecond).refuse_status, 418);
  EXPECT_EQ(gate.knock(kClient, kNow + 5 * kSecond).retry_after_s, 89);
  EXPECT_EQ(gate.knock("10.0.0.2", kNow + 5 * kSecond).refuse_status, 0);
  EXPECT_EQ(gate.knock(kClient, kNow + 94 * kSecond).refuse_status, 0);
}

}  // namespace
}  // namespace wick::sim::gate_test
