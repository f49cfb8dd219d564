#include "policy/market_watch.hpp"

#include <gtest/gtest.h>

namespace wick::policy::market_watch_test {
namespace {

using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kBegin{5h};
using Sight = MarketWatch::Sight;

TEST(MarketWatch, OpenIsWhatTheCalendarOrTheTicksSay) {
  const struct {
    bool calendar;
    std::optional<core::Micros> silence;
    bool alive;
    bool open;
  } table[] = {
      {true, 1s, true, true},
      {true, 60s, false, true},
      {true, std::nullopt, false, true},
      {false, 1s, true, true},
      {false, 60s, false, false},
      {false, 60s - 1us, true, true},
      {false, std::nullopt, false, false},
  };
  for (const auto& row : table) {
    MarketWatch watch;
    const auto view =
        watch.observe({.calendar_open = row.calendar, .tick_silence = row.silence}, kBegin);
    EXPECT_EQ(view.calendar_open, row.calendar);
    EXPECT_EQ(view.ticks_alive, row.alive);
    EXPECT_EQ(view.effective_market_open, row.open);
    EXPECT_EQ(view.idle_reason.has_value(), !row.open);
    EXPECT_FALSE(view.history_paused);
  }
}

TEST(MarketWatch, TheThresholdIsTheCadences) {
  MarketWatch watch(120s);
  EXPECT_TRUE(watch.observe({.tick_silence = 119s}, kBegin).effective_market_open);
  EXPECT_FALSE(watch.observe({.tick_silence = 120s}, kBegin).effective_market_open);
}

TEST(MarketWatch, Scenario17TicksAfterTheCloseKeepItOpenAndTheirEndIsTold) {
  MarketWatch watch;
  EXPECT_EQ(watch.observe({.calendar_open = true, .tick_silence = 0s}, kBegin).idle_reason,
            std::nullopt);
  const auto after = watch.observe({.calendar_open = false, .tick_silence = 1s}, kBegin + 10s);
  EXPECT_TRUE(after.effective_market_open);
  EXPECT_EQ(watch.observe({.tick_silence = 2s}, kBegin + 40s).idle_reason, std::nullopt);
  const auto over = watch.observe({.tick_silence = 60s}, kBegin + 98s);
  EXPECT_FALSE(over.effective_market_open);
  EXPECT_EQ(over.idle_reason, IdleReason::kTicksStoppedAfterCalendarClose);
  EXPECT_EQ(watch.observe({.tick_silence = 9h}, kBegin + 9h).idle_reason,
            IdleReason::kTicksStoppedAfterCalendarClose);
}

TEST(MarketWatch, TicksThatEndedWithTheHoursAreNoNews) {
  MarketWatch watch;
  static_cast<void>(watch.observe({.calendar_open = true, .tick_silence = 0s}, kBegin));
  // The close is seen at 10 s; the last tick was just then.
  EXPECT_TRUE(watch.observe({.tick_silence = 0s}, kBegin + 10s).effective_market_open);
  EXPECT_EQ(watch.observe({.tick_silence = 60s}, kBegin + 70s).idle_reason,
            IdleReason::kCalendarClosed);
}

TEST(MarketWatch, TheNextCloseBeginsAnew) {
  MarketWatch watch;
  static_cast<void>(watch.observe({.tick_silence = 5s}, kBegin));
  static_cast<void>(watch.observe({.tick_silence = 1s}, kBegin + 30s));
  static_cast<void>(watch.observe({.calendar_open = true, .tick_silence = 1s}, kBegin + 60s));
  static_cast<void>(watch.observe({.tick_silence = 20s}, kBegin + 90s));
  EXPECT_EQ(watch.observe({.tick_silence = 70s}, kBegin + 140s).idle_reason,
            IdleReason::kCalendarClosed);
}

TEST(MarketWatch, TroubleIsAReasonOnlyWhereTicksAreSilent) {
  const struct {
    Sight sight;
    IdleReason reason;
    bool paused;
  } table[] = {
      {{.calendar_open = true, .history_ready = false},
       IdleReason::kFxcmTemporarilyUnavailable,
       true},
      {{.calendar_open = true, .history_ready = false, .backoff_active = true},
       IdleReason::kFxcmBackoff,
       true},
      {{.calendar_open = true, .backoff_active = true}, IdleReason::kFxcmBackoff, true},
      {{.calendar_open = true, .feed_closed = true}, IdleReason::kMarketClosed, false},
      {{.calendar_open = false, .history_ready = false, .backoff_active = true},
       IdleReason::kCalendarClosed,
       true},
  };
  for (const auto& row : table) {
    Sight sight = row.sight;
    EXPECT_EQ(MarketWatch().observe(sight, kBegin).idle_reason, row.reason);
    EXPECT_EQ(MarketWatch().observe(sight, kBegin).history_paused, row.paused);
    sight.tick_silence = 61s;
    EXPECT_EQ(MarketWatch().observe(sight, kBegin).idle_reason, row.reason);
    sight.tick_silence = 1s;
    const auto view = MarketWatch().observe(sight, kBegin);
    EXPECT_EQ(view.idle_reason, std::nullopt);
    EXPECT_TRUE(view.effective_market_open);
    EXPECT_EQ(view.history_paused, row.paused);  // history alone
  }
}

TEST(MarketWatch, NamesAreTheDocuments) {
  EXPECT_EQ(name(IdleReason::kCalendarClosed), "calendar_closed");
  EXPECT_EQ(name(IdleReason::kTicksStoppedAfterCalendarClose),
            "ticks_stopped_after_calendar_close");
  EXPECT_EQ(name(IdleReason::kFxcmTemporarilyUnavailable), "fxcm_temporarily_unavailable");
  EXPECT_EQ(name(IdleReason::kFxcmBackoff), "fxcm_backoff");
  EXPECT_EQ(name(IdleReason::kMarketClosed), "market_closed");
}

}  // namespace
}  // namespace wick::policy::market_watch_test
