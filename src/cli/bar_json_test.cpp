#include "cli/bar_json.hpp"

#include <gtest/gtest.h>

#include "cli/sample_bar_test.hpp"

namespace wick::cli::bar_json_test {
namespace {

using core::midnight;
using namespace std::chrono_literals;

TEST(BarJson, ItIsTheDocumentedContract) {
  history::Answer answer;
  answer.series.add(sample_chunk());
  answer.missing.push_back({{midnight(2024, 1, 1) + 1h, midnight(2024, 1, 1) + 2h},
                            core::Cause::kNoBarAtSource,
                            "said \"so\""});
  answer.requests = 3;
  std::string text;
  const JsonFacts facts{.id = &kSampleSeries,
                        .range = {midnight(2024, 1, 1), midnight(2024, 1, 1) + 2h},
                        .elapsed = 12500us};
  append_json(text, answer, facts, TimeStyle::kIso);
  EXPECT_EQ(
      text,
      R"({"symbol":"BTCUSDT","market":"spot","interval":"1h","from":"2024-01-01T00:00:00Z",)"
      R"("to":"2024-01-01T02:00:00Z","rows":1,"sources":{"CACHE":0,"BULK":1,"REST":0},)"
      R"("missing":[{"from":"2024-01-01T01:00:00Z","to":"2024-01-01T02:00:00Z",)"
      R"("cause":"no_bar_at_source","evidence":"said \"so\""}],"requests":3,"elapsed_ms":12.5,)"
      R"("bars":[{"open_time":"2024-01-01T00:00:00Z","open":42283.58,"high":42554.5,)"
      R"("low":42261,"close":42475.23,"volume":1271.68108,)"
      R"("close_time":"2024-01-01T00:59:59.999999Z","quote_asset_volume":53957248.973789,)"
      R"("count":47134,"taker_buy_volume":682.57581,)"
      R"("taker_buy_quote_volume":28957416.819645,"source":"BULK"}]})"
      "\n");
  std::string short_text;
  append_json(short_text, answer, {.id = &kSampleSeries, .range = {}, .elapsed = {}, .bars = false},
              TimeStyle::kIso);
  EXPECT_EQ(short_text.find("\"bars\""), std::string::npos);
}

std::string json(const history::Answer& answer) {
  std::string text;
  append_json(text, answer, {.id = &kSampleSeries, .range = {}, .elapsed = {}}, TimeStyle::kMillis);
  return text;
}

TEST(BarJson, OnlyAFormingBarSaysThatItIsNotFinal) {
  history::Answer answer;
  answer.series.add(sample_chunk());
  EXPECT_EQ(json(answer).find("final"), std::string::npos);
  core::ChunkBuilder rows;
  rows.push({.open_time = midnight(2024, 1, 1) + 1h});
  answer.series.add(std::move(rows).finish(core::Tier::kRest, {.final = false}));
  const std::string text = json(answer);
  EXPECT_TRUE(text.ends_with("\"source\":\"REST\",\"final\":false}]}\n")) << text;
  EXPECT_EQ(text.find("final"), text.rfind("final"));
}

TEST(BarJson, AStreamIsNamedOnlyWhereItAnswered) {
  history::Answer answer;
  core::ChunkBuilder rows;
  rows.push({.open_time = midnight(2024, 1, 1)});
  answer.series.add(std::move(rows).finish(core::Tier::kStream, {}));
  EXPECT_NE(json(answer).find(R"("sources":{"CACHE":0,"BULK":0,"REST":0,"STREAM":1})"),
            std::string::npos);
}

TEST(BarJson, WhatWasNotKeptIsAWarning) {
  history::Answer answer;
  answer.trouble = base::Error{base::ErrorKind::kUnavailable, "the disk is full"};
  EXPECT_NE(json(answer).find(R"("elapsed_ms":0,"warnings":["not kept: the disk is full"],"bars")"),
            std::string::npos)
      << json(answer);
}

TEST(BarJson, AHoleMaySayWhoseItIs) {
  const core::Hole hole{{midnight(2024, 1, 1), midnight(2024, 1, 2)}, core::Cause::kNotFetched, ""};
  EXPECT_EQ(hole_json(hole, "\"symbol\":\"X\","),
            R"({"symbol":"X","from":"2024-01-01T00:00:00Z","to":"2024-01-02T00:00:00Z",)"
            R"("cause":"not_fetched","evidence":""})");
}

}  // namespace
}  // namespace wick::cli::bar_json_test
