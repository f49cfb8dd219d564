#include "sim/fault/scenario.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "sim/fault/shipped.hpp"

namespace wick::sim::scenario_test {
namespace {

Scenario parsed(std::string_view text) {
  auto scenario = parse_scenario(text);
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().what);
  return scenario ? *std::move(scenario) : Scenario{};
}

// A scenario of one rule.
std::string with(std::string_view when, std::string_view then) {
  return R"({"name":"x","rules":[{"when":)" + std::string(when) + R"(,"then":)" +
         std::string(then) + "}]}";
}

TEST(Scenario, HeadAndSettings) {
  const Scenario s = parsed(R"({
    "name": "n", "about": "a", "seed": 9,
    "limits": {"spot": [{"type": "RAW_REQUESTS", "interval": "MINUTE", "num": 5, "limit": 70}],
               "ban_after": 3, "ban_s": 60},
    "archive": {"delay_hours": 24},
    "rules": []})");
  EXPECT_EQ(s.name, "n");
  EXPECT_EQ(s.about, "a");
  EXPECT_EQ(s.seed, 9U);
  ASSERT_EQ(s.settings.spot_limits.size(), 1U);
  EXPECT_EQ(s.settings.spot_limits[0].type, LimitType::kRawRequests);
  EXPECT_EQ(s.settings.spot_limits[0].unit, kMinute);
  EXPECT_EQ(s.settings.spot_limits[0].num, 5);
  EXPECT_EQ(s.settings.spot_limits[0].limit, 70);
  EXPECT_EQ(s.settings.ban_after, 3);
  EXPECT_EQ(s.settings.ban, kMinute);
  EXPECT_EQ(s.settings.archive_delay, kDay);
}

TEST(Scenario, EveryMatcherIsRead) {
  const When when = parsed(R"({"name":"x","rules":[{"when":{
    "host":["spot","um"],"market":"cm","kind":["zip","ws"],"method":"GET","path":"/a*",
    "symbol":["BTC*","ETH*"],"interval":"1mo","period":"2024-*","client":"127.*",
    "from":"2024-01-01","to":"2024-01-02","after_s":5,"for_s":6,
    "after_gets":2,"skip":3,"first":4,"every":5,"probability":0.25
  },"then":{"silent":true}}]})")
                        .rules[0]
                        .when;
  EXPECT_EQ(when.hosts, (std::vector{Host::kSpot, Host::kUm}));
  EXPECT_EQ(when.markets, std::vector{Venue::kCm});
  EXPECT_EQ(when.kinds, (std::vector{Kind::kZip, Kind::kWs}));
  EXPECT_EQ(when.method, std::vector<std::string>{"GET"});
  EXPECT_EQ(when.path, std::vector<std::string>{"/a*"});
  EXPECT_EQ(when.symbol, (std::vector<std::string>{"BTC*", "ETH*"}));
  EXPECT_EQ(when.interval, std::vector<std::string>{"1M"});
  EXPECT_EQ(when.period, std::vector<std::string>{"2024-*"});
  EXPECT_EQ(when.client, std::vector<std::string>{"127.*"});
  EXPECT_EQ(when.to - when.from, kDay);
  EXPECT_EQ(when.after, 5 * kSecond);
  EXPECT_EQ(when.lasting, 6 * kSecond);
  EXPECT_EQ(when.after_gets, 2);
  EXPECT_EQ(when.skip, 3);
  EXPECT_EQ(when.first, 4);
  EXPECT_EQ(when.every, 5);
  EXPECT_EQ(when.probability, 250'000);
}

TEST(Scenario, StreamMatchersAreRead) {
  const When when =
      parsed(with(R"({"kind":"ws","closing":true,"after_frames":7})", R"({"drop":true})"))
          .rules[0]
          .when;
  EXPECT_EQ(when.closing, true);
  EXPECT_EQ(when.after_frames, 7);
  EXPECT_EQ(when.moment, StreamMoment::kFrame);
}

TEST(Scenario, ARuleIsAboutTheOnlyMomentItCanChange) {
  const auto moment = [](std::string_view when, std::string_view then) {
    return parsed(with(when, then)).rules[0].when.moment;
  };
  EXPECT_EQ(moment("{}", R"({"status":503})"), StreamMoment::kHandshake);
  EXPECT_EQ(moment(R"({"kind":"ws"})", R"({"copies":2})"), StreamMoment::kFrame);
  EXPECT_EQ(moment(R"({"kind":"ws"})", R"({"delay_ms":2})"), std::nullopt);
}

TEST(Scenario, EveryActionIsRead) {
  const Then then = parsed(with("{}", R"({
    "status":500,"body":{"a":[1]},"headers":{"X-A":"b","ETag":null},"retry_after":3,
    "clock_skew_s":-4,"drop_rows":[1,0.5],"early_close":[3,4],"duplicate_rows":[0,2],
    "unsorted":true,
    "absurd_numbers":true,"extra_column":true,"unit":"us","revision":2,"header":false,
    "other_symbol":"ETHUSDT","wrong_period":true,"member_name":"../x","zip_bomb":5,
    "malformed_json":true,"wrong_checksum":true,"checksum_newline":true,"corrupt":0.25,
    "delay_ms":7,"truncate_at":100,"bytes_per_second":9,"reset":true,"silent":true})"))
                        .rules[0]
                        .then;
  EXPECT_EQ(then.status, 500);
  EXPECT_EQ(then.body, "{\"a\":[1]}");
  EXPECT_TRUE(then.body_is_json);
  ASSERT_EQ(then.headers.size(), 2U);
  EXPECT_EQ(then.headers[0].second, "b");
  EXPECT_EQ(then.headers[1].second, std::nullopt);
  EXPECT_EQ(then.retry_after_s, 3);
  EXPECT_EQ(then.clock_skew_s, -4);
  EXPECT_EQ(then.content.drop_rows->begin.of(10), 1U);
  EXPECT_EQ(then.content.drop_rows->end.of(10), 5U);
  EXPECT_EQ(then.content.early_close->begin.of(10), 3U);
  EXPECT_EQ(then.content.duplicate_rows->end.of(10), 2U);
  EXPECT_TRUE(then.content.unsorted && then.content.absurd_numbers && then.content.extra_column);
  EXPECT_EQ(then.content.unit, Unit::kMicros);
  EXPECT_EQ(then.content.revision, 2);
  EXPECT_EQ(then.content.header, false);
  EXPECT_EQ(then.content.other_symbol, "ETHUSDT");
  EXPECT_TRUE(then.content.wrong_period);
  EXPECT_EQ(then.content.member_name, "../x");
  EXPECT_EQ(then.content.zip_bomb_mib, 5);
  EXPECT_TRUE(then.malformed_json && then.wrong_checksum && then.corrupt);
  EXPECT_EQ(then.checksum_newline, true);
  EXPECT_EQ(then.corrupt_at->of(100), 25U);
  EXPECT_EQ(then.delay, 7000);
  EXPECT_EQ(then.truncate_at->of(1000), 100U);
  EXPECT_EQ(then.bytes_per_second, 9);
  EXPECT_TRUE(then.reset && then.silent);
}

TEST(Scenario, StreamActionsAreRead) {
  const auto rule = [](std::string_view when, std::string_view then) {
    return parsed(with(when, then)).rules[0];
  };
  const Rule rough = rule(R"({"kind":"ws","closing":true})", R"({"rough":true,"delay_ms":5})");
  EXPECT_TRUE(rough.then.rough);
  EXPECT_EQ(rough.when.moment, StreamMoment::kFrame);
  const Rule mute = rule(R"({"kind":"ws","moment":"handshake"})", R"({"mute":true})");
  EXPECT_TRUE(mute.then.mute);
  EXPECT_EQ(rule(R"({"kind":"ws"})", R"({"mute":true})").when.moment, std::nullopt);
  EXPECT_EQ(rule(R"({"kind":"ws"})", R"({"shutdown_s":30})").then.shutdown, 30 * kSecond);
  EXPECT_EQ(rule(R"({"kind":"ws"})", R"({"drop":true})").then.shutdown, std::nullopt);
}

TEST(Scenario, StreamsOfAllMarketsAndOfOne) {
  const Settings settings = parsed(R"({"name":"n","streams":{
    "lifetime_s": 3600, "ping_every_s": 5, "pong_within_s": 7, "messages_per_second": 3,
    "streams_max": 9, "connects": {"max": 4, "window_s": 60}, "update_every_ms": 700,
    "shutdown_every_s": 600, "shutdown_notice_s": 20,
    "steady": true, "um": {"steady": false, "lifetime_s": 60, "connects": {"max": 8}}}})")
                                .settings;
  const StreamOptions spot = settings.stream_options(Venue::kSpot);
  EXPECT_EQ(spot.lifetime, kHour);
  EXPECT_EQ(spot.ping_every, 5 * kSecond);
  EXPECT_EQ(spot.pong_within, 7 * kSecond);
  EXPECT_EQ(spot.messages_per_second, 3U);
  EXPECT_EQ(spot.streams_max, 9U);
  EXPECT_EQ(spot.connects_max, 4);
  EXPECT_EQ(spot.connect_window, kMinute);
  EXPECT_EQ(spot.update_every, 700'000);
  EXPECT_TRUE(spot.steady);
  EXPECT_EQ(spot.shutdown_every, 10 * kMinute);
  EXPECT_EQ(spot.shutdown_notice, 20 * kSecond);
  const StreamOptions um = settings.stream_options(Venue::kUm);
  EXPECT_EQ(um.lifetime, kMinute);
  EXPECT_FALSE(um.steady);
  EXPECT_EQ(um.connects_max, 8);
  EXPECT_EQ(um.connect_window, kMinute) << "as for all";
  EXPECT_EQ(um.ping_every, 5 * kSecond);
}

TEST(Scenario, WithoutAWordStreamsAreAsTheVenueHasThem) {
  const Settings settings = parsed(R"({"name":"n"})").settings;
  const StreamOptions spot = settings.stream_options(Venue::kSpot);
  EXPECT_EQ(spot.ping_every, 20 * kSecond);
  EXPECT_EQ(spot.messages_per_second, 5U);
  EXPECT_EQ(spot.connects_max, 300);
  EXPECT_EQ(spot.connect_window, 5 * kMinute);
  EXPECT_EQ(spot.shutdown_every, kNever);
  EXPECT_EQ(settings.stream_options(Venue::kCm).ping_every, 3 * kMinute);
  EXPECT_EQ(settings.stream_options(Venue::kCm).messages_per_second, 10U);
}

TEST(Scenario, PortionsOfLongThings) {
  EXPECT_EQ((Portion{true, 500'000}).of(0), 0U);
  EXPECT_EQ((Portion{true, kMillion}).of(1'234'567'890'123), 1'234'567'890'123U);
  EXPECT_EQ((Portion{true, 333'333}).of(3'000'001), 999'999U);
  EXPECT_EQ((Portion{false, 7}).of(5), 5U);
}

struct Wrong {
  std::string text;
  std::string complaint;
};

std::vector<Wrong> wrong_heads() {
  return {
      Wrong{"", "the scenario: Empty: no JSON found"},
      Wrong{"[]", "the scenario: expected an object, found a list"},
      Wrong{"{}", "the scenario: \"name\" is missing"},
      Wrong{R"({"name":""})", "/name: expected a text, found \"\""},
      Wrong{R"({"name":"x","name":"y"})", "/name: appears twice"},
      Wrong{R"({"name":"x","rule":[]})", "/rule: unknown key; did you mean \"rules\"?"},
      Wrong{R"({"name":"x","faults":[]})",
            "/faults: unknown key; known here: name, about, seed, limits, archive, streams, "
            "broker, rules"},
      Wrong{R"({"name":"x","broker":{"late_tick":0.1}})",
            "/broker/late_tick: unknown key; did you mean \"late_ticks\"?"},
      Wrong{R"({"name":"x","broker":{"late_ticks":2.5}})",
            "/broker/late_ticks: expected a number from 0 to 1, found 2.5"},
      Wrong{R"({"name":"x","seed":-1})",
            "/seed: expected an integer from 0 to 9223372036854775807, found -1"},
      Wrong{R"({"name":"x","rules":{}})", "/rules: expected a list, found an object"},
      Wrong{R"({"name":"x","rules":[{}]})", "/rules/0: \"then\" is missing"},
      Wrong{R"({"name":"x","rules":[{"then":{}}]})",
            "/rules/0/then: expected at least one thing to do"},
      Wrong{R"({"name":"x","archive":{"delay_hours":"6"}})",
            "/archive/delay_hours: expected an integer from 0 to 8760, found \"6\""},
      Wrong{R"({"name":"x","limits":{"spot":[{"type":"WEIGHT"}]}})",
            "/limits/spot/0/type: \"WEIGHT\" is not known; known here: REQUEST_WEIGHT, "
            "RAW_REQUESTS, ORDERS"},
      Wrong{R"({"name":"x","limits":{"um":[{"type":"REQUEST_WEIGHT","interval":"MINUTE"}]}})",
            "/limits/um/0: \"limit\" is missing"},
      Wrong{R"({"name":"x","limits":{"um":[{"limit":1}]}})", "/limits/um/0: \"type\" is missing"},
      Wrong{R"({"name":"x","streams":{"lifetime":1}})",
            "/streams/lifetime: unknown key; did you mean \"lifetime_s\"?"},
      Wrong{
          R"({"name":"x","streams":{"um":{"um":{}}}})",
          "/streams/um/um: unknown key; known here: lifetime_s, ping_every_s, pong_within_s, "
          "messages_per_second, streams_max, connects, update_every_ms, steady, shutdown_every_s, "
          "shutdown_notice_s"},
      Wrong{R"({"name":"x","streams":{"connects":{"max":0}}})",
            "/streams/connects/max: expected an integer from 1 to 1000000, found 0"},
      Wrong{R"({"name":"x","streams":{"cm":{"update_every_ms":1}}})",
            "/streams/cm/update_every_ms: expected an integer from 10 to 3600000, found 1"},
  };
}

std::vector<Wrong> wrong_whens() {
  return {
      Wrong{with(R"({"hots":"spot"})", R"({"reset":true})"),
            "/rules/0/when/hots: unknown key; did you mean \"host\"?"},
      Wrong{with(R"({"host":"spott"})", R"({"reset":true})"),
            "/rules/0/when/host: \"spott\" is not known; did you mean \"spot\"?"},
      Wrong{with(R"({"host":["spot","futures"]})", R"({"reset":true})"),
            "/rules/0/when/host/1: \"futures\" is not known; known here: archive, spot, um, cm, "
            "okx, candles, gateway, fix"},
      Wrong{with(R"({"kind":"exchange_info"})", R"({"reset":true})"),
            "/rules/0/when/kind: \"exchange_info\" is not known; did you mean \"exchangeInfo\"?"},
      Wrong{with(R"({"kind":[]})", R"({"reset":true})"),
            "/rules/0/when/kind: expected at least one name"},
      Wrong{with(R"({"symbol":7})", R"({"reset":true})"),
            "/rules/0/when/symbol: expected a text, found 7"},
      Wrong{with(R"({"symbol":[]})", R"({"reset":true})"),
            "/rules/0/when/symbol: expected at least one pattern"},
      Wrong{with(R"({"first":0})", R"({"reset":true})"),
            "/rules/0/when/first: expected an integer from 1 to 1000000000, found 0"},
      Wrong{with(R"({"probability":1.5})", R"({"reset":true})"),
            "/rules/0/when/probability: expected a number from 0 to 1, found 1.5"},
      Wrong{with(R"({"probability":"often"})", R"({"reset":true})"),
            "/rules/0/when/probability: expected a number from 0 to 1, found \"often\""},
      Wrong{with(R"({"from":"yesterday"})", R"({"reset":true})"),
            "/rules/0/when/from: expected a time such as 2024-03-01T12:00:00Z, found "
            "\"yesterday\""},
      Wrong{with(R"({"from":"2024-03-02","to":"2024-03-01"})", R"({"reset":true})"),
            "/rules/0/when: \"from\" must be before \"to\""},
      Wrong{with(R"({"closing":true})", R"({"drop":true})"),
            "/rules/0/when: \"moment\", \"closing\" and \"after_frames\" need \"kind\": \"ws\""},
  };
}

std::vector<Wrong> wrong_thens() {
  return {
      Wrong{with("{}", R"({"drop":true})"),
            "/rules/0/then: \"drop\", \"copies\", \"close\" and \"rough\" need \"kind\": \"ws\""},
      Wrong{with(R"({"kind":"ws","moment":"handshake"})", R"({"close":1001})"),
            "/rules/0/then: \"drop\", \"copies\", \"close\" and \"rough\" do not fit \"moment\": "
            "\"handshake\""},
      Wrong{with("{}", R"({"mute":true})"),
            "/rules/0/then: \"mute\" and \"shutdown_s\" need \"kind\": \"ws\""},
      Wrong{with(R"({"kind":"zip"})", R"({"shutdown_s":3})"),
            "/rules/0/then: \"mute\" and \"shutdown_s\" need \"kind\": \"ws\""},
      Wrong{with(R"({"kind":"ws"})", R"({"rough":true})"),
            "/rules/0/then: \"rough\" needs \"closing\": true"},
      Wrong{with(R"({"kind":"ws","closing":false})", R"({"rough":true})"),
            "/rules/0/then: \"rough\" needs \"closing\": true"},
      Wrong{with("{}", R"({"reset":false})"), "/rules/0/then/reset: expected true, found false"},
      Wrong{with("{}", R"({"status":99})"),
            "/rules/0/then/status: expected an integer from 200 to 599, found 99"},
      Wrong{with("{}", R"({"status":500,"error":-1121})"),
            "/rules/0/then: \"answer\", \"error\" and \"status\" exclude each other"},
      Wrong{with("{}", R"({"body":"x"})"), "/rules/0/then: \"body\" needs \"status\""},
      Wrong{with("{}", R"({"answer":"throttle"})"),
            "/rules/0/then/answer: \"throttle\" is not known; known here: throttle429, ban418, "
            "geo451, html403, AccessDenied, NoSuchKey, timeout408, busy503"},
      Wrong{with("{}", R"({"error":-1})"),
            "/rules/0/then/error: the venue has no error -1; known here: -1000, -1001, -1003, "
            "-1007, -1008, -1023, -1100, -1101, -1102, -1104, -1105, -1108, -1120, -1121, -1127, "
            "-1130, 50001, 50004, 50011, 50014, 50026, 51000, 51001"},
      Wrong{with("{}", R"({"drop_rows":[1]})"),
            "/rules/0/then/drop_rows: expected two row positions, such as [100, 160] or "
            "[0.5, 1.0]"},
      Wrong{with("{}", R"({"drop_rows":[1,2.5]})"),
            "/rules/0/then/drop_rows/1: expected a number from 0 to 1, found 2.5"},
      Wrong{with("{}", R"({"truncate_at":"half"})"),
            "/rules/0/then/truncate_at: expected a count such as 100 or a share such as 0.5"},
      Wrong{with("{}", R"({"corrupt":false})"),
            "/rules/0/then/corrupt: expected true, or the position of a byte, found false"},
      Wrong{with("{}", R"({"headers":{"X Y":"z"}})"),
            "/rules/0/then/headers/X Y: is no name of a header"},
      Wrong{with("{}", R"({"headers":{"X":"a\r\nb"}})"),
            "/rules/0/then/headers/X: expected a header without control characters"},
      Wrong{with("{}", R"({"unit":"ns"})"),
            "/rules/0/then/unit: \"ns\" is not known; did you mean \"ms\"?"},
      Wrong{with("{}", R"({"zip_bomb":100000})"),
            "/rules/0/then/zip_bomb: expected an integer from 1 to 256, found 100000"},
      Wrong{with("{}", "{\"member_name\":\"" + std::string(300, 'x') + "\"}"),
            "/rules/0/then/member_name: expected at most 255 bytes"},
  };
}

void expect_explained(const std::vector<Wrong>& wrongs) {
  for (const Wrong& wrong : wrongs) {
    const auto scenario = parse_scenario(wrong.text);
    ASSERT_FALSE(scenario) << wrong.text;
    EXPECT_EQ(scenario.error().what, wrong.complaint) << wrong.text;
    EXPECT_EQ(scenario.error().kind, base::ErrorKind::kInvalid);
  }
}

TEST(Scenario, TheBrokerIsTold) {
  const BrokerSettings broker = parsed(R"({"name":"n","broker":{
    "late_ticks": 0.02, "late_ms": 500, "drop_after_s": 30, "history_while_closed": false,
    "history_depth": 25, "gap_every": 9, "rejected": ["XAU/*"], "files_utf16": 1.0}})")
                                    .settings.broker;
  EXPECT_EQ(broker.late_ticks, 20'000);
  EXPECT_EQ(broker.late_by, kSecond / 2);
  EXPECT_EQ(broker.drop_after, 30 * kSecond);
  EXPECT_EQ(broker.silence_after, kNever);
  EXPECT_FALSE(broker.history_while_closed);
  EXPECT_EQ(broker.history_depth, 25);
  EXPECT_EQ(broker.gap_every, 9);
  EXPECT_EQ(broker.rejected, std::vector<std::string>{"XAU/*"});
  EXPECT_EQ(broker.files_utf16, 1'000'000);
}

TEST(Scenario, WrongOnesAreExplained) {
  expect_explained(wrong_heads());
  expect_explained(wrong_whens());
  expect_explained(wrong_thens());
}

TEST(Scenario, SizeAndRulesAreBounded) {
  EXPECT_EQ(parse_scenario(std::string(1'000'001, ' ')).error().what,
            "the scenario: larger than a million bytes");
  std::string text = R"({"name":"x","rules":[{"then":{"reset":true}})";
  for (int i = 0; i < 1000; ++i) text += R"(,{"then":{"reset":true}})";
  EXPECT_EQ(parse_scenario(text + "]}").error().what, "/rules: expected at most 1000 rules");
}

TEST(Scenario, AnyBytesAreSurvived) {
  std::mt19937 random(5);
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    for (int i = 0; i < 300; ++i) {
      std::string text(shipped.json);
      for (int k = 0; k < 4; ++k)
        text[random() % text.size()] = "{}[]\",:019.-eaz\x80"[random() % 17];
      const auto scenario = parse_scenario(text);
      EXPECT_TRUE(scenario || !scenario.error().what.empty());
    }
  }
}

TEST(Scenario, ShippedOnesAreSound) {
  EXPECT_GE(shipped_scenarios().size(), 10U);
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    const Scenario scenario = parsed(shipped.json);
    EXPECT_EQ(scenario.name, shipped.name);
    EXPECT_EQ(scenario.about, shipped.about);
    EXPECT_FALSE(scenario.about.empty());
    ASSERT_NE(find_shipped(shipped.name), nullptr);
    EXPECT_EQ(find_shipped(shipped.name)->json, shipped.json);
  }
  EXPECT_EQ(find_shipped("calmm"), nullptr);
}

}  // namespace
}  // namespace wick::sim::scenario_test
