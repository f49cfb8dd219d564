#include "live/lane.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "base/sanitized.hpp"

namespace wick::live::lane_test {
namespace {

using core::Interval;
using core::Tick;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kStart = core::midnight(2024, 3, 5) + 12h;
const UtcTime kEnd = kStart + 5h;

// Closed from 14:10 to 15:00:30, which is in the middle of an hour and of a minute.
TradingHours market() {
  return {.stretch_at =
              [](UtcTime t) {
                const UtcTime close = kStart + 2h + 10min;
                const UtcTime open = kStart + 3h + 30s;
                if (t < close) return Stretch{.time = {UtcTime{}, close}, .open = true};
                if (t < open) return Stretch{.time = {close, open}, .open = false};
                return Stretch{.time = {open, core::kFarFuture}, .open = true};
              },
          .day_at = [](UtcTime t) { return core::day_of(t); }};
}

core::Now at(UtcTime t) {
  return {.utc = t, .mono = core::MonoTime{t - kStart}};
}

// What happened: a walk with busy, quiet and silent minutes.
std::vector<Tick> day_of_ticks(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Tick> ticks;
  std::int64_t price = 100'000;
  for (UtcTime minute = kStart; minute < kEnd; minute += 1min) {
    if (!market().stretch_at(minute).open || random() % 5 == 0) continue;
    if (random() % 40 == 0) minute += std::chrono::minutes(random() % 20);
    if (minute >= kEnd || !market().stretch_at(minute).open) continue;
    std::vector<std::int64_t> offsets(1 + random() % 12);
    for (auto& offset : offsets) offset = static_cast<std::int64_t>(random() % 60'000);
    std::ranges::sort(offsets);
    offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
    for (const std::int64_t offset : offsets) {
      price += static_cast<std::int64_t>(random() % 21) - 10;
      const UtcTime time = minute + std::chrono::milliseconds(offset);
      const auto bid = static_cast<double>(price);
      ticks.push_back({.time = time,
                       .received = time + 20ms,
                       .bid = bid,
                       .ask = bid + static_cast<double>(random() % 3),
                       .size = 1});
    }
  }
  return ticks;
}

using Bars = std::map<Interval, std::vector<QuoteBar>>;

// Without a break, by the aggregator alone.
Bars truth(const std::vector<Tick>& ticks) {
  const TradingHours hours = market();
  ClosedBars closed;
  TickBars bars({.fill_max = 3, .volume = VolumeFrom::kSizes}, hours);
  for (const Tick& tick : ticks) bars.take(tick, closed);
  bars.advance(kEnd + 2s, closed);
  Bars found;
  for (const ClosedBar& each : closed) {
    if (each.bar.end <= kEnd) found[each.interval].push_back(each.bar);
  }
  return found;
}

// A venue's history of these ticks: newest first and no more than `depth`, as of `known_until`.
port::FeedHistoryPage page_of(const std::vector<Tick>& ticks, core::TimeRange range,
                              UtcTime known_until, std::size_t depth) {
  std::map<UtcTime, core::HistoryBar> minutes;
  for (const Tick& tick : ticks) {
    const UtcTime open = std::chrono::floor<std::chrono::minutes>(tick.time);
    if (!range.contains(open) || open + 1min > known_until) continue;
    const Quote quote = quote_of(tick);
    auto [bar, is_new] = minutes.try_emplace(
        open, core::HistoryBar{.open_time = open, .open = quote, .high = quote, .low = quote});
    bar->second.high = highest(bar->second.high, quote);
    bar->second.low = lowest(bar->second.low, quote);
    bar->second.close = quote;
    bar->second.volume += 1;
  }
  port::FeedHistoryPage page{.settled = range};
  for (const auto& [open, bar] : minutes) page.bars.push_back(bar);
  if (page.bars.size() > depth) {
    page.bars.erase(page.bars.begin(), page.bars.end() - static_cast<std::ptrdiff_t>(depth));
    page.settled.begin = page.bars.front().open_time;
  }
  return page;
}

// A connector's life: it hears nothing at times, and its history is slow, late and often not ready.
struct Life {
  Life(std::uint64_t seed, const Lane::Options& options)
      : random(seed), ticks(day_of_ticks(seed)), lane(options, hours) {}

  void run(core::Micros noticed_after) {
    std::size_t next = 0;
    for (UtcTime now = kStart; now < kEnd + 10min; now += 1s) {
      for (; next < ticks.size() && ticks[next].received <= now; ++next) {
        if (hearing) lane.take(ticks[next]);
        if (hearing) last_heard = ticks[next].received;
      }
      turn(now, noticed_after);
      ask(now);
      lane.step(at(now), events);
    }
  }

  void turn(UtcTime now, core::Micros noticed_after) {
    if (noticed && now >= *noticed) {
      lane.lose(cut_at);
      noticed.reset();
    }
    if (now < turn_at) return;
    if (!hearing && noticed) return;
    hearing = !hearing;
    if (hearing) {
      lane.hear(now);
    } else {
      cut_at = now;
      noticed = now + noticed_after;
      if (noticed_after == 0s) {
        lane.lose(now);
        noticed.reset();
      }
    }
    const std::uint64_t longest = hearing ? 3000 : 600;
    turn_at = now + std::chrono::seconds(1 + random() % longest);
    if (now > kEnd - 20min) turn_at = kEnd + 1h;
    if (now > kEnd - 20min && !hearing) turn_at = now + 30s;
  }

  void ask(UtcTime now) {
    if (asked && now >= answer_at) {
      if (random() % 3 != 0) lane.learn(page_of(ticks, *asked, now - 8s, 37), at(now));
      asked.reset();
    }
    if (asked) return;
    asked = lane.line().lacking();
    if (!asked) asked = lane.line().owed();
    if (!asked && random() % 20 == 0) asked = lane.line().unproven(now);
    answer_at = now + std::chrono::seconds(random() % 9);
  }

  // As a consumer has it in the end, by interval and open time.
  [[nodiscard]] Bars told(bool with_revisions) const {
    std::map<Interval, std::map<UtcTime, QuoteBar>> kept;
    for (const LiveEvent& event : events) {
      if (event.bar.end > kEnd || event.kind == LiveEvent::Kind::kQuiet) continue;
      if (event.kind == LiveEvent::Kind::kBar) {
        EXPECT_TRUE(kept[event.interval].empty() ||
                    kept[event.interval].rbegin()->first < event.bar.open_time)
            << "bars come in order";
        EXPECT_TRUE(kept[event.interval].try_emplace(event.bar.open_time, event.bar).second);
      } else if (event.kind == LiveEvent::Kind::kRevision && with_revisions) {
        kept[event.interval].insert_or_assign(event.bar.open_time, event.bar);
      }
    }
    Bars bars;
    for (const auto& [interval, by_time] : kept) {
      for (const auto& [time, bar] : by_time) bars[interval].push_back(bar);
    }
    return bars;
  }

  std::mt19937_64 random;
  TradingHours hours = market();
  std::vector<Tick> ticks;
  Lane lane;
  std::vector<LiveEvent> events;
  bool hearing{};
  UtcTime turn_at{kStart + 37min + 13s};
  UtcTime cut_at{};
  UtcTime last_heard{};
  std::optional<UtcTime> noticed;
  std::optional<core::TimeRange> asked;
  UtcTime answer_at{};
};

void expect_same(const Bars& told, const Bars& wanted, std::uint64_t seed) {
  for (const auto& [interval, bars] : wanted) {
    ASSERT_TRUE(told.contains(interval)) << name(interval) << ", seed " << seed;
    const auto& ours = told.at(interval);
    for (std::size_t i = 0; i < std::min(ours.size(), bars.size()); ++i) {
      const auto where = ::testing::Message() << name(interval) << " " << i << ", seed " << seed;
      ASSERT_EQ(ours[i].open_time, bars[i].open_time) << where;
      ASSERT_EQ(ours[i].end, bars[i].end) << where;
      ASSERT_EQ(ours[i].synthetic, bars[i].synthetic) << where;
      ASSERT_EQ(ours[i].volume, bars[i].volume) << where;
      for (const auto part : {&QuoteBar::open, &QuoteBar::high, &QuoteBar::low, &QuoteBar::close}) {
        ASSERT_EQ((ours[i].*part).bid, (bars[i].*part).bid) << where;
        ASSERT_EQ((ours[i].*part).ask, (bars[i].*part).ask) << where;
      }
    }
    ASSERT_EQ(ours.size(), bars.size()) << name(interval) << ", seed " << seed;
  }
}

// Flat minutes follow what was known when they were told, and are not made up afterwards.
Bars traded(Bars bars) {
  for (auto& [interval, each] : bars) {
    std::erase_if(each, [](const QuoteBar& bar) { return bar.synthetic; });
  }
  return bars;
}

Lane::Options patient() {
  Lane::Options options{.first = kStart};
  options.ticks.fill_max = 3;
  options.minutes.fill_max = 3;
  options.minutes.patience = 24h;
  options.ticks.volume = VolumeFrom::kSizes;
  options.minutes.exact_volume = true;
  return options;
}

constexpr std::uint64_t kSeeds = base::kSanitized ? 10 : 100;
constexpr std::int64_t kRevisedMin = kSeeds / 2;
constexpr std::int64_t kRepairedMin = 5 * kSeeds;

TEST(Lane, AStartInTheMiddleOfASessionAndLossesGiveTheBarsOfAnUninterruptedRun) {
  for (std::uint64_t seed = 1; seed <= 2 * kSeeds; ++seed) {
    Life life(seed, patient());
    life.run(0s);
    expect_same(life.told(false), truth(life.ticks), seed);
    EXPECT_EQ(life.lane.line().counts().lost, 0);
    EXPECT_EQ(life.lane.line().counts().revised, 0) << "nothing was told that was not so";
  }
}

TEST(Lane, WhatALossNoticedLateHidIsRevisedSoThatTheEndIsTheSame) {
  std::int64_t revised = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Life life(seed, patient());
    life.run(45s);
    expect_same(traded(life.told(true)), traded(truth(life.ticks)), seed);
    revised += life.lane.line().counts().revised;
  }
  EXPECT_GT(revised, kRevisedMin);
}

TEST(Lane, WithoutPatienceLiveGoesOnAndWhatWasLostIsRepaired) {
  std::int64_t repaired = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Lane::Options options = patient();
    options.minutes.patience = 5s;
    Life life(seed, options);
    life.run(0s);
    const auto& counts = life.lane.line().counts();
    repaired += counts.repaired;
    EXPECT_LE(counts.repaired, counts.lost);
    expect_same(traded(life.told(true)), traded(truth(life.ticks)), seed);
  }
  EXPECT_GT(repaired, kRepairedMin);
}

// One was made of all its ticks, one of too few, and of one all were missed.
TEST(Lane, TheLastMinutesOfAnEarlierLifeAreProvenByHistory) {
  const auto stored = [](int minute, double price, std::int64_t ticks) {
    const Quote quote = core::quote_of(price, price);
    return QuoteBar{.open_time = kStart + minute * 1min,
                    .end = kStart + (minute + 1) * 1min,
                    .open = quote,
                    .high = quote,
                    .low = quote,
                    .close = quote,
                    .volume = static_cast<double>(ticks),
                    .ticks = ticks,
                    .mid_derived = true,
                    .only = Basis::kMid};
  };
  const auto history = [](int minute, double volume) {
    const Quote low = core::quote_of(99, 103);
    const Quote high = core::quote_of(109, 113);
    return core::HistoryBar{kStart + minute * 1min, low, high, low, high, volume};
  };
  const TradingHours hours = market();
  Lane lane({.minutes = {.exact_volume = true}, .first = kStart + 4min}, hours);
  lane.resume(
      {.minutes = {stored(0, 100, 9), stored(1, 100, 5), stored(3, 100, 1)}, .since = kStart});
  const core::TimeRange doubted{kStart, kStart + 4min};
  EXPECT_EQ(lane.line().owed(), doubted);
  const core::Now now = at(kStart + 5min);
  lane.learn(
      {.bars = {history(0, 9), history(1, 5), history(2, 8), history(3, 6)}, .settled = doubted},
      now);
  std::vector<LiveEvent> told;
  lane.step(now, told);
  EXPECT_EQ(lane.line().owed(), std::nullopt);
  std::erase_if(told, [](const LiveEvent& one) { return one.interval != Interval::k1m; });
  ASSERT_EQ(told.size(), 2U);
  for (const LiveEvent& one : told) EXPECT_EQ(one.kind, LiveEvent::Kind::kRevision);
  EXPECT_EQ(told[0].bar.open_time, kStart + 2min);
  EXPECT_EQ(told[0].bar.volume, 8);
  EXPECT_EQ(told[1].bar.open_time, kStart + 3min);
  EXPECT_EQ(told[1].bar.volume, 6);
  EXPECT_EQ(told[1].revision, 1);
  EXPECT_EQ(told[1].bar.close.ask, 113);
}

TEST(Lane, PolledMinutesAreThoseOfHistory) {
  for (std::uint64_t seed = 1; seed <= kSeeds / 5; ++seed) {
    Lane::Options options = patient();
    options.from_ticks = false;
    options.minutes.fill_max = 0;
    Life life(seed, options);
    life.turn_at = core::kFarFuture;
    life.run(0s);
    expect_same(life.told(false), traded(truth(life.ticks)), seed);
    for (const LiveEvent& event : life.events) {
      if (event.kind == LiveEvent::Kind::kQuiet) continue;
      const bool is_short = event.interval == Interval::k1m || event.interval == Interval::k5m;
      EXPECT_EQ(name(event.made_by), is_short ? "stream" : "history_agg");
    }
  }
}

// ---- what is told late

// A minute of which we missed the highest tick.

}  // namespace
}  // namespace wick::live::lane_test
