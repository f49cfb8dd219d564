#include "store/events.hpp"

#include <gtest/gtest.h>

#include "fake/files.hpp"

namespace wick::store {
namespace {

TEST(Events, LinesFollowOneAnotherAndTheRingIsBounded) {
  fake::Files files;
  Events events(files, "/c/events.jsonl");
  events.add("{\"n\":1}");
  events.add("{\"n\":2}");
  EXPECT_EQ(*files.read("/c/events.jsonl", 100), "{\"n\":1}\n{\"n\":2}\n");
  const std::string long_line(100'000, 'x');
  for (int i = 0; i < 200; ++i) events.add(long_line);
  EXPECT_LE(files.facts("/c/events.jsonl")->size, Events::kSizeMax + long_line.size());
  EXPECT_GE(files.facts("/c/events.jsonl.1")->size, Events::kSizeMax);
  EXPECT_EQ(files.list("/c")->size(), 2U);
}

TEST(Events, ADiskThatFailsIsNoTrouble) {
  fake::Files files;
  files.set_health(fake::Files::Health::kReadOnly);
  Events(files, "/c/events.jsonl").add("{}");
  files.set_health(fake::Files::Health::kGood);
  EXPECT_FALSE(files.facts("/c/events.jsonl"));
}

}  // namespace
}  // namespace wick::store
