#include "policy/cadence.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::policy::cadence_test {
namespace {

using core::Interval;
using core::Micros;
using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kBegin{5h};

// Scenario 13: base 3, thresholds 10 and 60.
TickCadenceOptions scenario() {
  return {.poll = 3s, .live_threshold = 10s, .idle_threshold = 60s};
}

TickCadence seen(const TickCadenceOptions& options, std::optional<Micros> silence) {
  TickCadence cadence(options, {Interval::k1m, Interval::k5m, Interval::k1h});
  cadence.observe({.market_open = true, .tick_silence = silence});
  return cadence;
}

TEST(TickCadence, SilenceAndMarketMakeTheState) {
  const struct {
    bool open;
    std::optional<Micros> silence;
    CadenceState state;
    HistoryState history;
    CadenceReason reason;
    Ratio multiplier;
  } table[] = {
      {true, 0s, CadenceState::kLive, HistoryState::kOk, CadenceReason::kLiveTicks,
       Ratio::percent(100)},
      {true, 10s, CadenceState::kLive, HistoryState::kOk, CadenceReason::kLiveTicks,
       Ratio::percent(100)},
      {true, 10s + 1us, CadenceState::kLive, HistoryState::kLag, CadenceReason::kTickLag,
       Ratio::percent(175)},
      {true, 60s - 1us, CadenceState::kLive, HistoryState::kLag, CadenceReason::kTickLag,
       Ratio::percent(175)},
      {true, 60s, CadenceState::kIdle, HistoryState::kStale, CadenceReason::kTickIdle,
       Ratio::percent(250)},
      {true, std::nullopt, CadenceState::kLive, HistoryState::kLag, CadenceReason::kNoTicks,
       Ratio::percent(175)},
      {false, 0s, CadenceState::kIdle, HistoryState::kStale, CadenceReason::kCalendarClosed,
       Ratio::percent(250)},
      {false, std::nullopt, CadenceState::kIdle, HistoryState::kStale,
       CadenceReason::kCalendarClosed, Ratio::percent(250)},
  };
  for (const auto& row : table) {
    TickCadence cadence(scenario(), {Interval::k1m});
    cadence.observe({.market_open = row.open, .tick_silence = row.silence});
    const auto told = cadence.snapshot(kBegin);
    EXPECT_EQ(told.state, row.state);
    EXPECT_EQ(told.history_state, row.history);
    EXPECT_EQ(told.reason, row.reason);
    EXPECT_EQ(told.multiplier, row.multiplier);
    EXPECT_EQ(told.tick_silence, row.silence);
  }
}

TEST(TickCadence, LongerTimeframesAreSlowerWithinBounds) {
  const TickCadence cadence = seen(scenario(), 0s);
  EXPECT_EQ(cadence.cadence(Interval::k1s), 3s);
  EXPECT_EQ(cadence.cadence(Interval::k1m), 3s);
  EXPECT_EQ(cadence.cadence(Interval::k3m), 9s);
  EXPECT_EQ(cadence.cadence(Interval::k5m), 15s);
  EXPECT_EQ(cadence.cadence(Interval::k15m), 20s);
  EXPECT_EQ(cadence.cadence(Interval::k1d), 20s);
  TickCadenceOptions hasty = scenario();
  hasty.poll = 100ms;
  EXPECT_EQ(seen(hasty, 0s).cadence(Interval::k1m), 2s);
  EXPECT_EQ(seen(hasty, 0s).cadence(Interval::k1h), 6s);
}

TEST(TickCadence, TheMultiplierComesAfterTheBounds) {
  TickCadenceOptions options = scenario();
  options.live_multiplier = Ratio::percent(110);
  EXPECT_EQ(seen(options, 0s).cadence(Interval::k1h), 22s);
  EXPECT_EQ(seen(options, 30s).cadence(Interval::k1m), 5400ms);  // 3 s times the mean, 1.8
}

TEST(TickCadence, Scenario13ASlotOpensOnceInACadence) {
  TickCadence cadence = seen(scenario(), 0s);
  EXPECT_TRUE(cadence.take_slot(Interval::k1m, kBegin));
  EXPECT_FALSE(cadence.take_slot(Interval::k1m, kBegin));
  EXPECT_TRUE(cadence.take_slot(Interval::k5m, kBegin + 1s));  // each timeframe has its own
  EXPECT_EQ(cadence.next_poll_in(Interval::k1m, kBegin + 1s), 2s);
  EXPECT_FALSE(cadence.take_slot(Interval::k1m, kBegin + 3s - 1us));
  EXPECT_TRUE(cadence.take_slot(Interval::k1m, kBegin + 3s));
  EXPECT_EQ(cadence.next_poll_in(Interval::k5m, kBegin + 3s), 13s);
  EXPECT_EQ(cadence.next_poll_in(Interval::k5m, kBegin + 60s), 0s);
}

TEST(TickCadence, AChangeOfPaceCountsFromTheLastPoll) {
  TickCadence cadence = seen(scenario(), 30s);
  EXPECT_TRUE(cadence.take_slot(Interval::k1m, kBegin));
  EXPECT_EQ(cadence.next_poll_in(Interval::k1m, kBegin), 5250ms);
  cadence.observe({.market_open = true, .tick_silence = 1s});
  EXPECT_EQ(cadence.next_poll_in(Interval::k1m, kBegin + 1s), 2s);  // nothing is due at once
}

TEST(TickCadence, Scenario13IdlePausesUntilTicksReturnAndThenAllIsDue) {
  TickCadence cadence = seen(scenario(), 0s);
  EXPECT_TRUE(cadence.take_slot(Interval::k1m, kBegin));
  EXPECT_TRUE(cadence.take_slot(Interval::k1h, kBegin));
  cadence.observe({.market_open = true, .tick_silence = 60s});
  EXPECT_FALSE(cadence.take_slot(Interval::k1m, kBegin + 10min));
  EXPECT_EQ(cadence.next_poll_in(Interval::k1m, kBegin + 10min), std::nullopt);
  cadence.observe({.market_open = true, .tick_silence = 0s});
  EXPECT_EQ(cadence.next_poll_in(Interval::k1h, kBegin + 1s), 0s);
  EXPECT_TRUE(cadence.take_slot(Interval::k1m, kBegin + 1s));  // sooner than its cadence
  EXPECT_TRUE(cadence.take_slot(Interval::k1h, kBegin + 1s));
  EXPECT_FALSE(cadence.take_slot(Interval::k1m, kBegin + 1s));
}

TEST(TickCadence, LagIsNoPauseSoNothingIsDueAfterIt) {
  TickCadence cadence = seen(scenario(), 0s);
  EXPECT_TRUE(cadence.take_slot(Interval::k1m, kBegin));
  cadence.observe({.market_open = true, .tick_silence = 30s});
  cadence.observe({.market_open = true, .tick_silence = 0s});
  EXPECT_FALSE(cadence.take_slot(Interval::k1m, kBegin + 1s));
}

TEST(TickCadence, Scenario13IdleSleepsNoLessThanAPoll) {
  EXPECT_EQ(seen(scenario(), 60s).sleep(kBegin), 3s);
  EXPECT_EQ(TickCadence(scenario(), {Interval::k1m}).sleep(kBegin), 3s);  // nothing was seen yet
  TickCadence cadence = seen(scenario(), 0s);
  EXPECT_EQ(cadence.sleep(kBegin), 0s);
  EXPECT_TRUE(cadence.take_slot(Interval::k1m, kBegin));
  EXPECT_TRUE(cadence.take_slot(Interval::k5m, kBegin));
  EXPECT_TRUE(cadence.take_slot(Interval::k1h, kBegin));
  EXPECT_EQ(cadence.sleep(kBegin + 1s), 2s);
}

TEST(TickCadence, UnknownTimeframesHaveNoSlot) {
  TickCadence cadence = seen(scenario(), 0s);
  EXPECT_FALSE(cadence.take_slot(Interval::k1d, kBegin));
  EXPECT_EQ(cadence.next_poll_in(Interval::k1d, kBegin), std::nullopt);
}

TEST(TickCadence, TheSnapshotHasEveryTimeframe) {
  TickCadence cadence = seen(scenario(), 2s);
  EXPECT_TRUE(cadence.take_slot(Interval::k5m, kBegin));
  const auto told = cadence.snapshot(kBegin + 5s);
  ASSERT_EQ(told.slots.size(), 3U);
  EXPECT_EQ(told.slots[0].next_poll_in, 0s);
  EXPECT_EQ(told.slots[1].timeframe, Interval::k5m);
  EXPECT_EQ(told.slots[1].cadence, 15s);
  EXPECT_EQ(told.slots[1].next_poll_in, 10s);
}

TEST(TickCadence, OptionsAreClamped) {
  const auto tame = clamped(TickCadenceOptions{.poll = 0s,
                                               .live_threshold = 50s,
                                               .idle_threshold = 10s,
                                               .live_multiplier = Ratio::percent(10),
                                               .idle_multiplier = Ratio::percent(10)});
  EXPECT_GT(tame.poll, 0s);
  EXPECT_EQ(tame.idle_threshold, 50s);
  EXPECT_EQ(tame.live_multiplier, Ratio::percent(50));
  EXPECT_EQ(tame.idle_multiplier, Ratio::percent(100));
  EXPECT_EQ(clamped(TickCadenceOptions{.live_threshold = -1s}).live_threshold, 0s);
}

TEST(TickCadence, NamesAreTheDocuments) {
  EXPECT_EQ(name(CadenceState::kLive), "live");
  EXPECT_EQ(name(CadenceState::kIdle), "idle");
  EXPECT_EQ(name(HistoryState::kOk), "ok");
  EXPECT_EQ(name(HistoryState::kLag), "lag");
  EXPECT_EQ(name(HistoryState::kStale), "stale");
  EXPECT_EQ(name(CadenceReason::kLiveTicks), "live_ticks");
  EXPECT_EQ(name(CadenceReason::kTickLag), "tick_lag");
  EXPECT_EQ(name(CadenceReason::kNoTicks), "no_ticks");
  EXPECT_EQ(name(CadenceReason::kTickIdle), "tick_idle");
  EXPECT_EQ(name(CadenceReason::kCalendarClosed), "calendar_closed");
}

// However it is asked, and whatever the ticks do without a pause, no slot opens twice in its
// shortest cadence.
TEST(TickCadence, IsNeverBypassed) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    TickCadence cadence = seen(scenario(), 0s);
    std::optional<MonoTime> last;
    MonoTime now = kBegin;
    for (int i = 0; i < 2000; ++i) {
      now += std::chrono::milliseconds{random() % 500};
      cadence.observe({.market_open = true, .tick_silence = std::chrono::seconds{random() % 60}});
      if (!cadence.take_slot(Interval::k1m, now)) continue;
      ASSERT_TRUE(!last || now - *last >= 3s) << "seed " << seed;
      last = now;
    }
  }
}

}  // namespace
}  // namespace wick::policy::cadence_test
