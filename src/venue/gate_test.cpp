#include "venue/gate.hpp"

#include <gtest/gtest.h>

#include "fake/memory.hpp"

namespace wick::venue {
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

TEST(Gate, TheNextProgramKnowsOfABanAndOfNothingElse) {
  fake::Memory memory;
  {
    Gate gate(1min, &memory, "rest spot");
    gate.learn(Error{ErrorKind::kThrottled, "banned | until then", 10min}, at(0s));
  }
  // Another process: its monotonic clock began elsewhere.
  const auto later = [](core::Micros elapsed) {
    return core::Now{at(elapsed).utc, core::MonoTime{elapsed}};
  };
  Gate next(1min, &memory, "rest spot");
  const auto closed = next.closed(later(4min));
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->kind, ErrorKind::kThrottled);
  EXPECT_EQ(closed->what, "banned | until then");
  EXPECT_EQ(closed->retry_after, 6min);
  EXPECT_FALSE(next.closed(later(10min)));
  EXPECT_FALSE(Gate(1min, &memory, "rest um").closed(later(4min)));

  Gate refused(1min, &memory, "rest um");
  refused.learn(Error{ErrorKind::kUnauthorized, "403"}, at(0s));
  EXPECT_FALSE(Gate(1min, &memory, "rest um").closed(later(1s)));
}

}  // namespace
}  // namespace wick::venue
