#include "store/event.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "fake/world.hpp"

namespace wick::store::event_test {
namespace {

using namespace std::chrono_literals;
using core::Tier;

Event full_event() {
  Event event;
  event.at = core::midnight(2024, 3, 5) + 123456us;
  event.command = "warm";
  event.id = {core::Provider::kBinance, core::Market::kFuturesUsdt, core::ChartType::kKlines,
              "ETHUSDT", core::Interval::k1mo};
  event.range = {core::midnight(2024, 1, 1), core::midnight(2024, 3, 1)};
  event.rows = {{Tier::kCache, 3}, {Tier::kRest, 4}};
  event.missing = 5;
  event.requests = 6;
  event.conflicts = 7;
  event.elapsed = 8us;
  event.tiers = {{.tier = Tier::kRest,
                  .asked = 9,
                  .failed = 1,
                  .requests = 11,
                  .rows = 12,
                  .bytes = 13,
                  .took = {14us, 15us},
                  .measured = 2,
                  .untidy = 3,
                  .odd_rows = {.unsorted = 4, .duplicates = 5, .implausible = 6}},
                 {.tier = Tier::kTurn, .asked = 1, .measured = 0}};
  event.errors = {{Tier::kRest, "throttled", "say \"please\"\n", 2, 60},
                  {Tier::kBulk, "corrupt", "x", 1, {}}};
  return event;
}

TEST(Event, WhatIsWrittenIsReadBack) {
  const Event event = full_event();
  const std::string line = event_line(event);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_TRUE(line.starts_with("{\"at\":\"2024-03-05T00:00:00.123456Z\",\"command\":\"warm\","));
  EXPECT_NE(line.find(R"("tiers":{"REST":{"asked":9,"failed":1,"requests":11,)"
                      R"("rows":12,"bytes":13,"took_us":[14,15],"untidy":{"objects":3,)"
                      R"("out_of_order":4,"repeated":5,"implausible":6}})"),
            std::string::npos)
      << line;
  const auto read = read_event(line);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, event);
}

TEST(Event, ALineOfAnOlderProgramHasNoTiersAndIsOfGet) {
  const auto event = read_event(
      R"({"at":"2024-03-05T10:00:00Z","provider":"binance","market":"spot","chart":"klines",)"
      R"("symbol":"BTCUSDT","interval":"1h","from":"2024-03-01T00:00:00Z",)"
      R"("to":"2024-03-02T00:00:00Z","rows":{"BULK":24},"missing":0,"requests":2,"conflicts":0,)"
      R"("elapsed_us":900,)"
      R"("errors":[{"tier":"BULK","kind":"unsupported","what":"404","times":3}]})");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->command, "get");
  EXPECT_EQ(event->rows.at(Tier::kBulk), 24);
  EXPECT_TRUE(event->tiers.empty());
  ASSERT_EQ(event->errors.size(), 1U);
  EXPECT_EQ(event->errors[0].times, 3);
  EXPECT_EQ(event->elapsed, 900us);
}

TEST(Event, WhatIsNoEventIsNone) {
  const std::string good = event_line(full_event());
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(read_event(good.substr(0, size))) << size;
  }
  for (const char* text : {"[]", "7", "null", "{}", R"({"at":"yesterday"})", "\xff\xfe"}) {
    EXPECT_FALSE(read_event(text)) << text;
  }
  std::string other = good;
  other.replace(other.find("binance"), 7, "othernx");
  EXPECT_FALSE(read_event(other));
}

TEST(Event, OddMembersAreLeftOut) {
  std::string odd = event_line(full_event());
  odd.replace(odd.find("\"rows\":{"), 8, "\"rows\":{\"MOON\":1,\"BULK\":\"x\",");
  odd.replace(odd.find("[14,15]"), 7, "[14,{},null,15]");
  const auto read = read_event(odd);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, full_event());
}

TEST(Event, ALineStaysShortWhateverHappened) {
  Event event = full_event();
  event.id.symbol = std::string(30, 'A');
  event.tiers.clear();
  event.errors.clear();
  for (const Tier tier :
       {Tier::kCache, Tier::kBulk, Tier::kRest, Tier::kStream, Tier::kListing, Tier::kTurn}) {
    EventTier& effort = event.tiers.emplace_back();
    effort.tier = tier;
    effort.asked = effort.failed = effort.requests = effort.rows = effort.bytes = INT64_MAX / 2;
    for (int i = 0; i < 5000; ++i) effort.took.push_back(std::chrono::hours{10} + 1us * i);
    for (int kind = 0; kind < 6; ++kind) {
      event.errors.push_back({tier, "unavailable", std::string(5000, '\x01'), 1000, 3600});
    }
  }
  const std::string line = event_line(event);
  EXPECT_LT(line.size(), kEventBytesMax);
  const auto read = read_event(line);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->tiers.size(), 6U);
  EXPECT_EQ(read->tiers[0].took.size(), kLatenciesMax);
  EXPECT_EQ(read->tiers[0].measured, 5000);
  EXPECT_FALSE(read->errors.empty());
}

TEST(Event, ChosenTimesAreSomeOfThemWithTheEndsAndTheirPercentiles) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    fake::SeededRandom random(seed);
    std::vector<core::Micros> values;
    for (std::uint64_t i = random.below(300); i-- > 0;) values.emplace_back(random.below(1000));
    auto sorted = values;
    std::ranges::sort(sorted);
    const auto chosen = chosen_evenly(values, kLatenciesMax);
    EXPECT_EQ(chosen.size(), std::min(values.size(), kLatenciesMax));
    EXPECT_TRUE(std::ranges::includes(sorted, chosen));
    if (values.empty()) continue;
    EXPECT_EQ(chosen.front(), sorted.front());
    EXPECT_EQ(chosen.back(), sorted.back());
    for (std::size_t i = 0; i < chosen.size(); ++i) {  // each at its own place, within one
      const double place = static_cast<double>(i) / static_cast<double>(chosen.size()) *
                           static_cast<double>(sorted.size());
      const double off = static_cast<double>(sorted.size()) / static_cast<double>(chosen.size());
      const auto first = std::ranges::lower_bound(sorted, chosen[i]);
      const auto last = std::ranges::upper_bound(sorted, chosen[i]);
      EXPECT_LE(static_cast<double>(first - sorted.begin()), place + off);
      EXPECT_GE(static_cast<double>(last - sorted.begin()), place);
    }
  }
}

}  // namespace
}  // namespace wick::store::event_test
