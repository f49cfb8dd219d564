#include "wiring/live_settings_file.hpp"

#include <gtest/gtest.h>

#include <map>

#include "wiring/live_settings_text.hpp"

namespace wick::wiring::live_settings_file_test {
namespace {

std::map<std::string, std::string> read(std::string_view text) {
  const auto entries = read_live_settings("r.json", text);
  EXPECT_TRUE(entries) << (entries ? "" : entries.error().what);
  std::map<std::string, std::string> told;
  if (!entries) return told;
  for (const LiveEntry& entry : *entries) {
    told[std::string(entry.facts->key)] = entry.text + " @" + std::to_string(entry.line);
  }
  return told;
}

std::string error(std::string_view text) {
  const auto entries = read_live_settings("r.json", text);
  return entries ? "(read)" : entries.error().what;
}

using Told = std::map<std::string, std::string>;

TEST(LiveSettingsFile, EveryShapeBecomesAText) {
  EXPECT_EQ(read("\xEF\xBB\xBF{\n\"cache\": {\"dir\": \"c\\u0061che\",\n \"max_bars\": 3e3},\r\n"
                 "\"stream\": {\"async_supervisor\": false, \"poll_seconds\": 0.50,\n"
                 "\"publish_previews\": true, \"mode\": 1,\n\n\"tick_cadence\": {\n"
                 "\"live_multiplier\": 1}}}\n"),
            (Told{{"cache.dir", "cache @2"},
                  {"cache.max_bars", "3000 @3"},
                  {"stream.async_supervisor", "false @4"},
                  {"stream.mode", "1 @5"},
                  {"stream.poll_seconds", "0.5 @4"},
                  {"stream.publish_previews", "true @5"},
                  {"stream.tick_cadence.live_multiplier", "1 @8"}}));
  EXPECT_EQ(read("{}"), Told{});
}

TEST(LiveSettingsFile, TargetsAreATextOrAListOfTextsOrOfObjects) {
  const auto told = [](const std::string& value) {
    return read("{\"stream\":{\"config\":" + value + "}}")["stream.config"];
  };
  EXPECT_EQ(told(R"("XAU/USD:m1, EUR/USD:m5")"), "XAU/USD:m1, EUR/USD:m5 @1");
  EXPECT_EQ(told(R"([{"symbol":"XAU/USD","tf":"m1"},{"timeframe":"h1","pair":"EUR/USD"},
                     {"symbol":"GBP/USD"},"USD/JPY:m5"])"),
            "XAU/USD:m1,EUR/USD:h1,GBP/USD:m1,USD/JPY:m5 @1");
  EXPECT_EQ(told("[]"), " @1");
  for (const char* wrong :
       {"3", "{}", "[3]", "[[]]", R"([{"tf":"m1"}])", R"([{"symbol":"A","pair":"B"}])",
        R"([{"symbol":"A","x":"B"}])", R"([{"symbol":"A,B"}])", R"(["A,B"])", "null"}) {
    EXPECT_EQ(error("{\"stream\":{\"config\":" + std::string(wrong) + "}}"),
              "r.json:1: 'stream.config' must be a text as XAU/USD:m1, or a list of such texts or "
              "of objects with symbol and tf")
        << wrong;
  }
}

TEST(LiveSettingsFile, PairsAreAnObject) {
  EXPECT_EQ(read(R"({"calendar":{"instruments":{"XAU/USD":"metals","EUR/USD":"fx"}}})"),
            (Told{{"calendar.instruments", "XAU/USD=metals,EUR/USD=fx @1"}}));
  EXPECT_EQ(error(R"({"calendar":{"instruments":{"a=b":"c"}}})"),
            "r.json:1: 'calendar.instruments' must be an object of texts");
}

TEST(LiveSettingsFile, AnAliasIsTheSameSetting) {
  EXPECT_EQ(read(R"({"stream":{"status_publish_min_interval_seconds":5}})"),
            (Told{{"stream.telemetry_min_publish_interval_seconds", "5 @1"}}));
  EXPECT_EQ(error("{\"stream\":{\"status_publish_min_interval_seconds\":5,\n"
                  "\"telemetry_min_publish_interval_seconds\":5}}"),
            "r.json:2: 'stream.telemetry_min_publish_interval_seconds' is already set on line 1");
}

TEST(LiveSettingsFile, UnknownKeysAreNamedWithTheirLineAndTheNearest) {
  EXPECT_EQ(error("{\n\"stream\": {\n\n\"pol_seconds\": 5}}"),
            "r.json:4: there is no setting 'stream.pol_seconds'; did you mean "
            "'stream.poll_seconds'?");
  EXPECT_EQ(error("{\n\"steam\": {}}"),
            "r.json:2: there is no setting 'steam'; did you mean 'stream'?");
  EXPECT_EQ(error("{\"stream\":{\"tick_cadence\":{\"live_multiplyer\":1}}}"),
            "r.json:1: there is no setting 'stream.tick_cadence.live_multiplyer'; did you mean "
            "'stream.tick_cadence.live_multiplier'?");
  EXPECT_TRUE(error("{\"\\u001b[31m\":1}").starts_with("r.json:1: there is no setting '?[31m'"));
  EXPECT_EQ(error("{\"stream\":5}"), "r.json:1: 'stream' must be an object");
  EXPECT_EQ(error("{\"cache\":{\"dir\":5}}"), "r.json:1: 'cache.dir' must be a text");
  EXPECT_EQ(error("{\"cache\":{\"max_bars\":[]}}"), "r.json:1: 'cache.max_bars' must be a number");
}

TEST(LiveSettingsFile, WhatIsNoJsonObjectIsRefused) {
  for (const char* wrong :
       {"", "[]", "3", "\"a\"", "{", "{\"cache\":{}", "{\"cache\":{}}}", "{\"cache\":{}} 1",
        "{\"cache\":{},}", "{\"cache\" {}}", "{\"cache\":{\"max_bars\":03000}}",
        "{\"cache\":{\"max_bars\":3000 1}}", "{\"cache\":{\"dir\":\"a\nb\"}}",
        "{\"cache\":{\"dir\":\"\xff\"}}", "{'cache':{}}", "{cache:{}}", "{\"cache\":{}}// done"}) {
    const std::string what = error(wrong);
    EXPECT_TRUE(what.starts_with("r.json:")) << wrong << " gave " << what;
  }
}

LiveText text_of(LiveKind kind, std::string_view text) {
  const LiveFacts facts{.kind = kind, .bounds = {1, 10}, .choices = "Demo Real"};
  auto read = read_live_text(facts, text);
  return read ? *read : LiveText{"(wrong)", read.error().what};
}

TEST(LiveSettingsText, OneFormOfEveryValueIsKept) {
  for (const char* yes : {"1", "true", "TRUE", "yes", "On", " 1 "}) {
    EXPECT_EQ(text_of(LiveKind::kFlag, yes).value, "true");
  }
  for (const char* no : {"0", "false", "No", "OFF"}) {
    EXPECT_EQ(text_of(LiveKind::kFlag, no).value, "false");
  }
  EXPECT_EQ(text_of(LiveKind::kFlag, "2").warning, "is '2'; it must be true or false");
  EXPECT_EQ(text_of(LiveKind::kWhole, "7.0").value, "7");
  EXPECT_EQ(text_of(LiveKind::kWhole, "7.5").warning, "is '7.5'; it must be a whole number");
  EXPECT_EQ(text_of(LiveKind::kSeconds, "2.50").value, "2.5");
  EXPECT_EQ(text_of(LiveKind::kSeconds, "0.5").warning, "is 0.5; at least 1 is used");
  EXPECT_EQ(text_of(LiveKind::kSeconds, "11").value, "10");
  for (const char* wrong : {"", "nan", "inf", "1e999", "0x1", "1s", "+1"}) {
    EXPECT_EQ(text_of(LiveKind::kSeconds, wrong).value, "(wrong)") << wrong;
  }
  EXPECT_EQ(text_of(LiveKind::kChoice, "real").value, "Real");
  EXPECT_EQ(text_of(LiveKind::kSymbols, "xau/usd,XAU/USD, eur/usd").value, "XAU/USD,EUR/USD");
  EXPECT_EQ(text_of(LiveKind::kTimeframes, "m1,H1,60m").value, "(wrong)");
  EXPECT_EQ(text_of(LiveKind::kTimeframes, "m1,H1").value, "1m,1h");
  EXPECT_EQ(text_of(LiveKind::kText, "a\x1b[31m").warning, "holds a control character");
  EXPECT_EQ(text_of(LiveKind::kSecret, " a\t").value, " a\t");
  EXPECT_EQ(text_of(LiveKind::kPort, "-1").warning, "is '-1'; it must be a port from 0 to 65535");
}

}  // namespace
}  // namespace wick::wiring::live_settings_file_test
