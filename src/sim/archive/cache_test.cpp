#include "sim/archive/cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace wick::sim::cache_test {
namespace {

BuiltObject object_of(std::size_t size) {
  return {std::make_shared<const std::string>(size, 'z'), "sha"};
}

TEST(ObjectCache, BuildsOnceAndSharesTheBytes) {
  ObjectCache cache(100);
  int builds = 0;
  const auto build = [&] { return ++builds, object_of(10); };
  EXPECT_FALSE(cache.holds("a"));
  const BuiltObject first = cache.get("a", build);
  EXPECT_EQ(cache.get("a", build).zip, first.zip);
  EXPECT_EQ(builds, 1);
  EXPECT_TRUE(cache.holds("a"));
  EXPECT_EQ(cache.bytes(), 10U);
}

TEST(ObjectCache, ForgetsTheLeastRecentlyUsed) {
  ObjectCache cache(30);
  const auto build = [] { return object_of(10); };
  for (const char* key : {"a", "b", "c", "a", "d"}) (void)cache.get(key, build);
  EXPECT_TRUE(cache.holds("a"));
  EXPECT_FALSE(cache.holds("b"));
  EXPECT_TRUE(cache.holds("c"));
  EXPECT_TRUE(cache.holds("d"));
  EXPECT_EQ(cache.bytes(), 30U);
}

TEST(ObjectCache, KeepsOneObjectEvenIfItIsTooLarge) {
  ObjectCache cache(30);
  (void)cache.get("a", [] { return object_of(10); });
  const BuiltObject large = cache.get("b", [] { return object_of(99); });
  EXPECT_FALSE(cache.holds("a"));
  EXPECT_TRUE(cache.holds("b"));
  (void)cache.get("c", [] { return object_of(1); });
  EXPECT_FALSE(cache.holds("b"));
  EXPECT_EQ(cache.bytes(), 1U);
  EXPECT_EQ(large.zip->size(), 99U);  // still ours
}

TEST(ObjectCache, LetsOneThreadBuildAndTheOthersWait) {
  ObjectCache cache(1000);
  std::atomic<int> builds = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        const std::string key = std::to_string(round);
        EXPECT_EQ(cache.get(key, [&] { return ++builds, object_of(1); }).zip->size(), 1U);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(builds, 200);
}

}  // namespace
}  // namespace wick::sim::cache_test
