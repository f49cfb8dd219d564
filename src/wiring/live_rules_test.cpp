#include "wiring/live_rules.hpp"

#include <gtest/gtest.h>

namespace wick::wiring::live_rules_test {
namespace {

using namespace std::chrono_literals;

live::Connector::Options rules(const std::string& runtime) {
  const auto loaded = load_live_config({.runtime = Config::File{"r.json", runtime}});
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().what);
  return loaded ? connector_rules(loaded->config, 1) : live::Connector::Options{};
}

TEST(LiveRules, HistoryIsPolledAtTheFetchIntervalElseAtThePolls) {
  EXPECT_EQ(rules("{}").history.cadence.poll, 5s);
  EXPECT_EQ(rules(R"({"stream":{"poll_seconds":7}})").history.cadence.poll, 7s);
  EXPECT_EQ(
      rules(R"({"stream":{"poll_seconds":7,"fetch_interval_seconds":9}})").history.cadence.poll,
      9s);
}

TEST(LiveRules, PriorityIsOfASymbolsMinutesWhateverTimeframeItIsGivenFor) {
  using Targets = std::vector<policy::PollTarget>;
  const auto priority = [](const std::string& targets) {
    return rules(R"({"stream":{"config":"EUR/USD:m1,XAU/USD:h1","history_priority_targets":")" +
                 targets + "\"}}")
        .history.quota.history_priority_targets;
  };
  EXPECT_EQ(priority("XAU/USD:m1"), (Targets{{.symbol = 1, .interval = core::Interval::k1m}}));
  EXPECT_EQ(priority("XAU/USD:h1,XAU/USD:m5,GBP/USD:m1,EUR/USD:d1"),
            (Targets{{.symbol = 1}, {.symbol = 0}}));
}

TEST(LiveRules, PlainBackoffsAreAsConfigured) {
  const auto times = plain_backoff({.base = 3s, .max = 50s, .factor = 1.5});
  EXPECT_EQ(times.base_delay, 3s);
  EXPECT_EQ(times.factor, policy::Ratio::percent(150));
  EXPECT_EQ(times.max_delay, 50s);
  const auto doubt = rules(R"({"backoff":{"fxcm_login":{"base_delay":4}}})").vigil.doubt.longer;
  EXPECT_EQ(doubt.base_delay, 4s);
}

}  // namespace
}  // namespace wick::wiring::live_rules_test
