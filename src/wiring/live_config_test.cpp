#include "wiring/live_config.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <sstream>

#include "wiring/live_settings_text.hpp"

namespace wick::wiring::live_config_test {
namespace {

using namespace std::chrono_literals;
using core::Interval;

LiveSources with_runtime(const std::string& text) {
  return {.runtime = Config::File{"r.json", text}};
}

LiveConfigLoaded load(const LiveSources& sources) {
  auto loaded = load_live_config(sources);
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().what);
  return loaded ? *std::move(loaded) : LiveConfigLoaded{};
}

std::string error(const LiveSources& sources) {
  const auto loaded = load_live_config(sources);
  if (loaded) return "(loaded)";
  EXPECT_EQ(loaded.error().kind, base::ErrorKind::kInvalid);
  return loaded.error().what;
}

LiveSetting setting(const LiveConfigLoaded& loaded, std::string_view label) {
  for (const LiveSetting& one : loaded.origins) {
    if (one.facts->label() == label) return one;
  }
  ADD_FAILURE() << label;
  return {};
}

TEST(LiveConfig, WithoutAnySourceItIsThatOfTheReference) {
  const auto loaded = load({.cache_folder = "/home/me/.cache/candlewick"});
  const LiveConfig& config = loaded.config;
  EXPECT_TRUE(loaded.warnings.empty());
  EXPECT_EQ(config.login.connection, "Demo");
  EXPECT_EQ(config.redis.host, "127.0.0.1");
  EXPECT_EQ(config.redis.port, 6379);
  EXPECT_TRUE(config.redis.required);
  EXPECT_EQ(config.channels.bars, "fxcm:ohlcv");
  EXPECT_EQ(config.channels.prices, "fxcm:price_tik");
  EXPECT_EQ(config.channels.market_status, "fxcm:market_status");
  EXPECT_TRUE(config.signature.secret.empty());
  EXPECT_EQ(config.signature.algorithm, "sha256");
  EXPECT_EQ(config.cache.dir, "/home/me/.cache/candlewick");
  EXPECT_EQ(config.cache.max_bars, 3000);
  EXPECT_EQ(config.cache.warmup_bars, 1000);
  EXPECT_TRUE(config.stream.endless);
  EXPECT_EQ(targets_text(config.stream.targets), "XAU/USD:1m,XAU/USD:5m,EUR/USD:1m,EUR/USD:5m");
  EXPECT_EQ(config.stream.fetch_interval, 5s);
  EXPECT_EQ(config.stream.publish_interval, 5s);
  EXPECT_EQ(config.stream.price_interval, 3s);
  EXPECT_EQ(config.ticks.preview_interval, 250ms);
  EXPECT_EQ(config.ticks.synthetic_max, 60min);
  EXPECT_EQ(config.quota.calls_per_minute, 360);
  EXPECT_EQ(config.quota.calls_per_hour, 7200);
  EXPECT_EQ(config.quota.min_interval_5m, 6s);
  EXPECT_EQ(config.quota.reserve_per_hour, 2160);
  EXPECT_DOUBLE_EQ(config.quota.load_reserve, 0.9);
  EXPECT_EQ(config.backoffs.history.max, 120s);
  EXPECT_DOUBLE_EQ(config.backoffs.redis.jitter, 0.25);
  EXPECT_EQ(config.backoffs.feed.max, 300s);
  EXPECT_EQ(config.cadence.idle_threshold, 120s);
  EXPECT_DOUBLE_EQ(config.cross_check.price_relative, 1e-8);
  EXPECT_EQ(config.cross_check.intervals, (std::vector{Interval::k1h, Interval::k4h}));
  EXPECT_EQ(config.sample.symbol.wire, "XAUUSD");
  EXPECT_EQ(config.sample.interval, Interval::k1m);
  EXPECT_EQ(config.ingest.batch_max, 5000);
  EXPECT_EQ(config.ingest.symbols.size(), 2U);
  EXPECT_EQ(config.ingest.intervals.size(), 7U);
  EXPECT_EQ(config.commands.auth, CommandAuth::kPermissive);
  EXPECT_EQ(config.commands.payload_bytes_max, 16384);
  EXPECT_EQ(config.viewer.heartbeat_channel, "fxcm:heartbeat");
  EXPECT_EQ(config.viewer.timeline_events, 2400);
  EXPECT_EQ(config.viewer.idle_of.at(Interval::k1h).warn, 5400s);
  EXPECT_EQ(config.metrics.port, 9200);
  EXPECT_EQ(config.session_tag, "AUTO");
  EXPECT_EQ(config.calendar.profile, "fxcm-default");
  EXPECT_FALSE(config.feed.kind);
  for (const LiveSetting& one : loaded.origins) EXPECT_EQ(one.origin, "default");
}

TEST(LiveConfig, AFlagWinsOverEnvironmentProfileDispatcherFileAndDefault) {
  LiveSources sources = with_runtime("{\"stream\":\n{\"feed\":\"sim\"}}");
  EXPECT_EQ(setting(load(sources), "stream.feed").origin, "r.json:2");
  sources.env_files = {{".env", "FXCM_FEED=replay\n"}};
  EXPECT_EQ(setting(load(sources), "stream.feed").origin, ".env:1");
  sources.env_files.push_back({".env.local", "\nFXCM_FEED=bridge\n"});
  EXPECT_EQ(setting(load(sources), "stream.feed").origin, ".env.local:2");
  sources.environment = {{"FXCM_FEED", "replay"}};
  EXPECT_EQ(setting(load(sources), "stream.feed").origin, "environment");
  EXPECT_EQ(load(sources).config.feed.kind, FeedKind::kReplay);
  sources.flags = {{"stream.feed", "binance-ws", "--feed"}};
  EXPECT_EQ(setting(load(sources), "stream.feed").origin, "--feed");
  EXPECT_EQ(load(sources).config.feed.kind, FeedKind::kBinance);
  sources.environment = {{"FXCM_FEED", ""}};
  sources.flags.clear();
  EXPECT_EQ(load(sources).config.feed.kind, FeedKind::kBridge);
}

TEST(LiveConfig, TheMarketAndTheFeedOfAnExchangeAreChosen) {
  LiveConfig config = load({}).config;
  EXPECT_EQ(config.feed.binance_market, core::Market::kSpot);
  EXPECT_EQ(config.feed.binance_topic, core::Topic::kTrades);
  config =
      load(with_runtime(R"({"stream":{"binance_market":"cm","binance_feed":"quotes"}})")).config;
  EXPECT_EQ(config.feed.binance_market, core::Market::kFuturesCoin);
  EXPECT_EQ(config.feed.binance_topic, core::Topic::kQuotes);
  for (const char* const name : {"um", "futures_usdt"}) {
    const auto loaded = load({.flags = {{"stream.binance_market", name, "--market"}}});
    EXPECT_EQ(loaded.config.feed.binance_market, core::Market::kFuturesUsdt);
  }
  EXPECT_EQ(error({.flags = {{"stream.binance_market", "fx", "--market"}}}),
            "--market is 'fx'; it must be one of spot, futures_usdt, um, futures_coin, cm");
}

TEST(LiveConfig, WhatIsNotSetFollowsWhatIs) {
  LiveSources sources = with_runtime(R"({"stream":{"poll_seconds":0.5}})");
  sources.environment = {{"FXCM_CHANNEL_PREFIX", "fxcm_local"},
                         {"FXCM_OHLCV_CHANNEL", "bars"},
                         {"FXCM_HMAC_SECRET", "s3cret"},
                         {"WICK_CACHE_DIR", "/c"}};
  const auto loaded = load(sources);
  EXPECT_EQ(loaded.config.channels.bars, "bars");
  EXPECT_EQ(loaded.config.channels.status, "fxcm_local:status");
  EXPECT_EQ(loaded.config.channels.market_status, "fxcm_local:market_status");
  EXPECT_EQ(loaded.config.viewer.bars_channel, "bars");
  EXPECT_EQ(loaded.config.viewer.market_status_channel, "fxcm_local:market_status");
  EXPECT_EQ(loaded.config.stream.fetch_interval, 500ms);
  EXPECT_EQ(loaded.config.stream.publish_interval, 1s);  // its own least
  EXPECT_TRUE(loaded.warnings.empty());
  EXPECT_EQ(loaded.config.ingest.secret.reveal(), "s3cret");
  EXPECT_EQ(loaded.config.cache.dir, "/c");
  EXPECT_EQ(setting(loaded, "cache.dir").origin, "as WICK_CACHE_DIR");
  EXPECT_EQ(setting(loaded, "stream.fetch_interval_seconds").origin, "as stream.poll_seconds");
  EXPECT_EQ(setting(loaded, "FXCM_INGEST_HMAC_SECRET").value, "****");
  EXPECT_EQ(setting(loaded, "FXCM_PASSWORD").value, "");
}

TEST(LiveConfig, LoginsInsideOfAddressesAreNotShown) {
  LiveSources sources =
      with_runtime(R"({"stream":{"bridge_command":"node b.js http://u:pw@h:1/ a@b"}})");
  sources.environment = {{"WICK_FXCM_FIX_URL", "fix://u:pw@h:1"},
                         {"WICK_FXCM_ARCHIVE_URL", "u:pw@h/x"}};
  const auto loaded = load(sources);
  EXPECT_EQ(setting(loaded, "fix.url").value, "fix://***@h:1");
  EXPECT_EQ(setting(loaded, "WICK_FXCM_ARCHIVE_URL").value, "***@h/x");
  EXPECT_EQ(setting(loaded, "stream.bridge_command").value, "node b.js http://***@h:1/ a@b");
  EXPECT_EQ(loaded.config.fix.url, "fix://u:pw@h:1");
}

TEST(LiveConfig, TheKeyOfTheStoreWinsOverItsVariable) {
  LiveSources sources = with_runtime(R"({"cache":{"dir":"cache"}})");
  sources.environment = {{"WICK_CACHE_DIR", "/c"}};
  EXPECT_EQ(load(sources).config.cache.dir, "cache");
}

TEST(LiveConfig, SecretsAreShownNowhere) {
  LiveSources sources{.environment = {{"FXCM_PASSWORD", "hunter2"},
                                      {"COMMAND_AUTH_SECRETS", "a=hunter2"},
                                      {"FXCM_HMAC_SECRET", "hunter2"}}};
  const auto loaded = load(sources);
  for (const LiveSetting& one : loaded.origins) {
    EXPECT_EQ(one.value.find("hunter2"), std::string::npos) << one.facts->label();
  }
  std::ostringstream shown;
  shown << loaded.config.login.password << loaded.config.login.password;
  EXPECT_EQ(shown.str(), "********");
  for (const char* wrong : {"hunter2", "=hunter2", "{\"a\":\"hunter2\"", "{\"a\":[\"hunter2\"]}"}) {
    sources.environment["COMMAND_AUTH_SECRETS"] = wrong;
    EXPECT_EQ(error(sources),
              "COMMAND_AUTH_SECRETS must be as kid=secret,kid=secret or as a JSON object of texts");
  }
}

TEST(LiveConfig, WhitelistsComeFromTheirVariableElseFromTheStreamElseFromTheDefault) {
  LiveSources sources = with_runtime(R"({"stream":{"config":"GBP/USD:m1,GBP/USD:h4"}})");
  auto ingest = load(sources).config.ingest;
  EXPECT_EQ(ingest.symbols, (std::vector<LiveSymbol>{{"GBP/USD", "GBPUSD"}}));
  EXPECT_EQ(ingest.intervals, (std::vector{Interval::k1m, Interval::k4h}));
  sources.environment = {{"FXCM_STREAM_CONFIG", "USD/JPY:m5"}};
  ingest = load(sources).config.ingest;
  EXPECT_EQ(ingest.symbols, (std::vector<LiveSymbol>{{"USD/JPY", "USDJPY"}}));
  EXPECT_EQ(ingest.intervals, std::vector{Interval::k5m});
  EXPECT_EQ(setting(load(sources), "FXCM_INGEST_ALLOWED_SYMBOLS").origin, "as stream.config");
  sources.environment["FXCM_INGEST_ALLOWED_SYMBOLS"] = "xau/usd, EUR/USD";
  sources.environment["FXCM_INGEST_ALLOWED_TIMEFRAMES"] = "m1,m60";
  ingest = load(sources).config.ingest;
  EXPECT_EQ(ingest.symbols,
            (std::vector<LiveSymbol>{{"XAU/USD", "XAUUSD"}, {"EUR/USD", "EURUSD"}}));
  EXPECT_EQ(ingest.intervals, (std::vector{Interval::k1m, Interval::k1h}));
}

TEST(LiveConfig, ASecretOfCommandsMakesThemAuthenticated) {
  LiveSources sources{.environment = {{"FXCM_HMAC_SECRET", "s"}}};
  EXPECT_EQ(load(sources).config.commands.auth, CommandAuth::kPermissive);
  EXPECT_TRUE(load(sources).config.commands.secrets.empty());
  sources.environment["FXCM_HMAC_KID"] = "ops";
  sources.environment["COMMAND_AUTH_SECRETS"] = R"({"smc": "t,=\u0041"})";
  const auto commands = load(sources).config.commands;
  EXPECT_EQ(commands.auth, CommandAuth::kRequired);
  EXPECT_EQ(commands.secrets.at("ops").reveal(), "s");
  EXPECT_EQ(commands.secrets.at("smc").reveal(), "t,=A");
  sources.runtime = Config::File{"r.json", R"({"commands":{"auth":"off"}})"};
  EXPECT_EQ(load(sources).config.commands.auth, CommandAuth::kOff);
}

TEST(LiveConfig, WhatDoesNotFitIsChangedWithAWarning) {
  const auto loaded = load(with_runtime(R"({
    "cache": {"max_bars": 600, "warmup_bars": 700},
    "stream": {"history_load_thresholds": {"min_interval": 0.95, "warn": 0.8, "critical": 7},
               "backfill_min_minutes": 400, "price_snap_interval_seconds": 0.1},
    "backoff": {"fxcm_login": {"base_delay": 90}}})"));
  EXPECT_EQ(loaded.config.cache.warmup_bars, 600);
  EXPECT_DOUBLE_EQ(loaded.config.quota.load_min_interval, 0.95);
  EXPECT_DOUBLE_EQ(loaded.config.quota.load_warn, 0.95);
  EXPECT_DOUBLE_EQ(loaded.config.quota.load_reserve, 0.95);
  EXPECT_DOUBLE_EQ(loaded.config.quota.load_critical, 1);
  EXPECT_EQ(loaded.config.stream.backfill_max, 400min);
  EXPECT_EQ(loaded.config.backoffs.login.max, 90s);
  // Only of what somebody had set.
  EXPECT_EQ(loaded.warnings,
            (std::vector<std::string>{
                "r.json:3: stream.history_load_thresholds.critical is 7; at most 1 is used",
                "r.json:4: stream.price_snap_interval_seconds is 0.1; at least 0.5 is used",
                "r.json:2: cache.warmup_bars is 700, above cache.max_bars; 600 is used",
                "r.json:3: stream.history_load_thresholds.warn is 0.8, below "
                "stream.history_load_thresholds.min_interval; 0.95 is used"}));
}

TEST(LiveConfig, EveryBoundHoldsForEveryNumber) {
  for (const LiveFacts& facts : all_live_settings()) {
    const bool number = facts.kind == LiveKind::kWhole || facts.kind == LiveKind::kSeconds ||
                        facts.kind == LiveKind::kRatio;
    if (!number) continue;
    EXPECT_LT(facts.bounds.least, facts.bounds.most) << facts.label();
    EXPECT_EQ(read_live_text(facts, "-1e15")->value, number_text(facts.bounds.least));
    EXPECT_EQ(read_live_text(facts, "1e15")->value, number_text(facts.bounds.most));
    EXPECT_FALSE(read_live_text(facts, "-1e15")->warning.empty());
  }
}

TEST(LiveConfig, ThresholdsAscendWhateverIsWritten) {
  constexpr unsigned kSeed = 7;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (const char* name : {"min_interval", "warn", "reserve", "critical"}) {
      if (random() % 4 == 0) continue;
      const double value = static_cast<double>(random() % 150) / 100 - 0.25;
      text += (text.empty() ? "\"" : ",\"") + std::string(name) + "\":" + number_text(value);
    }
    const auto quota =
        load(with_runtime("{\"stream\":{\"history_load_thresholds\":{" + text + "}}}"))
            .config.quota;
    ASSERT_LE(0, quota.load_min_interval) << "seed " << kSeed << ": " << text;
    ASSERT_LE(quota.load_min_interval, quota.load_warn) << "seed " << kSeed << ": " << text;
    ASSERT_LE(quota.load_warn, quota.load_reserve) << "seed " << kSeed << ": " << text;
    ASSERT_LE(quota.load_reserve, quota.load_critical) << "seed " << kSeed << ": " << text;
    ASSERT_LE(quota.load_critical, 1) << "seed " << kSeed << ": " << text;
  }
}

TEST(LiveConfig, MistakesNameTheirPlace) {
  LiveSources sources{.env_files = {{".env.local", "FXCM_REDIS_PORT=x\n"}}};
  EXPECT_EQ(error(sources), ".env.local:1: FXCM_REDIS_PORT is 'x'; it must be a whole number");
  sources.env_files = {{".env.local", "HOME=/x\nFXCM_REDIS_HSOT=x\n"}};
  EXPECT_EQ(error(sources),
            ".env.local:2: there is no variable FXCM_REDIS_HSOT; did you mean FXCM_REDIS_HOST?");
  sources.env_files = {{".env", "WICK_CACHE_DRI=x\n"}};
  EXPECT_EQ(error(sources),
            ".env:1: there is no variable WICK_CACHE_DRI; did you mean WICK_CACHE_DIR?");
  sources.env_files = {{".env", "FXCM_STREAM_CONFIG=,\n"}};
  EXPECT_EQ(error(sources), ".env:1: FXCM_STREAM_CONFIG names nothing to stream; write XAU/USD:m1");
  sources.env_files.clear();
  sources.environment = {{"FXCM_CONNECTION", "Live"}};
  EXPECT_EQ(error(sources), "FXCM_CONNECTION is 'Live'; it must be one of Demo, Real");
  sources.environment = {{"FXCM_METRICS_PORT", "65536"}};
  EXPECT_EQ(error(sources), "FXCM_METRICS_PORT is '65536'; it must be a port from 0 to 65535");
  sources.environment.clear();
  sources.flags = {{"stream.feed", "fix", "--feed"}};
  EXPECT_EQ(error(sources),
            "--feed is 'fix'; it must be one of fxcm-fix, binance-ws, sim, replay, bridge");
  EXPECT_EQ(error(with_runtime(R"({"stream":{"config":[]}})")),
            "r.json:1: stream.config names nothing to stream; write XAU/USD:m1");
  EXPECT_EQ(error(with_runtime(R"({"calendar":{"instruments":{"XAU/USD":"gold"}}})")),
            "r.json:1: calendar.instruments has 'XAU/USD=gold'; write XAU/USD=metals, and see wick "
            "calendar --profiles");
  EXPECT_EQ(error(with_runtime(R"({"stream":{"price_basis_by_symbol":{"XAU/USD":"last"}}})")),
            "r.json:1: stream.price_basis_by_symbol has 'XAU/USD=last'; write XAU/USD=bid, mid or "
            "ask");
}

TEST(LiveConfig, StrangeThingsAreWarnedOf) {
  LiveSources sources{.environment = {{"FXCM_REDIS_HSOT", "x"}, {"FXCM_HMAC_ALGO", "md5"}},
                      .env_files = {{".env", "FXCM_CONNECTION=Demo\nFXCM_CONNECTION=real\n"}},
                      .flags = {{"stream.feed", "fxcm-fix", "--feed"}}};
  const auto loaded = load(sources);
  EXPECT_EQ(loaded.config.login.connection, "Real");
  EXPECT_EQ(loaded.config.signature.algorithm, "sha256");
  EXPECT_EQ(
      loaded.warnings,
      (std::vector<std::string>{
          ".env:2: FXCM_CONNECTION stands on line 1 too; the last one counts",
          "FXCM_HMAC_ALGO is 'md5', which is not one of sha1, sha224, sha256, sha384, sha512; "
          "sha256 is used",
          "environment: there is no variable FXCM_REDIS_HSOT; did you mean FXCM_REDIS_HOST?",
          "the feed fxcm-fix needs FXCM_USERNAME and FXCM_PASSWORD",
          "the feed fxcm-fix needs fix.target_sub_id in config/runtime_settings.json"}));
}

TEST(LiveConfig, AMisspeltNameOfOursIsWarnedOfAndNoOthers) {
  const auto loaded = load({.environment = {{"WICK_CACHE_DRI", "/x"},
                                            {"WICK_FXCM_FIX_ULR", "fix://a:1"},
                                            {"WICK_CACHE_DIR", "/x"},
                                            {"WICK_STATE_DIR", "/y"},
                                            {"WICK_LOG_LEVEL", "debug"},
                                            {"WICK_SIM_PID", "17"},
                                            {"WICK_GATEWAY_URL", "http://a"},
                                            {"WICK_RECORDINGS", "/z"},
                                            {"WICK_TEST_PROGRAM", "wick"},
                                            {"WICK_SEEDS", "5"},
                                            {"WICK_LIVE_DAYS", "5"},
                                            {"WICK_STREAM_MONTHS", "5"}}});
  EXPECT_EQ(loaded.warnings,
            (std::vector<std::string>{
                "environment: there is no variable WICK_CACHE_DRI; did you mean WICK_CACHE_DIR?",
                "environment: there is no variable WICK_FXCM_FIX_ULR; did you mean "
                "WICK_FXCM_FIX_URL?"}));
}

TEST(LiveConfig, AnotherVersionThanTheRequiredOneIsRefused) {
  EXPECT_TRUE(check_required_version({}, "0.1.0"));
  EXPECT_TRUE(check_required_version({.shown = "", .required = "0.1.0"}, "0.1.0"));
  EXPECT_TRUE(check_required_version({.shown = "3.3", .required = "3.3"}, "0.1.0"));
  const auto refused = check_required_version({.shown = "3.3", .required = "0.1.0"}, "0.1.0");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(refused.error().what,
            "this is version 3.3, but FXCM_CONNECTOR_REQUIRED_VERSION wants 0.1.0; install that "
            "one, or change the variable");
}

TEST(LiveConfig, NoNameStandsForTwoSettings) {
  std::set<std::string_view> names;
  for (const LiveFacts& facts : all_live_settings()) {
    for (const std::string_view name : {facts.key, facts.variable, facts.alias}) {
      EXPECT_TRUE(name.empty() || names.insert(name).second) << name;
    }
    EXPECT_FALSE(facts.label().empty());
    EXPECT_FALSE(facts.about.empty()) << facts.label();
    EXPECT_TRUE(facts.kind != LiveKind::kSecret || facts.key.empty()) << facts.label();
  }
}

}  // namespace
}  // namespace wick::wiring::live_config_test
