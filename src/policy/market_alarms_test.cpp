#include "policy/market_alarms.hpp"

#include <gtest/gtest.h>

namespace wick::policy::market_alarms_test {
namespace {

using core::Micros;
using core::MonoTime;
using core::Now;
using namespace std::chrono_literals;

using Changes = std::vector<MarketAlarms::Change>;
constexpr Now kBegin{core::utc_micros(1'764'541'732'000'000), MonoTime{5h}};

Now after(Micros span) {
  return {kBegin.utc + span, kBegin.mono + span};
}

TEST(MarketAlarms, TicksWhileClosedBeyondAGrace) {
  MarketAlarms alarms;
  EXPECT_TRUE(alarms.observe({.calendar_open = true, .tick_silence = 0s}, kBegin).empty());
  EXPECT_TRUE(alarms.observe({.tick_silence = 0s}, after(10s)).empty());  // it closes here
  EXPECT_TRUE(alarms.observe({.tick_silence = 0s}, after(70s - 1us)).empty());
  EXPECT_TRUE(alarms.observe({.tick_silence = 11s}, after(80s)).empty());  // the tick was in time
  EXPECT_EQ(alarms.observe({.tick_silence = 10s}, after(80s)),
            (Changes{{MarketAlarm::kTicksWhileClosed, true}}));
  EXPECT_TRUE(alarms.observe({.tick_silence = 0s}, after(90s)).empty());  // told once
  EXPECT_EQ(alarms.raised(MarketAlarm::kTicksWhileClosed), after(80s).utc);
  EXPECT_TRUE(alarms.observe({.tick_silence = 120s - 1us}, after(210s)).empty());
  EXPECT_EQ(alarms.observe({.tick_silence = 120s}, after(211s)),
            (Changes{{MarketAlarm::kTicksWhileClosed, false}}));
  EXPECT_EQ(alarms.raised(MarketAlarm::kTicksWhileClosed), std::nullopt);
}

TEST(MarketAlarms, TheOpeningEndsTicksWhileClosed) {
  MarketAlarms alarms;
  static_cast<void>(alarms.observe({.tick_silence = 0s}, kBegin));
  EXPECT_EQ(alarms.observe({.tick_silence = 0s}, after(60s)).size(), 1U);
  EXPECT_EQ(alarms.observe({.calendar_open = true, .tick_silence = 0s}, after(61s)),
            (Changes{{MarketAlarm::kTicksWhileClosed, false}}));
}

TEST(MarketAlarms, NoTicksWhileOpenCountsFromTheOpening) {
  MarketAlarms alarms;
  EXPECT_TRUE(alarms.observe({.tick_silence = 48h}, kBegin).empty());
  EXPECT_TRUE(alarms.observe({.calendar_open = true, .tick_silence = 48h}, after(10s)).empty());
  EXPECT_TRUE(
      alarms.observe({.calendar_open = true, .tick_silence = 48h}, after(130s - 1us)).empty());
  EXPECT_EQ(alarms.observe({.calendar_open = true, .tick_silence = 48h}, after(130s)),
            (Changes{{MarketAlarm::kNoTicksWhileOpen, true}}));
  EXPECT_EQ(alarms.observe({.calendar_open = true, .tick_silence = 1s}, after(140s)),
            (Changes{{MarketAlarm::kNoTicksWhileOpen, false}}));
}

TEST(MarketAlarms, NeverATickIsNoTickEither) {
  MarketAlarms alarms;
  EXPECT_TRUE(alarms.observe({.calendar_open = true}, kBegin).empty());
  EXPECT_EQ(alarms.observe({.calendar_open = true}, after(120s)),
            (Changes{{MarketAlarm::kNoTicksWhileOpen, true}}));
  EXPECT_EQ(alarms.observe({}, after(130s)), (Changes{{MarketAlarm::kNoTicksWhileOpen, false}}));
  EXPECT_TRUE(alarms.observe({}, after(9h)).empty());  // closed and silent: as it should be
}

TEST(MarketAlarms, ASilenceInTheMiddleOfTheDay) {
  MarketAlarms alarms;
  static_cast<void>(alarms.observe({.calendar_open = true, .tick_silence = 0s}, kBegin));
  EXPECT_TRUE(
      alarms.observe({.calendar_open = true, .tick_silence = 120s - 1us}, after(9h)).empty());
  EXPECT_EQ(alarms.observe({.calendar_open = true, .tick_silence = 120s}, after(9h)).size(), 1U);
}

TEST(MarketAlarms, HolidaysEndIsToldAMonthAhead) {
  MarketAlarms alarms;
  const core::UtcTime end = kBegin.utc + 31 * core::kDay;
  const MarketAlarms::Sight sight{.tick_silence = 1h, .holidays_end = end};
  EXPECT_TRUE(alarms.observe(sight, kBegin).empty());
  EXPECT_TRUE(alarms.observe(sight, after(24h - 1us)).empty());
  EXPECT_EQ(alarms.observe(sight, after(24h)), (Changes{{MarketAlarm::kHolidaysEnd, true}}));
  EXPECT_TRUE(alarms.observe(sight, after(24h * 90)).empty());  // and stays when it has ended
  EXPECT_EQ(
      alarms.observe({.tick_silence = 1h, .holidays_end = end + 365 * core::kDay}, after(24h * 91)),
      (Changes{{MarketAlarm::kHolidaysEnd, false}}));
}

TEST(MarketAlarms, NamesAreForPrograms) {
  EXPECT_EQ(name(MarketAlarm::kTicksWhileClosed), "ticks_while_closed");
  EXPECT_EQ(name(MarketAlarm::kNoTicksWhileOpen), "no_ticks_while_open");
  EXPECT_EQ(name(MarketAlarm::kHolidaysEnd), "holidays_end");
}

}  // namespace
}  // namespace wick::policy::market_alarms_test
