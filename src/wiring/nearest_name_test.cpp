#include "wiring/nearest_name.hpp"

#include <gtest/gtest.h>

#include <array>

namespace wick::wiring::nearest_name_test {
namespace {

TEST(NearestName, TheFirstOfTheNearestIsTaken) {
  constexpr std::array<std::string_view, 3> kNames = {"mode", "config", "node"};
  EXPECT_EQ(nearest_name("nonfig", kNames), "config");
  EXPECT_EQ(nearest_name("xode", kNames), "mode");
  EXPECT_EQ(nearest_name("xode", {}), "");
}

}  // namespace
}  // namespace wick::wiring::nearest_name_test
