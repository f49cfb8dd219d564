#include "sim/rest/parameters.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace wick::sim::parameters_test {
namespace {

TEST(Parameters, ReadsWhatWasSent) {
  const Target target = parse_target("/x?symbol=BTCUSD_PERP&limit=7&startTime=9223372036854775807");
  Parameters parameters(target);
  EXPECT_EQ(parameters.mandatory_symbol(), "BTCUSD_PERP");
  EXPECT_EQ(parameters.limit(500, 1000), 7);
  EXPECT_EQ(parameters.number("startTime"), std::numeric_limits<std::int64_t>::max());
  EXPECT_FALSE(parameters.number("endTime").has_value());
  parameters.finish();
  EXPECT_FALSE(parameters.error().has_value());
}

TEST(Parameters, KeepsTheFirstErrorAndReadsNoMore) {
  const Target target = parse_target("/x?limit=x&symbol=&other=5");
  Parameters parameters(target);
  EXPECT_EQ(parameters.limit(500, 1000), 500);
  EXPECT_EQ(parameters.mandatory_symbol(), "");
  EXPECT_FALSE(parameters.number("other").has_value());
  parameters.finish();
  ASSERT_TRUE(parameters.error().has_value());
  EXPECT_EQ(parameters.error()->code, -1100);
}

TEST(Parameters, CountsWhatWasRead) {
  const Target target = parse_target("/x?a=1&b=2&c=3");
  Parameters parameters(target);
  (void)parameters.optional("b");
  parameters.finish();
  EXPECT_EQ(parameters.error()->message,
            "Not all sent parameters were read; read '1' parameter(s) but was sent '3'.");
}

TEST(Parameters, KnowsLegalSymbols) {
  for (const char* text : {"A", "1000SHIBUSDT", "BTC-USDT", "A.B", "BTCUSD_240329"}) {
    EXPECT_TRUE(is_legal_symbol(text)) << text;
  }
  for (const char* text : {"", "btc", "BTC/USDT", "A B", "ABCDEFGHIJKLMNOPQRSTU", "\xc3\x84"}) {
    EXPECT_FALSE(is_legal_symbol(text)) << text;
  }
}

TEST(Parameters, AreTotalOnArbitraryBytes) {
  std::mt19937 random(23);
  const std::string alphabet("a=&%09-\xff\0+", 10);
  for (int round = 0; round < 5000; ++round) {
    std::string text = "/x?";
    for (auto n = random() % 20; n > 0; --n) text += alphabet[random() % alphabet.size()];
    const Target target = parse_target(text);
    Parameters parameters(target);
    (void)parameters.mandatory("a");
    (void)parameters.number("9");
    const std::int64_t limit = parameters.limit(5, 10);
    ASSERT_LE(limit, 10);
    parameters.finish();
  }
}

}  // namespace
}  // namespace wick::sim::parameters_test
