#include "feed/fix/session_window.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"

namespace wick::feed::fix::session_window_test {
namespace {

using namespace std::chrono_literals;

// New York in 2024: clocks go forward on March 10 at 07:00 UTC, and back on November 3 at 06:00.
core::ZoneRules new_york() {
  return {
      -5h,
      {{*core::parse_utc("2024-03-10T07:00"), -4h}, {*core::parse_utc("2024-11-03T06:00"), -5h}}};
}

bool open(std::string_view utc) {
  return within({}, new_york(), *core::parse_utc(utc));
}

TEST(SessionWindow, IsFromSundayEveningToFridayEveningInNewYork) {
  EXPECT_FALSE(open("2024-01-07T21:59:59"));
  EXPECT_TRUE(open("2024-01-07T22:00:00"));
  EXPECT_TRUE(open("2024-01-10T03:00:00"));
  EXPECT_TRUE(open("2024-01-12T21:54:59"));
  EXPECT_FALSE(open("2024-01-12T21:55:00"));
  EXPECT_FALSE(open("2024-01-13T12:00:00"));
}

TEST(SessionWindow, FollowsTheClocks) {
  EXPECT_FALSE(open("2024-03-10T20:59:59")) << "the Sunday on which they went forward";
  EXPECT_TRUE(open("2024-03-10T21:00:00"));
  EXPECT_FALSE(open("2024-03-15T20:55:00"));
  EXPECT_FALSE(open("2024-11-03T21:59:59"));
  EXPECT_TRUE(open("2024-11-03T22:00:00"));
}

TEST(SessionWindow, IsOpenForAsLongAsItSaysEachWeek) {
  int minutes = 0;
  const core::UtcTime begin = *core::parse_utc("2024-05-05");
  for (core::Micros t{}; t < 7 * 24h; t += 1min)
    minutes += within({}, new_york(), begin + t) ? 1 : 0;
  EXPECT_EQ(minutes, 5 * 24 * 60 - 5);
}

}  // namespace
}  // namespace wick::feed::fix::session_window_test
