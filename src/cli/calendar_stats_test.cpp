#include "cli/calendar_stats.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"

namespace wick::cli::calendar_stats_test {
namespace {

using namespace std::chrono_literals;

const core::SeriesId kId{.provider = core::Provider::kFxcm,
                         .market = core::Market::kFx,
                         .symbol = "XAUUSD",
                         .interval = core::Interval::k1m};

core::UtcTime utc(std::string_view text) {
  return *core::parse_utc(text);
}

// In UTC: one session from 8 to 16, one from 13 to 21, so that three hours are of both.
core::Calendar two_sessions() {
  core::CalendarRules rules = *core::shipped_calendar("crypto");
  rules.windows = {{"EARLY", 8h, 16h, "UTC", "Europe/London"}, {"LATE", 13h, 21h, "UTC", "UTC"}};
  return {rules, {{"UTC", core::ZoneRules(0h, {})}}, {2025, 2025}};
}

// Answers once, with all that it has, whatever was asked for.
class Kept final : public port::BarSource {
 public:
  struct Told final : port::Inquiry {
    explicit Told(std::vector<core::Bar> kept) : bars(std::move(kept)) {}
    std::vector<port::Reply> step(core::Now /*now*/) override {
      finished_ = true;
      core::ChunkBuilder builder;
      for (const core::Bar& bar : bars) builder.push(bar);
      port::Reply reply;
      reply.chunks.push_back(std::move(builder).finish(core::Tier::kRest, {}));
      return {reply};
    }
    bool finished() const override { return finished_; }
    core::MonoTime wake() const override { return core::MonoTime::max(); }
    std::vector<core::Bar> bars;
    bool finished_{};
  };
  std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id, core::RangeSet ranges) override {
    EXPECT_EQ(id, kId);
    asked = ranges.ranges().front();
    return std::make_unique<Told>(bars);
  }
  void keep(std::string_view at, double high, double low, double close) {
    bars.push_back({.open_time = utc(at), .open = low, .high = high, .low = low, .close = close});
  }
  std::vector<core::Bar> bars;
  core::TimeRange asked;
};

TEST(CalendarStats, EachBarCountsInEverySessionInWhichItOpened) {
  Kept store;
  store.keep("2025-03-03T17:00", 9, 1, 5);  // over for more than a day
  store.keep("2025-03-04T07:59", 9, 1, 5);  // in no session
  store.keep("2025-03-04T08:00", 2.5, 2.25, 2.5);
  store.keep("2025-03-04T15:59", 3, 2.5, 2.75);
  store.keep("2025-03-04T16:00", 4.1, 3.9, 4);
  store.keep("2025-03-04T18:30", 9, 1, 5);  // not yet
  const auto calendar = two_sessions();
  const core::UtcTime at = utc("2025-03-04T18:30");
  const auto statistics = stored_statistics(store, kId, calendar, {at, {}});
  EXPECT_EQ(store.asked, (core::TimeRange{utc("2025-03-04T08:00"), at}));
  ASSERT_EQ(statistics.size(), 2U);
  EXPECT_EQ(statistics_text(statistics),
            "session  bars  high   low  range    avg\n"
            "EARLY       2     3  2.25   0.75  2.625\n"
            "LATE        2   4.1   2.5    1.6  3.375\n");
  const auto sessions = calendar.sessions_so_far(at);
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(
      statistics_json(statistics, sessions[1].session),
      R"([{"symbol":"XAUUSD","tf":"1m","bars":2,"range":1.6,"high":4.1,"low":2.5,"avg":3.375}])");
}

TEST(CalendarStats, OfNoBarsThereIsNothing) {
  Kept store;
  const auto calendar = two_sessions();
  const core::UtcTime at = utc("2025-03-04T18:30");
  const auto statistics = stored_statistics(store, kId, calendar, {at, {}});
  EXPECT_EQ(statistics_text(statistics), "no bar of these sessions is stored\n");
  EXPECT_EQ(statistics_json(statistics, calendar.sessions_so_far(at)[0].session), "[]");
}

}  // namespace
}  // namespace wick::cli::calendar_stats_test
