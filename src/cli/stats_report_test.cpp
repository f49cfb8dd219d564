#include "cli/stats_report.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "cli/stats_command.hpp"
#include "cli/stats_text.hpp"
#include "store/events.hpp"

namespace wick::cli::stats_report_test {
namespace {

using namespace std::chrono_literals;
using core::Tier;
using store::Event;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::TimeRange kAlways{core::UtcTime{}, core::kFarFuture};

Event event_of(const char* symbol, core::UtcTime at, std::map<Tier, std::int64_t> rows) {
  Event event;
  event.at = at;
  event.id.symbol = symbol;
  event.id.interval = core::Interval::k1h;
  event.rows = std::move(rows);
  event.elapsed = 10ms;
  return event;
}

// Three requests of two days: from the archive, from the cache, and one that REST failed.
std::vector<Event> three_requests() {
  Event first = event_of("BTCUSDT", kDay + 1h, {{Tier::kBulk, 90}, {Tier::kRest, 10}});
  first.requests = 9;
  first.tiers = {{.tier = Tier::kCache, .asked = 1, .took = {50us}, .measured = 1},
                 {.tier = Tier::kBulk,
                  .asked = 5,
                  .failed = 1,
                  .requests = 8,
                  .rows = 96,
                  .bytes = 5000,
                  .took = {10ms, 20ms, 30ms, 40ms},
                  .measured = 4},
                 {.tier = Tier::kRest,
                  .asked = 1,
                  .requests = 1,
                  .rows = 10,
                  .bytes = 700,
                  .took = {300ms},
                  .measured = 1}};
  first.errors = {{Tier::kBulk, "unsupported", "x.zip: 404", 1, {}}};
  Event second = event_of("BTCUSDT", kDay + 2h, {{Tier::kCache, 100}});
  second.tiers = {{.tier = Tier::kCache, .asked = 4, .rows = 100, .took = {2ms}, .measured = 1}};
  Event third = event_of("ETHUSDT", kDay + 25h, {{Tier::kCache, 20}});
  third.command = "warm";
  third.missing = 30;
  third.requests = 3;
  third.tiers = {{.tier = Tier::kCache, .asked = 2, .rows = 20, .took = {1ms}, .measured = 1},
                 {.tier = Tier::kRest, .asked = 1, .failed = 1, .requests = 3}};
  third.errors = {{Tier::kRest, "throttled", "429", 3, 60}};
  return {first, second, third};
}

const TierReport& tier_of(const StatsReport& report, Tier tier) {
  return *std::ranges::find(report.tiers, tier, &TierReport::tier);
}

TEST(StatsReport, EachTierByWhatItWasAskedAndWhatItGave) {
  const StatsReport report = summarize(three_requests(), {.asked_in = kAlways});
  EXPECT_EQ(report.answers, 3);
  EXPECT_EQ(report.rows, 220);
  EXPECT_EQ(report.missing, 30);
  EXPECT_EQ(report.requests, 12);
  EXPECT_EQ(report.bytes, 5700);
  EXPECT_EQ(report.commands, (std::map<std::string, std::int64_t>{{"get", 2}, {"warm", 1}}));

  const TierReport& cache = tier_of(report, Tier::kCache);
  EXPECT_EQ(cache.answered, 2);
  EXPECT_EQ(cache.rows, 120);
  EXPECT_EQ(cache.wanted, 100 + 100 + 50);
  EXPECT_EQ(cache.asked, 7);
  EXPECT_EQ(cache.good(), 1000);
  EXPECT_EQ(cache.took.percentile(50), 1ms);
  EXPECT_EQ(cache.mark(), TierMark::kOk);

  const TierReport& bulk = tier_of(report, Tier::kBulk);
  EXPECT_EQ(bulk.answered, 1);
  EXPECT_EQ(bulk.wanted, 100);
  EXPECT_EQ(bulk.good(), 800);
  EXPECT_EQ(bulk.failures, (std::map<std::string, std::int64_t>{{"unsupported", 1}}));
  EXPECT_EQ(bulk.mark(), TierMark::kLow);

  const TierReport& rest = tier_of(report, Tier::kRest);
  EXPECT_EQ(rest.wanted, 10 + 30) << "what was still wanted when its turn came";
  EXPECT_EQ(rest.rows, 10);
  EXPECT_EQ(rest.good(), 500);
  EXPECT_EQ(rest.requests, 4);

  ASSERT_EQ(report.errors.size(), 2U);
  EXPECT_EQ(report.errors[0].kind, "throttled");
  EXPECT_EQ(report.errors[0].times, 3);
  EXPECT_EQ(report.errors[0].last, kDay + 25h);
}

TEST(StatsReport, OnlyWhatWasAskedFor) {
  const auto events = three_requests();
  EXPECT_EQ(summarize(events, {.symbols = {"ETHUSDT"}, .asked_in = kAlways}).rows, 20);
  EXPECT_EQ(summarize(events, {.asked_in = {kDay + 2h, kDay + 25h}}).rows, 100);
  const StatsReport nothing = summarize(events, {.asked_in = {kDay, kDay + 1h}});
  EXPECT_EQ(nothing.answers, 0);
  EXPECT_EQ(nothing.tiers.size(), 3U);
  EXPECT_EQ(tier_of(nothing, Tier::kRest).mark(), TierMark::kNotAsked);
}

TEST(StatsReport, BySymbolTheLargestFirstAndByDayInOrder) {
  const auto events = three_requests();
  const auto symbols = summarize(events, {.asked_in = kAlways, .by = StatsBy::kSymbol}).groups;
  ASSERT_EQ(symbols.size(), 2U);
  EXPECT_EQ(symbols[0].key, "spot BTCUSDT");
  EXPECT_EQ(symbols[0].all_rows(), 200);
  EXPECT_EQ(symbols[0].answers, 2);
  EXPECT_EQ(symbols[1].failures, 3);
  EXPECT_EQ(symbols[1].missing, 30);
  const auto days = summarize(events, {.asked_in = kAlways, .by = StatsBy::kDay}).groups;
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(days[0].key, "2024-03-05");
  EXPECT_EQ(days[1].key, "2024-03-06");
}

TEST(StatsReport, SlowIsToldFromLow) {
  TierReport report{.tier = Tier::kRest, .asked = 100, .failed = 1};
  report.took.add({200ms}, 1);
  EXPECT_EQ(report.mark(), TierMark::kOk) << "just as expected";
  report.took.add({300ms, 301ms}, 2);
  EXPECT_EQ(report.mark(), TierMark::kSlow);
  report.failed = 2;
  EXPECT_EQ(report.mark(), TierMark::kLow);
  report.tier = Tier::kListing;
  EXPECT_EQ(report.mark(), TierMark::kNotAsked) << "nothing is expected of it";
}

TEST(StatsReport, FiguresOfOtherHandsDoNotWrapAround) {
  Event wild = event_of("BTCUSDT", kDay, {{Tier::kCache, INT64_MAX}, {Tier::kBulk, -5}});
  wild.missing = INT64_MIN;
  wild.tiers = {{.tier = Tier::kCache, .asked = -1, .failed = INT64_MAX, .bytes = INT64_MAX}};
  const StatsReport report =
      summarize(std::vector<Event>(1000, wild), {.asked_in = kAlways, .by = StatsBy::kDay});
  EXPECT_GT(report.rows, 0);
  EXPECT_EQ(report.missing, 0);
  EXPECT_EQ(tier_of(report, Tier::kCache).good(), 0);
  EXPECT_FALSE(stats_text(report, {}).empty());
}

TEST(StatsText, FitsEightyColumnsAndSaysItAll) {
  const StatsReport report = summarize(three_requests(), {.asked_in = {kDay, kDay + 48h}});
  EXPECT_EQ(stats_text(report, {.columns = 80, .glyphs = Glyphs::kAscii}),
            R"(3 requests since 2024-03-05T00:00Z (get 2, warm 1)
220 bars, 30 missing; 12 data requests, 5.7 kB
elapsed: p50 10 ms, p90 10 ms, p99 10 ms

source  answered  bars  share   gave  asks  failed  fetches    size
CACHE          2   120  54.5%  48.0%     7       0        0     0 B
BULK           1    90  40.9%  90.0%     5       1        8  5.0 kB
REST           1    10   4.5%  25.0%     2       1        4   700 B

source     p50     p90     p99    good         expected
CACHE   1.0 ms  2.0 ms  2.0 ms  100.0%  99.0% in 1.0 ms  ok
BULK     20 ms   40 ms   40 ms   80.0%   95.0% in 2.0 s  low
REST    300 ms  300 ms  300 ms   50.0%  99.0% in 200 ms  low
gave: of the bars still wanted when its turn came. good: asks without a failure.
ok, slow, low: good and p50 against what the protocol expects.

CACHE  120  #########################################################
BULK    90  ##########################################
REST    10  ####

failures, and the last one of each
  REST throttled, 3 times, last 2024-03-06T01:00Z
    429
  BULK unsupported, 1 time, 2024-03-05T01:00Z
    x.zip: 404
)");
}

TEST(StatsText, LongReasonsAreClippedAtACharacter) {
  Event event = event_of("BTCUSDT", kDay, {{Tier::kRest, 1}});
  std::string what;
  for (int i = 0; i < 60; ++i) what += "é";
  for (std::size_t shift = 0; shift < 2; ++shift) {
    event.errors = {{Tier::kRest, "unavailable", std::string(shift, 'x') + what, 1, {}}};
    const std::string text = stats_text(summarize({event}, {.asked_in = kAlways}), {});
    const std::size_t end = text.rfind("...");
    ASSERT_NE(end, std::string::npos);
    EXPECT_EQ(text.substr(end - 2, 2), "é");
  }
}

TEST(StatsText, TimesAsPeopleReadThem) {
  EXPECT_EQ(latency_text(49us), "49 us");
  EXPECT_EQ(latency_text(1234us), "1.2 ms");
  EXPECT_EQ(latency_text(9949us), "9.9 ms");
  EXPECT_EQ(latency_text(9950us), "10 ms");
  EXPECT_EQ(latency_text(999'499us), "999 ms");
  EXPECT_EQ(latency_text(1'250'000us), "1.3 s");
  EXPECT_EQ(latency_text(200s), "3 min 20 s");
  EXPECT_EQ(share_text(std::nullopt), "-");
  EXPECT_EQ(share_text(1000), "100.0%");
  EXPECT_EQ(share_text(7), "0.7%");
}

TEST(StatsJson, RawNumbersAndWholeTimes) {
  const StatsReport report =
      summarize(three_requests(), {.asked_in = {kDay, kDay + 48h}, .by = StatsBy::kDay});
  const std::string json = stats_json(report);
  for (const char* part :
       {R"("since":"2024-03-05T00:00:00Z")", R"("commands":{"get":2,"warm":1})",
        R"({"source":"CACHE","answered":2,"rows":120,"row_share":0.545,"wanted":250,)",
        R"("latency_us":{"count":4,"p50":20000,"p90":40000,"p99":40000})",
        R"("expected":{"good_share":0.990,"latency_us":200000},"mark":"low")",
        R"({"day":"2024-03-05","answers":2,"rows":{"CACHE":100,"BULK":90,"REST":10},)"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
  }
}

TEST(StatsRequest, MistakesAreNamed) {
  const auto now = kDay + 12h;
  const auto usual = understand(StatsOptions{}, now);
  ASSERT_TRUE(usual);
  EXPECT_EQ(usual->asked_in.begin, now - 24h);
  EXPECT_TRUE(usual->asked_in.contains(now));
  EXPECT_TRUE(understand(StatsOptions{.since = "2024-03-01", .by = "day"}, now));
  for (const StatsOptions& wrong :
       {StatsOptions{.since = "soon"}, StatsOptions{.since = "2025-01-01"},
        StatsOptions{.by = "moon"}, StatsOptions{.symbols = {"../x"}}}) {
    const auto refused = understand(wrong, now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, base::ErrorKind::kInvalid);
  }
}

}  // namespace
}  // namespace wick::cli::stats_report_test
