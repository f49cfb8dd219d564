#include "wiring/config.hpp"

#include <gtest/gtest.h>

namespace wick::wiring::config_test {
namespace {

const Config::File kFile{"/etc/wick.json",
                         R"({"binance":{"spot_url":"http://file/"},"log":{"level":"info"},
                             "archive":{"delay_hours":24}})"};

const Setting& setting(const Config& config, Key key) {
  return config.settings().at(static_cast<std::size_t>(key));
}

TEST(Config, TheEnvironmentWinsOverTheFileAndTheFileOverTheDefault) {
  auto config = Config::load({{"WICK_LOG_LEVEL", "debug"}}, kFile);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->text(Key::kLogLevel), "debug");
  EXPECT_EQ(setting(*config, Key::kLogLevel).origin, "environment");
  EXPECT_EQ(config->list(Key::kSpotUrl), std::vector<std::string>{"http://file"});
  EXPECT_EQ(setting(*config, Key::kSpotUrl).origin, "/etc/wick.json");
  EXPECT_EQ(config->number(Key::kArchiveDelayHours), 24);
  EXPECT_EQ(setting(*config, Key::kUmUrl).origin, "default");
  ASSERT_TRUE(config->set(Key::kLogLevel, "error", "--log-level"));
  EXPECT_EQ(config->text(Key::kLogLevel), "error");
}

TEST(Config, ListsAreSeparatedByCommas) {
  const auto config = Config::load({{"WICK_BINANCE_CM_URL", "http://a/, https://b"}}, {});
  EXPECT_EQ(config->list(Key::kCmUrl), (std::vector<std::string>{"http://a", "https://b"}));
  const auto okx = Config::load({{"WICK_OKX_URL", "http://a, http://b"}}, {});
  EXPECT_EQ(okx->list(Key::kOkxUrl), (std::vector<std::string>{"http://a", "http://b"}));
  EXPECT_EQ(config->list(Key::kOkxUrl), std::vector<std::string>{"https://www.okx.com"});
}

std::string error(const Environment& environment, const std::string& text = "{}") {
  return Config::load(environment, Config::File{"f.json", text}).error().what;
}

TEST(Config, MistakesAreNamedWithTheirPlace) {
  EXPECT_EQ(error({{"WICK_BINANCE_SPOT_URL", "ftp://x"}}),
            "WICK_BINANCE_SPOT_URL is 'ftp://x'; it must be one or more http:// or https:// "
            "addresses, separated by commas");
  EXPECT_EQ(error({{"WICK_GATEWAY_URL", "ws://me:pw@x"}}),
            "WICK_GATEWAY_URL is 'ws://***@x'; it must be an http:// or https:// address");
  EXPECT_EQ(error({}, R"({"log":{"levle":"info"}})"),
            "f.json: there is no setting 'log.levle'; did you mean 'log.level'?");
  EXPECT_EQ(error({}, R"({"log":{"level":"loud"}})"),
            "f.json: log.level is 'loud'; it must be debug, info, warning, error or off");
  EXPECT_EQ(error({}, R"({"archive":{"delay_hours":true}})"),
            "f.json: 'archive.delay_hours' must be a text or a whole number");
  EXPECT_EQ(error({}, R"({"a":{"b":{"c":1}}})"), "f.json: 'a.b' is nested too deep");
  EXPECT_TRUE(error({}, "[]").starts_with("f.json: is not a JSON object"));
  EXPECT_TRUE(error({{"WICK_ARCHIVE_DELAY_HOURS", "-1"}}).ends_with("from 0 to 1440"));
}

TEST(Config, TheFileIsWhereItIsUsualOnThePlatform) {
  EXPECT_EQ(config_path({{"HOME", "/h"}}), "/h/.config/candlewick/config.json");
  EXPECT_EQ(config_path({{"HOME", "/h"}, {"XDG_CONFIG_HOME", "/x"}}), "/x/candlewick/config.json");
  EXPECT_EQ(config_path({{"WICK_CONFIG", "/y.json"}}), "/y.json");
}

TEST(Config, KeysAndSettingsAreInTheSameOrder) {
  for (std::size_t i = 0; i < all_settings().size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(all_settings()[i].key), i);
  }
}

}  // namespace
}  // namespace wick::wiring::config_test
