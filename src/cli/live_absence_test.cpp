#include "cli/live_absence.hpp"

#include <gtest/gtest.h>

namespace wick::cli::live_absence_test {
namespace {

using namespace std::chrono_literals;
using Kind = live::Notice::Kind;
using Texts = std::vector<std::string>;

constexpr LiveAbsence::Sight kUp{.up = true, .open = true};
constexpr LiveAbsence::Sight kDown{.up = false, .open = true};
const core::UtcTime kSunday = core::midnight(2024, 3, 10) + 21h;

Texts look(LiveAbsence& absence, const LiveAbsence::Sight& sight, core::Micros at) {
  return absence.look(sight, core::MonoTime{} + at);
}

// All that was said from `from` on until before `to`, a look a second.
Texts looks(LiveAbsence& absence, const LiveAbsence::Sight& sight, core::Micros from,
            core::Micros to) {
  Texts all;
  for (core::Micros at = from; at < to; at += 1s) {
    for (std::string& text : look(absence, sight, at)) {
      all.push_back(std::to_string(at / 1s) + ' ' + std::move(text));
    }
  }
  return all;
}

TEST(LiveAbsence, OfAFeedThatIsUpNothingIsSaid) {
  LiveAbsence absence;
  EXPECT_EQ(looks(absence, kDown, 0s, 10s), Texts{});
  EXPECT_EQ(looks(absence, kUp, 10s, 3600s), Texts{});
  EXPECT_EQ(looks(absence, kDown, 3600s, 3610s), Texts{});
  EXPECT_EQ(looks(absence, kUp, 3610s, 7200s), Texts{});
}

TEST(LiveAbsence, AFeedThatIsDownIsSpokenOfWithItsLastWord) {
  LiveAbsence absence;
  absence.note({Kind::kOdd, "no such host"});
  absence.note({Kind::kOdd, "h:1: Connection refused; trying again in 2 s"});
  absence.note({Kind::kFilled, "12 candles"});
  EXPECT_EQ(
      looks(absence, kDown, 0s, 611s),
      (Texts{"10 the feed is not up for 10 s: h:1: Connection refused; trying again in 2 s",
             "310 the feed is not up for 5 min: h:1: Connection refused; trying again in 2 s",
             "610 the feed is not up for 10 min: h:1: Connection refused; trying again in 2 s"}));
  EXPECT_EQ(looks(absence, kUp, 611s, 700s), Texts{"611 the feed is up"});
  EXPECT_EQ(looks(absence, kDown, 700s, 711s), Texts{"710 the feed is not up for 10 s"});
}

TEST(LiveAbsence, ALossIsAReason) {
  LiveAbsence absence;
  EXPECT_EQ(look(absence, kUp, 0s), Texts{});
  absence.note({Kind::kLost, "the connection was cut"});
  EXPECT_EQ(looks(absence, kDown, 1s, 20s),
            Texts{"11 the feed is not up for 10 s: the connection was cut"});
}

TEST(LiveAbsence, ClosedMarketsAreSaidOnceEachTime) {
  LiveAbsence absence;
  const LiveAbsence::Sight closed{.up = true, .open = false, .opens = kSunday};
  EXPECT_EQ(looks(absence, closed, 0s, 3600s),
            Texts{"0 the market is closed, opens 2024-03-10T21:00:00Z"});
  EXPECT_EQ(looks(absence, kUp, 3600s, 3700s), Texts{});
  EXPECT_EQ(looks(absence, {.up = true}, 3700s, 3800s), Texts{"3700 the market is closed"});
}

TEST(LiveAbsence, WhileTheMarketsAreClosedOnlyAnotherReasonIsSaidAnew) {
  LiveAbsence absence;
  const LiveAbsence::Sight closed{.up = false, .open = false, .opens = kSunday};
  absence.note({Kind::kOdd, "outside the session's hours; waiting for them"});
  EXPECT_EQ(looks(absence, closed, 0s, 3600s),
            (Texts{"0 the market is closed, opens 2024-03-10T21:00:00Z",
                   "10 the feed is not up for 10 s: outside the session's hours; waiting for "
                   "them"}));
  absence.note({Kind::kOdd, "refused; trying again in 2 s"});
  EXPECT_EQ(looks(absence, closed, 3600s, 3601s),
            Texts{"3600 the feed is not up for 60 min: refused; trying again in 2 s"});
  absence.note({Kind::kOdd, "refused; trying again in 3 s"});
  EXPECT_EQ(looks(absence, closed, 3601s, 7200s), Texts{});
  EXPECT_EQ(looks(absence, kDown, 7200s, 7201s),
            Texts{"7200 the feed is not up for 2 h: refused; trying again in 3 s"});
}

}  // namespace
}  // namespace wick::cli::live_absence_test
