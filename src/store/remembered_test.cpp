#include "store/remembered.hpp"

#include <gtest/gtest.h>

#include "base/sanitized.hpp"
#include "fake/files.hpp"
#include "fake/world.hpp"

namespace wick::store::remembered_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kNow = core::midnight(2024, 3, 5);

class RememberedTest : public testing::Test {
 protected:
  fake::Files files_;
  fake::SeededRandom random_{1};
};

TEST_F(RememberedTest, TheNextProgramKnowsUntilTheTimeIsOver) {
  {
    Remembered first(files_, random_, "/state");
    first.remember("404 a.zip", "gone\tfor now", kNow + 1h);
    EXPECT_FALSE(first.trouble());
    EXPECT_EQ(first.recall("404 a.zip", kNow), "gone\tfor now");
  }
  Remembered second(files_, random_, "/state");
  EXPECT_EQ(second.recall("404 a.zip", kNow), "gone\tfor now");
  EXPECT_FALSE(second.recall("404 b.zip", kNow));
  EXPECT_FALSE(second.recall("404 a.zip", kNow + 1h));
}

TEST_F(RememberedTest, WhatAnotherProgramLearnsIsKnownAtOnce) {
  Remembered ours(files_, random_, "/state");
  Remembered theirs(files_, random_, "/state");
  EXPECT_FALSE(ours.recall("404 a.zip", kNow));
  theirs.remember("404 a.zip", "gone", kNow + 1h);
  EXPECT_EQ(ours.recall("404 a.zip", kNow), "gone");
  ours.remember("404 b.zip", "gone too", kNow + 1h);
  EXPECT_EQ(theirs.recall("404 b.zip", kNow), "gone too");
  EXPECT_EQ(Remembered(files_, random_, "/state").recall("404 a.zip", kNow), "gone");
}

TEST_F(RememberedTest, TheLatestWordCounts) {
  Remembered(files_, random_, "/state").remember("k", "1", kNow + 1h);
  Remembered(files_, random_, "/state").remember("k", "2", kNow + 2h);
  EXPECT_EQ(Remembered(files_, random_, "/state").recall("k", kNow + 90min), "2");
}

TEST_F(RememberedTest, ADiskThatFailsCostsTheMemoryAndNothingElse) {
  files_.set_health(fake::Files::Health::kGone);
  {
    Remembered memory(files_, random_, "/state");
    EXPECT_FALSE(memory.recall("k", kNow));
    memory.remember("k", "v", kNow + 1h);
    EXPECT_EQ(memory.recall("k", kNow), "v") << "for this program at least";
    EXPECT_TRUE(memory.trouble());
  }
  files_.set_health(fake::Files::Health::kGood);
  EXPECT_FALSE(Remembered(files_, random_, "/state").recall("k", kNow));
}

TEST_F(RememberedTest, TheFileDoesNotGrowForEver) {
  constexpr int kRounds = base::kSanitized ? 6 : 60;
  std::uint64_t largest = 0;
  for (int round = 0; round < kRounds; ++round) {
    Remembered memory(files_, random_, "/state");
    const core::UtcTime now = kNow + std::chrono::hours{round};
    for (int i = 0; i < 100; ++i) {
      EXPECT_FALSE(memory.recall("k" + std::to_string(round * 100 + i), now));
      memory.remember("k" + std::to_string(round * 100 + i), "v", now + 30min);
    }
    largest = std::max(largest, files_.facts("/state/memory.log")->size);
  }
  EXPECT_LT(largest, 120'000U);
}

TEST_F(RememberedTest, AskingLeavesNoTrace) {
  EXPECT_FALSE(Remembered(files_, random_, "/state").recall("k", kNow));
  EXPECT_EQ(files_.write_calls(), 0U);
}

}  // namespace
}  // namespace wick::store::remembered_test
