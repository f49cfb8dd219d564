#include "fake/memory.hpp"

#include <gtest/gtest.h>

namespace wick::fake::memory_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kNow = core::midnight(2024, 6, 1);

TEST(Memory, KnowsNothingAtFirst) {
  Memory memory;
  EXPECT_EQ(memory.recall("a", kNow), std::nullopt);
}

TEST(Memory, KnowsAFactUntilItsTimeIsOver) {
  Memory memory;
  memory.remember("a", "one", kNow + 1h);
  EXPECT_EQ(memory.recall("a", kNow), "one");
  EXPECT_EQ(memory.recall("a", kNow + 1h - 1us), "one");
  EXPECT_EQ(memory.recall("a", kNow + 1h), std::nullopt);
  EXPECT_EQ(memory.recall("b", kNow), std::nullopt);
}

TEST(Memory, TheLastWordStands) {
  Memory memory;
  memory.remember("a", "one", kNow + 9h);
  memory.remember("a", "two", kNow + 1h);
  EXPECT_EQ(memory.recall("a", kNow), "two");
  EXPECT_EQ(memory.recall("a", kNow + 2h), std::nullopt);
  memory.forget_all();
  EXPECT_EQ(memory.recall("a", kNow), std::nullopt);
}

}  // namespace
}  // namespace wick::fake::memory_test
