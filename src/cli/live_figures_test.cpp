#include "cli/live_figures.hpp"

#include <gtest/gtest.h>

namespace wick::cli::live_figures_test {
namespace {

using core::Interval;
using live::LiveEvent;
using namespace std::chrono_literals;

const core::UtcTime kNoon = core::midnight(2026, 3, 2) + 12h;

LiveEvent bar(std::size_t symbol, Interval interval, core::UtcTime open, core::Micros length) {
  return {.symbol = symbol,
          .kind = LiveEvent::Kind::kBar,
          .interval = interval,
          .bar = {.open_time = open, .end = open + length}};
}

bool has_line(const std::string& page, const std::string& line) {
  return ("\n" + page).find("\n" + line + "\n") != std::string::npos;
}

LiveFigures two_symbols() {
  return {{"XAUUSD", "EURUSD"}, {{0, Interval::k1m}, {0, Interval::k5m}, {1, Interval::k1m}}};
}

TEST(LiveFigures, CountsBarsOfWhatIsShownAndKnowsTheNewest) {
  LiveFigures figures = two_symbols();
  LiveEvent revised = bar(0, Interval::k1m, kNoon - 3min, 1min);
  revised.kind = LiveEvent::Kind::kRevision;
  figures.take(
      {bar(0, Interval::k1m, kNoon - 2min, 1min), bar(0, Interval::k1m, kNoon - 1min, 1min),
       bar(0, Interval::k5m, kNoon - 5min, 5min), bar(1, Interval::k5m, kNoon, 5min), revised},
      kNoon + 1s);
  const std::string page = figures.page({.market = kNoon + 4s});
  EXPECT_TRUE(has_line(page, R"(fxcm_ohlcv_bars_total{symbol="XAUUSD",tf="1m"} 2)")) << page;
  EXPECT_TRUE(has_line(page, R"(fxcm_ohlcv_bars_total{symbol="XAUUSD",tf="5m"} 1)")) << page;
  EXPECT_TRUE(has_line(page, R"(fxcm_stream_lag_seconds{symbol="XAUUSD",tf="1m"} 4)")) << page;
  EXPECT_TRUE(has_line(page, R"(fxcm_stream_staleness_seconds{symbol="XAUUSD",tf="1m"} 3)"));
  EXPECT_TRUE(has_line(page, R"(fxcm_stream_last_close_ms{symbol="XAUUSD",tf="1m"} 1772452799999)"))
      << page;
  EXPECT_EQ(page.find("EURUSD"), std::string::npos) << "nothing was told of what is shown of it";
}

TEST(LiveFigures, AStoreThatCannotBeWrittenIsSeen) {
  LiveFigures figures = two_symbols();
  std::string page = figures.page({.kept = 7});
  EXPECT_TRUE(has_line(page, R"(fxcm_connector_errors_total{type="cache_io"} 0)")) << page;
  EXPECT_TRUE(has_line(page, "wick_live_keeping 1"));
  page = figures.page({.cache_io = 3, .kept = 7, .keeps = false});
  EXPECT_TRUE(has_line(page, R"(fxcm_connector_errors_total{type="cache_io"} 3)")) << page;
  EXPECT_TRUE(has_line(page, "wick_live_keeping 0"));
  EXPECT_TRUE(has_line(page, "wick_live_bars_kept_total 7"));
}

TEST(LiveFigures, TellsOfFailuresOfFeedAndHistory) {
  LiveFigures figures = two_symbols();
  const std::string page = figures.page(
      {.counts = {.ticks = 9, .revisions = 2, .lost = 4, .losses = 1}, .not_ready = 5});
  for (const char* line : {R"(fxcm_connector_errors_total{type="fxcm"} 1)",
                           R"(fxcm_connector_errors_total{type="pricehistory_not_ready"} 5)",
                           "fxcm_pricehistory_not_ready_total 5", "wick_live_ticks_total 9",
                           "wick_live_revisions_total 2", "wick_live_lost_minutes_total 4"}) {
    EXPECT_TRUE(has_line(page, line)) << line;
  }
}

TEST(LiveFigures, TheMarketIsOpenByItsTicksAsWellAsByItsCalendar) {
  LiveFigures figures = two_symbols();
  LiveFigures::Sight sight{.wall = kNoon, .market = kNoon, .opens = kNoon + 90s};
  std::string page = figures.page(sight);
  for (const char* line :
       {"fxcm_market_status 0", "fxcm_next_open_seconds 90", "fxcm_calendar_open 0",
        "fxcm_connector_heartbeat_timestamp 1772452800"}) {
    EXPECT_TRUE(has_line(page, line)) << line << page;
  }
  sight.standing = {.ticks_alive = true, .effective_open = true};
  page = figures.page(sight);
  for (const char* line :
       {"fxcm_market_status 1", "fxcm_next_open_seconds 0", "fxcm_calendar_open 0",
        "fxcm_tick_stream_alive 1", "fxcm_effective_market_open 1"}) {
    EXPECT_TRUE(has_line(page, line)) << line << page;
  }
}

}  // namespace
}  // namespace wick::cli::live_figures_test
