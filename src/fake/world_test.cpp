#include "fake/world.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace wick::fake::world_test {
namespace {

using namespace std::chrono_literals;

TEST(World, TimePassesOnlyByWaiting) {
  World world(1, core::midnight(2024, 1, 1));
  const core::Now start = world.now();
  EXPECT_EQ(world.now().mono, start.mono);
  world.wait(start.mono + 5s);
  EXPECT_EQ(world.now().mono, start.mono + 5s);
  EXPECT_EQ(world.now().utc, start.utc + 5s);
  world.jump(-1h);
  EXPECT_EQ(world.now().utc, start.utc + 5s - 1h) << "wall time alone";
  EXPECT_EQ(world.now().mono, start.mono + 5s);
}

TEST(World, EventsHappenInTheirOrderAndWaitingStopsAtEach) {
  World world(1, core::midnight(2024, 1, 1));
  std::vector<int> seen;
  world.after(2s, [&] { seen.push_back(2); });
  world.after(1s, [&] { seen.push_back(1); });
  const core::MonoTime start = world.now().mono;
  world.wait(start + 10s);
  EXPECT_EQ(seen, std::vector<int>{1});
  EXPECT_EQ(world.now().mono, start + 1s);
  world.wait(start + 10s);
  world.wait(start + 10s);
  EXPECT_EQ(seen, (std::vector<int>{1, 2}));
  EXPECT_EQ(world.now().mono, start + 10s);
}

TEST(World, TheSeedDecidesWhoComesFirst) {
  const auto order = [](std::uint64_t seed) {
    World world(seed, core::midnight(2024, 1, 1));
    std::vector<int> seen;
    for (int i = 0; i < 8; ++i) world.after(1s, [&seen, i] { seen.push_back(i); });
    while (world.events_waiting() > 0) world.wait(core::MonoTime::max());
    return seen;
  };
  EXPECT_EQ(order(1), order(1));
  EXPECT_NE(order(1), order(2));
}

TEST(WorldDeathTest, WaitingForNothingForEverIsAMistake) {
  World world(1, core::midnight(2024, 1, 1));
  EXPECT_DEATH(world.wait(core::MonoTime::max()), "does not hold");
}

}  // namespace
}  // namespace wick::fake::world_test
