#include "cli/get_event.hpp"

#include <gtest/gtest.h>

#include "fake/bars.hpp"

namespace wick::cli::get_event_test {
namespace {

using namespace std::chrono_literals;
using core::Tier;

TEST(GetEvent, TellsWhatTheAnswerTells) {
  const core::UtcTime day = core::midnight(2024, 3, 5);
  Answered answered;
  answered.id = {core::Provider::kBinance, core::Market::kSpot, core::ChartType::kKlines, "BTCUSDT",
                 core::Interval::k1h};
  answered.elapsed = 5ms;
  history::Answer& answer = answered.answer;
  answer.series.add(
      fake::bars(core::grid_of(answered.id), {.opens = {{day, day + 3h}}, .tier = Tier::kBulk}));
  answer.missing = {{{day + 3h, day + 5h}, core::Cause::kNoBarAtSource, ""},
                    {{day + 7h, day + 8h}, core::Cause::kNotFetched, ""}};
  answer.requests = 4;
  answer.efforts = {{.tier = Tier::kBulk,
                     .asked = 2,
                     .failed = 1,
                     .requests = 4,
                     .rows = 24,
                     .bytes = 999,
                     .took = {3ms, 1ms}}};
  answer.failures = {
      {Tier::kRest, {base::ErrorKind::kThrottled, "429", std::chrono::milliseconds{1500}}, 2}};
  const store::Event event = event_of(answered, {day, day + 8h}, day + 9h, "warm");
  EXPECT_EQ(event.command, "warm");
  EXPECT_EQ(event.rows, (std::map<Tier, std::int64_t>{{Tier::kBulk, 3}}));
  EXPECT_EQ(event.missing, 3);
  ASSERT_EQ(event.tiers.size(), 1U);
  EXPECT_EQ(event.tiers[0].bytes, 999);
  ASSERT_EQ(event.errors.size(), 1U);
  EXPECT_EQ(event.errors[0].kind, "throttled");
  EXPECT_EQ(event.errors[0].retry_after_s, 2);

  const auto read = store::read_event(event_json(answered, {day, day + 8h}, day + 9h, "warm"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->tiers[0].took, (std::vector<core::Micros>{1ms, 3ms}));
  EXPECT_EQ(read->id, answered.id);
  EXPECT_EQ(read->range, (core::TimeRange{day, day + 8h}));
  EXPECT_EQ(read->elapsed, 5ms);
}

}  // namespace
}  // namespace wick::cli::get_event_test
