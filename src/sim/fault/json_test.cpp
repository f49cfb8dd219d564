#include "sim/fault/json.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace wick::sim::json_test {
namespace {

TEST(Json, IsReadAndWrittenBack) {
  const std::string text =
      R"({"a":[1,-2,0.5,true,false,null],"b":{"c":"x\"\\\n\u0001y"},"a":[],"d":{}})";
  const auto json = parse_json(text);
  ASSERT_TRUE(json);
  EXPECT_EQ(write_json(*json), text);
  ASSERT_EQ(json->members.size(), 4U);
  EXPECT_EQ(json->members[0].value.items[1].integer, -2);
  EXPECT_EQ(json->members[2].key, "a");
}

TEST(Json, NumbersBeyondIntegersBecomeFractions) {
  const auto json = parse_json("[9223372036854775807,9223372036854775808,1e3]");
  ASSERT_TRUE(json);
  EXPECT_EQ(json->items[0].kind, Json::Kind::kInteger);
  EXPECT_EQ(json->items[1].kind, Json::Kind::kFraction);
  EXPECT_EQ(json->items[2].kind, Json::Kind::kFraction);
}

TEST(Json, WrittenFractionsReadBackAsFractions) {
  const auto json = parse_json("[-0.0,18446744073709551615,1e20,5.0]");
  ASSERT_TRUE(json);
  const std::string written = write_json(*json);
  EXPECT_EQ(written, "[-0.0,18446744073709551616.0,1e+20,5.0]");
  const auto again = parse_json(written);
  ASSERT_TRUE(again);
  EXPECT_EQ(write_json(*again), written);
}

TEST(Json, RefusesWhatIsNone) {
  for (const char* text : {"", " ", "{", "{\"a\":}", "[1,]", "01", "\"\\x\"", "nul", "{} {}"}) {
    EXPECT_FALSE(parse_json(text)) << text;
  }
}

TEST(Json, DepthIsBounded) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parse_json(nested(15)));
  EXPECT_FALSE(parse_json(nested(17)));
  EXPECT_FALSE(parse_json(std::string(100'000, '[')));
}

TEST(Json, AnyBytesAreSurvived) {
  std::mt19937 random(7);
  const std::string seed = R"({"name":"x","rules":[{"when":{"first":1.5},"then":{"body":"é"}}]})";
  for (int i = 0; i < 2000; ++i) {
    std::string text = seed;
    for (int k = 0; k < 3; ++k) text[random() % text.size()] = static_cast<char>(random());
    text.resize(random() % (text.size() + 1));
    const auto json = parse_json(text);
    EXPECT_TRUE(!json || parse_json(write_json(*json))) << text;
  }
}

}  // namespace
}  // namespace wick::sim::json_test
