// A year of streams through everything that can happen to them, judged by what the exchange has.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/sanitized.hpp"
#include "core/time_text.hpp"
#include "draw.hpp"
#include "stream_stage.hpp"

namespace wick::simulation::stream_simulation_test {
namespace {

using core::micros_of;
using core::UtcTime;
using live::Tidings;
using namespace std::chrono_literals;

// What goes wrong, one frame in so many; `calm` numbers leave things as they are.
struct Weather {
  double cut{};        // of frames: reset
  double close{};      // of frames: a close frame
  double silent{};     // of frames: nothing comes any more, not even a ping
  double late{};       // of closing frames, by ten seconds
  double lost{};       // of closing frames
  double doubled{};    // of frames
  double reordered{};  // of frames, by a second and a half
  double rough{};      // of closing frames: wrong at first
  double refused{};    // of handshakes
  double mute{};       // of handshakes: acknowledged, pinged, and nothing else
  double rest{};       // of REST requests: each kind of trouble
};

std::string number(double value) {
  return std::to_string(value);
}

std::string scenario_of(const Weather& w, std::uint64_t seed) {
  const auto rule = [](const std::string& when, double probability, const std::string& then) {
    if (probability <= 0) return std::string();
    return R"(,{"when":{)" + when + R"(,"probability":)" + number(probability) + R"(},"then":{)" +
           then + "}}";
  };
  const std::string frame = R"("kind":"ws","moment":"frame")";
  const std::string closing = frame + R"(,"closing":true)";
  const std::string handshake = R"("kind":"ws","moment":"handshake")";
  const std::string rest = R"("kind":"klines")";
  std::string rules;
  rules += rule(frame, w.cut, R"("reset":true)");
  rules += rule(frame, w.close, R"("close":1001)");
  rules += rule(frame, w.silent, R"("silent":true)");
  rules += rule(closing, w.late, R"("delay_ms":10000)");
  rules += rule(closing, w.lost, R"("drop":true)");
  rules += rule(frame, w.doubled, R"("copies":3)");
  rules += rule(frame, w.reordered, R"("delay_ms":1500)");
  rules += rule(closing, w.rough, R"("rough":true)");
  rules += rule(handshake, w.refused, R"("status":503)");
  rules += rule(handshake, w.mute, R"("mute":true)");
  rules += rule(rest, w.rest, R"("answer":"throttle429","retry_after":7)");
  rules += rule(rest, w.rest, R"("status":502)");
  rules += rule(rest, w.rest, R"("reset":true)");
  rules += rule(rest, w.rest, R"("silent":true)");
  rules += rule(rest, w.rest, R"("truncate_at":0.5)");
  rules += rule(rest, w.rest, R"("malformed_json":true)");
  rules += rule(rest, w.rest, R"("delay_ms":4000)");
  if (!rules.empty()) rules.erase(0, 1);
  return R"({"name":"weather","seed":)" + std::to_string(seed) +
         R"(,"streams":{"update_every_ms":20000},"rules":[)" + rules + "]}";
}

Weather storm(fake::SeededRandom& random) {
  const auto one_of = [&](std::initializer_list<double> values) {
    return *(values.begin() + random.below(values.size()));
  };
  return {.cut = one_of({0.004, 0.006, 0.008}),
          .close = one_of({0.0, 0.002}),
          .silent = one_of({0.0, 0.0005}),
          .late = one_of({0.0, 0.01}),
          .lost = one_of({0.0, 0.01}),
          .doubled = one_of({0.0, 0.02}),
          .reordered = one_of({0.0, 0.02}),
          .rough = one_of({0.0, 0.02}),
          .refused = one_of({0.0, 0.2}),
          .mute = one_of({0.0, 0.05}),
          .rest = one_of({0.0, 0.02})};
}

struct Judgement {
  std::int64_t candles{};
  std::int64_t holes{};
  std::int64_t revisions{};
};

// A candle that closed wrongly while its correction was lost is looked up with a hundred others.
constexpr std::int64_t kNotLookedUpYet = 101;

// Every instant was told once and in order; the last word on each is the truth.
Judgement judge(const std::vector<live::CandleEvent>& told, const Draw& d, core::TimeRange range,
                const Truth& truth) {
  const core::Grid grid(d.interval);
  std::map<UtcTime, core::Bar> last;
  Judgement sum;
  UtcTime next = range.begin;
  for (const live::CandleEvent& event : told) {
    const UtcTime open = event.bar.open_time;
    if (event.kind == Tidings::kRevised) {
      EXPECT_TRUE(last.contains(open)) << "revised before it was told: " << core::to_iso(open);
      last[open] = event.bar;
      ++sum.revisions;
      continue;
    }
    EXPECT_EQ(core::to_iso(open), core::to_iso(next)) << "out of order, doubled or left out";
    if (open != next) return sum;
    next = grid.next(open);
    if (event.kind == Tidings::kHole) {
      EXPECT_FALSE(truth.contains(open)) << "said not to exist: " << core::to_iso(open);
      ++sum.holes;
    } else {
      last[open] = event.bar;
      ++sum.candles;
    }
  }
  EXPECT_EQ(core::to_iso(next), core::to_iso(range.end)) << "not told to the end";
  const UtcTime sure = grid.advance(range.end, -kNotLookedUpYet);
  for (const auto& [open, bar] : last) {
    const auto real = truth.find(open);
    const bool rough = real != truth.end() && real->second.count > bar.count;
    if (open >= sure && rough) continue;
    EXPECT_TRUE(real != truth.end() && real->second == bar) << "altered: " << core::to_iso(open);
    if (real == truth.end() || real->second != bar) break;
  }
  return sum;
}

class StreamSimulation : public testing::Test {
 protected:
  StreamSimulation() : exchange(*sim::Exchange::open({.seed = 7, .log_path = ""}, 0)) {}

  const sim::Symbol* symbol(sim::Venue venue, std::string_view name) {
    for (const sim::Symbol& one : exchange->market().symbols(venue)) {
      if (one.name == name) return &one;
    }
    return nullptr;
  }
  Draw draw_of(sim::Venue venue, std::string_view name, core::Interval interval) {
    Draw d;
    d.venue = venue;
    d.symbol = symbol(venue, name);
    d.interval = interval;
    return d;
  }
  Streamed stream(const std::vector<Draw>& draws, StreamRun run, const std::string& scenario) {
    for (const Draw& d : draws) run.series.push_back(series_of(d));
    const auto loaded = exchange->load(scenario, micros_of(run.begin));
    EXPECT_TRUE(loaded) << loaded.error().what;
    StreamStage stage(*exchange);
    return stage.run(run);
  }

  std::unique_ptr<sim::Exchange> exchange;
};

constexpr int kMonths = base::kSanitized ? 1 : 12;

const UtcTime kNewYear = core::midnight(2024, 1, 1);

TEST_F(StreamSimulation, ACalmHourIsToldByFramesAlone) {
  const auto d = draw_of(sim::Venue::kSpot, "BTCUSDT", core::Interval::k1m);
  const UtcTime begin = kNewYear + 12h + 20s;
  const auto run =
      stream({d}, {.begin = begin, .end = begin + 1h, .calm_from = begin, .seed = 1}, "calm");
  const core::TimeRange range{begin - 20s, begin - 20s + 1h};
  judge(run.told[0], d, range, truth(exchange->market(), d, range));
  EXPECT_EQ(run.counters.filled, 0);
  EXPECT_EQ(run.counters.connects, 1);
}

// Twelve months, each with another weather, symbol and start; ten thousand connections that end.
TEST_F(StreamSimulation, AYearOfStormsLosesDoublesAndAltersNothing) {
  struct Month {
    sim::Venue venue;
    std::string_view symbol;
    core::Interval interval;
  };
  using core::Interval;
  const std::vector<Month> kinds = {
      {sim::Venue::kSpot, "BTCUSDT", Interval::k1m},
      {sim::Venue::kUm, "ETHUSDT", Interval::k1m},
      {sim::Venue::kCm, "BTCUSD_PERP", Interval::k1m},
      {sim::Venue::kSpot, "ETHUSDT", Interval::k5m},
  };
  const char* const text = std::getenv("WICK_STREAM_MONTHS");      // NOLINT: read before any thread
  const int months = text == nullptr ? kMonths : std::atoi(text);  // NOLINT: a number of ours
  std::int64_t losses = 0;
  Judgement sum;
  for (int month = 0; month < months; ++month) {
    fake::SeededRandom random(static_cast<std::uint64_t>(month));
    const Month& kind = kinds[static_cast<std::size_t>(month) % kinds.size()];
    const auto d = draw_of(kind.venue, kind.symbol, kind.interval);
    const UtcTime begin =
        core::midnight(2024, static_cast<unsigned>(month % 12 + 1), 1) + 12h + 33s;
    const UtcTime end =
        base::kSanitized ? begin + 3 * core::kDay + 7s : core::month_of(begin).end + 40s;
    const core::Micros skew = random.one_in(3) ? -2h : random.one_in(2) ? 1h : 0h;
    const Weather weather = storm(random);
    SCOPED_TRACE(testing::Message() << "month " << month << ", skew " << skew.count() << "\n"
                                    << scenario_of(weather, 5));
    const auto run = stream({d},
                            {.begin = begin,
                             .end = end,
                             .calm_from = end - 30min,
                             .skew = skew,
                             .seed = static_cast<std::uint64_t>(month)},
                            scenario_of(weather, 5));
    const core::Grid grid(d.interval);
    const core::TimeRange range{grid.floor(begin), grid.floor(end)};
    const Judgement part = judge(run.told[0], d, range, truth(exchange->market(), d, range));
    sum.candles += part.candles;
    sum.revisions += part.revisions;
    losses += run.counters.losses;
    if (HasFailure()) return;
  }
  RecordProperty("candles", static_cast<int>(sum.candles));
  RecordProperty("losses", static_cast<int>(losses));
  EXPECT_GE(losses, (base::kSanitized ? 500 : 10'000) * months / 12);
  if (months >= 12) {
    EXPECT_GT(sum.revisions, 1'000);
  }
}

// Three programs one after the other, killed at a power cut or ended, each from where the last one
// stopped; then history alone is asked. What was kept is true, and what was ended in order is
// whole. Under sanitizers it is spot, whose frames come an eighth as often.
TEST_F(StreamSimulation, WhatWasStreamedIsHistory) {
  constexpr auto kVenue = base::kSanitized ? sim::Venue::kSpot : sim::Venue::kUm;
  for (std::uint64_t seed = 0; seed < (base::kSanitized ? 2 : 6); ++seed) {
    fake::SeededRandom random(seed);
    const bool killed = random.one_in(2);
    std::vector<Draw> draws;
    for (const char* name : {"SOLUSDT", "ETHUSDT", "BTCUSDT"}) {
      draws.push_back(draw_of(kVenue, name, core::Interval::k1m));
      if (base::kSanitized) break;
    }
    const std::string weather = scenario_of(storm(random), seed);
    SCOPED_TRACE(testing::Message() << "seed " << seed << "\n" << weather);
    StreamStage stage(*exchange);
    StreamRun run{.begin = kNewYear + 22h, .forming = true, .seed = seed};
    for (const Draw& d : draws) run.series.push_back(series_of(d));
    run.since = run.begin;
    run.ends = killed ? StreamRun::End::kKilled : StreamRun::End::kOrderly;
    const core::TimeRange whole{run.begin, run.begin + 3 * 13h};
    while (run.begin < whole.end) {
      run.end = run.begin + 13h + 5s;
      run.calm_from = run.end - 30min;
      ASSERT_TRUE(exchange->load(weather, micros_of(run.begin)));
      const Streamed streamed = stage.run(run);
      EXPECT_EQ(streamed.doubled_forming, 0U);
      EXPECT_GT(streamed.forming, 0);
      EXPECT_FALSE(streamed.trouble) << streamed.trouble->what;
      for (std::size_t i = 0; i < draws.size(); ++i) {
        const core::TimeRange range{*run.since, run.begin + 13h};
        judge(streamed.told[i], draws[i], range, truth(exchange->market(), draws[i], range));
        if (HasFailure()) return;
      }
      run.begin += 13h;
      run.since = run.begin - 3 * 1min;  // a little twice
    }
    for (const Draw& d : draws) {
      const auto real = truth(exchange->market(), d, whole);
      const history::Answer answer = stage.cached(series_of(d), whole, whole.end + 1h);
      for (const core::Bar& bar : answer.series.bars()) {
        ASSERT_TRUE(real.contains(bar.open_time));
        ASSERT_EQ(bar, real.at(bar.open_time)) << core::to_iso(bar.open_time);
      }
      const std::size_t lost = killed ? 3 * 2 : 0;  // what was not due to be written
      EXPECT_GE(answer.series.rows() + lost, real.size());
      const std::string market(core::name(series_of(d).market));
      EXPECT_TRUE(stage.files().facts("/cache/binance/" + market + "/klines/daily/" +
                                      d.symbol->name + "/1m/2024-01-02.arrow"))
          << "a day that was streamed whole is sealed";
    }
  }
}

}  // namespace
}  // namespace wick::simulation::stream_simulation_test
