// A month of a live connector through everything that can happen to it, judged by what the broker
// has: no bar is missing, none comes twice, none is other than the broker's in the end.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "base/sanitized.hpp"
#include "core/time_text.hpp"
#include "live/connector.hpp"
#include "live_stage.hpp"

namespace wick::simulation::live_simulation_test {
namespace {

using core::Interval;
using core::UtcTime;
using live::LiveEvent;
using live::QuoteBar;
using namespace std::chrono_literals;

const UtcTime kBegin = core::midnight(2026, 3, 2);  // a Monday
const std::vector<std::string> kNames = {"A", "B", "C"};

// A reader of the channels who keeps what it is told.
struct Reader {
  void take(const LiveEvent& event) {
    if (event.kind == LiveEvent::Kind::kQuiet) return;
    if (event.kind == LiveEvent::Kind::kLost) {
      lost[event.symbol].add({event.bar.open_time, event.bar.end});
      return;
    }
    auto& bars = kept[{event.symbol, event.interval}];
    if (event.kind == LiveEvent::Kind::kBar) {
      const bool in_order = bars.empty() || bars.rbegin()->first < event.bar.open_time;
      const bool is_new = bars.try_emplace(event.bar.open_time, event.bar).second;
      if (!is_new) ++doubled;
      if (is_new && !in_order) ++unordered;
    } else {
      ++revisions;
      bars.insert_or_assign(event.bar.open_time, event.bar);
      if (event.interval == Interval::k1m) {
        lost[event.symbol] = lost[event.symbol].minus({{event.bar.open_time, event.bar.end}});
      }
    }
  }

  std::map<std::pair<std::size_t, Interval>, std::map<UtcTime, QuoteBar>> kept;
  std::map<std::size_t, core::RangeSet> lost;
  int doubled{};
  int unordered{};
  int revisions{};
};

// From an earlier life: what the reader has of the trading day that is under way.
live::Connector::Symbol resumed(Reader& reader, std::size_t symbol, UtcTime now) {
  const auto hours = broker_hours();
  live::Connector::Symbol wish{.name = kNames[symbol], .hours = hours, .first = now - 2h};
  const auto& minutes = reader.kept[{symbol, Interval::k1m}];
  if (minutes.empty()) {
    wish.first = wish.past.since = kBegin - 2h;  // where the trading day begins
    return wish;
  }
  wish.first = minutes.rbegin()->second.end;
  wish.past.owed = reader.lost[symbol].before(wish.first);
  const UtcTime day = hours.day_at(minutes.rbegin()->first).begin;
  for (auto at = minutes.lower_bound(day); at != minutes.end(); ++at) {
    wish.past.minutes.push_back(at->second);
  }
  for (const auto& [series, bars] : reader.kept) {
    if (series.first == symbol) wish.past.last.emplace_back(series.second, bars.rbegin()->first);
  }
  return wish;
}

struct Plan {
  core::Micros length{};
  BrokerWeather weather{};
  int lives{1};
  core::Micros patience{2min};
};

struct Outcome {
  Reader reader;
  Broker::Counts broker;
  live::ConnectorCounts counts;
  live::CrossCheck::Counts checks;
};

Outcome run(std::uint64_t seed, const Plan& plan) {
  fake::World world(seed, kBegin + 7h + 13min + 41s);
  const BrokerMarket market(seed);
  Outcome outcome;
  const UtcTime end = kBegin + plan.length;
  std::set<UtcTime> deaths = {end};
  for (int i = 1; i < plan.lives; ++i) {
    deaths.insert(kBegin + 8h +
                  core::Micros(static_cast<std::int64_t>(world.random().below(
                      static_cast<std::uint64_t>((plan.length - 9h).count())))));
  }
  for (const UtcTime death : deaths) {
    Broker broker(world, market, plan.weather);
    live::Connector::Options options;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      options.symbols.push_back(resumed(outcome.reader, i, world.now().utc));
    }
    options.ticks.repeats = live::Repeats::kDrop;
    options.minutes.patience = plan.patience;
    options.history.seed = seed;
    options.history.cross_check.intervals = {Interval::k1h, Interval::k4h};
    live::Connector connector(std::move(options), {.feed = &broker, .history = &broker});
    std::vector<LiveEvent> events;
    while (world.now().utc < death) {
      events.clear();
      connector.step(world.now(), events);
      for (const LiveEvent& event : events) outcome.reader.take(event);
      world.wait(std::min(connector.wake(), world.now().mono + (death - world.now().utc)));
    }
    outcome.broker.cuts += broker.counts().cuts;
    outcome.broker.silences += broker.counts().silences;
    outcome.broker.late += broker.counts().late;
    outcome.broker.failures += broker.counts().failures;
    outcome.counts.lost += connector.counts().lost;
    const auto& checks = connector.desk()->cross_check().counts();
    outcome.checks.same += checks.same;
    outcome.checks.different += checks.different;
    outcome.checks.missing += checks.missing;
    outcome.checks.anchored_otherwise += checks.anchored_otherwise;
  }
  return outcome;
}

// By the slow and obvious way: all minutes there are, put into their buckets.
std::map<UtcTime, QuoteBar> truth(const BrokerMarket& market, std::size_t symbol, Interval interval,
                                  UtcTime end) {
  const auto hours = broker_hours();
  std::map<UtcTime, QuoteBar> bars;
  for (UtcTime open = kBegin - 2h; open < end; open += 1min) {
    const auto minute = market.minute(symbol, open);
    if (!minute) continue;
    const core::TimeRange bucket = interval == Interval::k1m ? core::TimeRange{open, open + 1min}
                                                             : hours.bucket(interval, open);
    auto [at, is_new] = bars.try_emplace(bucket.begin, QuoteBar{.open_time = bucket.begin,
                                                                .end = bucket.end,
                                                                .open = minute->open,
                                                                .high = minute->high,
                                                                .low = minute->low});
    QuoteBar& bar = at->second;
    bar.high = live::highest(bar.high, minute->high);
    bar.low = live::lowest(bar.low, minute->low);
    bar.close = minute->close;
    bar.volume += minute->volume;
  }
  return bars;
}

bool same(const QuoteBar& a, const QuoteBar& b) {
  const auto sides = [](const live::Quote& x, const live::Quote& y) {
    return x.bid == y.bid && x.ask == y.ask;
  };
  return a.end == b.end && sides(a.open, b.open) && sides(a.high, b.high) && sides(a.low, b.low) &&
         sides(a.close, b.close) && a.volume == b.volume;
}

void expect_truth(Outcome& outcome, std::uint64_t seed, UtcTime until) {
  const BrokerMarket market(seed);
  for (std::size_t symbol = 0; symbol < kNames.size(); ++symbol) {
    for (const Interval interval : {Interval::k1m, Interval::k5m, Interval::k15m, Interval::k30m,
                                    Interval::k1h, Interval::k4h, Interval::k1d}) {
      auto told = outcome.reader.kept[{symbol, interval}];
      std::erase_if(
          told, [&](const auto& each) { return each.second.synthetic || each.second.end > until; });
      auto wanted = truth(market, symbol, interval, until);
      std::erase_if(wanted, [&](const auto& each) { return each.second.end > until; });
      int missing = 0;
      int altered = 0;
      std::string first;
      for (const auto& [open, bar] : wanted) {
        const auto at = told.find(open);
        const bool absent = at == told.end();
        if (!absent && same(at->second, bar)) continue;
        ++(absent ? missing : altered);
        if (first.empty()) first = core::to_iso(open);
      }
      EXPECT_EQ(missing, 0) << kNames[symbol] << " " << name(interval) << " from " << first
                            << ", seed " << seed;
      EXPECT_EQ(altered, 0) << kNames[symbol] << " " << name(interval) << " from " << first
                            << ", seed " << seed;
      EXPECT_EQ(told.size(), wanted.size()) << name(interval) << ", seed " << seed;
    }
  }
  EXPECT_EQ(outcome.reader.doubled, 0) << "seed " << seed;
  EXPECT_EQ(outcome.reader.unordered, 0) << "seed " << seed;
  // Nor does any long bar look wrong to a connector that compares them.
  EXPECT_GT(outcome.checks.same, 100) << "seed " << seed;
  EXPECT_EQ(outcome.checks.different, 0) << "seed " << seed;
  EXPECT_EQ(outcome.checks.missing, 0) << "seed " << seed;
  EXPECT_EQ(outcome.checks.anchored_otherwise, 0) << "seed " << seed;
}

int days(int otherwise) {
  const char* wanted = std::getenv("WICK_LIVE_DAYS");
  return wanted == nullptr ? otherwise : std::atoi(wanted);
}

TEST(LiveSimulation, AQuietWeekNeedsNoRevision) {
  constexpr core::Micros kLength = (base::kSanitized ? 2 : 7) * core::kDay;
  auto outcome = run(1, {.length = kLength});
  expect_truth(outcome, 1, kBegin + kLength - 1h);
  EXPECT_EQ(outcome.reader.revisions, 0);
  EXPECT_EQ(outcome.counts.lost, 0);
}

TEST(LiveSimulation, AMonthOfTroubleLosesDoublesAndAltersNothing) {
  const int length = days(base::kSanitized ? 3 : 30);
  const Plan plan{.length = length * core::kDay,
                  .weather = {.cut = 0.01,
                              .silent = 0.003,
                              .late = 0.0005,
                              .doubled = 0.01,
                              .jitter = 300ms,
                              .not_ready = 0.2,
                              .mute = 0.01,
                              .half = 0.2},
                  .lives = length / 3 + 1};
  auto outcome = run(7, plan);
  // The last hours are for what is still being repaired.
  expect_truth(outcome, 7, kBegin + plan.length - 6h);
  EXPECT_GT(outcome.broker.cuts, plan.length / core::kDay);
  EXPECT_GT(outcome.broker.silences, 0);
  EXPECT_GT(outcome.reader.revisions, 0);
}

}  // namespace
}  // namespace wick::simulation::live_simulation_test
