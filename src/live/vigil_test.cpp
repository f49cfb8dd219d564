#include "live/vigil.hpp"

#include <gtest/gtest.h>

namespace wick::live::vigil_test {
namespace {

using core::UtcTime;
using policy::MarketAlarm;
using namespace std::chrono_literals;

const UtcTime kBegin = core::midnight(2024, 3, 5);

core::Now after(core::Micros span) {
  return {.utc = kBegin + span, .mono = core::MonoTime{7h + span}};
}

Vigil::Sight open(std::optional<core::Micros> silence) {
  return {.market = {.calendar_open = true, .tick_silence = silence}, .heard = true};
}

std::vector<std::string> texts(const std::vector<Notice>& notices, Notice::Kind kind) {
  std::vector<std::string> texts;
  for (const Notice& notice : notices) {
    if (notice.kind == kind) texts.push_back(notice.text);
  }
  return texts;
}

TEST(Vigil, AnAlarmIsToldRepeatedAndTakenBack) {
  Vigil vigil({.alarms = {.silence = 300s}, .alarm_repeat = 900s});
  std::vector<Notice> notices;
  for (int second = 0; second < 2400; ++second) {
    vigil.look(open(second * 1s), after(second * 1s), notices);
  }
  EXPECT_EQ(texts(notices, Notice::Kind::kAlarm),
            (std::vector<std::string>{"no tick for 300 s while the calendar says open",
                                      "no tick for 1200 s while the calendar says open",
                                      "no tick for 2100 s while the calendar says open"}));
  ASSERT_EQ(vigil.alarms().size(), 1U);
  EXPECT_EQ(vigil.alarms()[0].alarm, MarketAlarm::kNoTicksWhileOpen);
  EXPECT_EQ(vigil.alarms()[0].since, kBegin + 300s);
  EXPECT_TRUE(texts(notices, Notice::Kind::kAlarmOver).empty());
  vigil.look(open(0s), after(2400s), notices);
  EXPECT_EQ(texts(notices, Notice::Kind::kAlarmOver),
            (std::vector<std::string>{"not silent any more while the calendar says open"}));
  EXPECT_TRUE(vigil.alarms().empty());
  notices.clear();
  for (int second = 2401; second < 2800; ++second) {
    vigil.look(open((second - 2400) * 1s), after(second * 1s), notices);
  }
  EXPECT_EQ(texts(notices, Notice::Kind::kAlarm).size(), 1U);  // a new one is told at once
}

TEST(Vigil, TicksWhileClosedAndTheEndOfTheHolidays) {
  Vigil vigil({.holidays_end = kBegin + 20 * core::kDay, .holidays_of = "XAU/USD"});
  std::vector<Notice> notices;
  for (int second = 0; second < 100; ++second) {
    vigil.look({.market = {.tick_silence = 0s}, .heard = true}, after(second * 1s), notices);
  }
  EXPECT_EQ(
      texts(notices, Notice::Kind::kAlarm),
      (std::vector<std::string>{
          "the table of holidays of XAU/USD ends at 2024-03-25T00:00:00Z; write down the next "
          "ones",
          "ticks come while the calendar says closed; look at its hours"}));
  EXPECT_EQ(vigil.alarms().size(), 2U);
}

TEST(Vigil, ASilentFeedIsDoubtedOnceForEachTime) {
  Vigil vigil({});
  std::vector<Notice> notices;
  int doubts = 0;
  for (int second = 0; second < 70; ++second) {
    vigil.look(open(second * 1s), after(second * 1s), notices);
    if (vigil.take_doubt()) ++doubts;
    EXPECT_FALSE(vigil.take_doubt());
  }
  EXPECT_EQ(doubts, 2);
  EXPECT_EQ(vigil.doubts(), 2);
  EXPECT_EQ(
      texts(notices, Notice::Kind::kOdd),
      (std::vector<std::string>{"no tick for 30 s while the market is open; connecting anew",
                                "no tick for 32 s while the market is open; connecting anew"}));
}

TEST(Vigil, NobodyIsDoubtedWhoHasAReasonToBeSilent) {
  const Vigil::Sight reasons[] = {
      {.market = {.calendar_open = false}, .heard = true},
      {.market = {.calendar_open = true}, .heard = false},
      {.market = {.calendar_open = true, .feed_closed = true}, .heard = true},
      {.market = {.calendar_open = true}, .heard = true, .recorded = true},
  };
  for (const auto& sight : reasons) {
    Vigil vigil({});
    std::vector<Notice> notices;
    for (int second = 0; second < 500; ++second) vigil.look(sight, after(second * 1s), notices);
    EXPECT_FALSE(vigil.take_doubt());
  }
}

TEST(Vigil, TheViewIsThatOfTheWatchAndLeavesNoTrace) {
  Vigil vigil({.ticks_alive = 120s});
  std::vector<Notice> notices;
  vigil.look(open(0s), after(0s), notices);
  vigil.look({.market = {.tick_silence = 5s}, .heard = true}, after(10s), notices);
  const Vigil::Sight silent{.market = {.tick_silence = 130s}, .heard = true};
  const Vigil::Sight late{.market = {.tick_silence = 1s}, .heard = true};
  EXPECT_EQ(vigil.view(silent, kBegin + 135s).idle_reason, policy::IdleReason::kCalendarClosed);
  EXPECT_TRUE(vigil.view(late, kBegin + 40s).effective_market_open);
  EXPECT_EQ(vigil.view(silent, kBegin + 135s).idle_reason, policy::IdleReason::kCalendarClosed);
  vigil.look(late, after(40s), notices);
  EXPECT_EQ(vigil.view(silent, kBegin + 169s).idle_reason,
            policy::IdleReason::kTicksStoppedAfterCalendarClose);
}

}  // namespace
}  // namespace wick::live::vigil_test
