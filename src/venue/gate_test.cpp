#include "venue/gate.hpp"

#include <gtest/gtest.h>

namespace wick::venue::gate_test {
namespace {

using base::Error;
using base::ErrorKind;
using namespace std::chrono_literals;

core::Now at(core::Micros elapsed) {
  return {core::midnight(2024, 6, 1) + elapsed, core::MonoTime{5h} + elapsed};
}

TEST(Gate, StaysClosedForAsLongAsTheServerSaid) {
  Gate gate(1min);
  EXPECT_FALSE(gate.closed(at(0s)));
  gate.learn(Error{ErrorKind::kThrottled, "429", 30s}, at(0s));
  gate.learn(Error{ErrorKind::kThrottled, "429", 10s}, at(1s));
  ASSERT_TRUE(gate.closed(at(20s)));
  EXPECT_EQ(gate.closed(at(20s))->retry_after, 10s);
  EXPECT_FALSE(gate.closed(at(30s)));
}

TEST(Gate, StaysClosedForAWhileAfterARefusalAndNotAfterAPassingTrouble) {
  Gate gate(1min);
  gate.learn(Error{ErrorKind::kUnavailable, "503"}, at(0s));
  EXPECT_FALSE(gate.closed(at(0s)));
  gate.learn(Error{ErrorKind::kUnauthorized, "403"}, at(0s));
  EXPECT_TRUE(gate.closed(at(59s)));
  EXPECT_FALSE(gate.closed(at(60s)));
}

}  // namespace
}  // namespace wick::venue::gate_test
