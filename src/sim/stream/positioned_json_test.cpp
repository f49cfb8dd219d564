#include "sim/stream/positioned_json.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::sim::positioned_json_test {
namespace {

using Kind = JsonValue::Kind;

JsonValue good(std::string_view text) {
  const auto read = read_json(text);
  const auto* value = std::get_if<JsonValue>(&read);
  EXPECT_NE(value, nullptr) << text;
  return value == nullptr ? JsonValue{} : *value;
}

// What is wrong, and where.
std::string bad(std::string_view text) {
  const auto read = read_json(text);
  const auto* error = std::get_if<JsonError>(&read);
  return error == nullptr ? "nothing" : error->what + at_place(text, error->offset);
}

TEST(PositionedJson, ReadsEveryKindOfValue) {
  EXPECT_EQ(good("null").kind, Kind::kNull);
  EXPECT_EQ(good(" true ").text, "true");
  EXPECT_EQ(good("false").kind, Kind::kBool);
  EXPECT_EQ(good("-12.5e+3").text, "-12.5e+3");
  EXPECT_EQ(good(R"("a\"\\\/\n\u0041\u00e9\u20AC")").text, "a\"\\/\nA\xC3\xA9\xE2\x82\xAC");
  EXPECT_TRUE(good("[]").items.empty());
  EXPECT_TRUE(good("{ }").items.empty());

  const JsonValue nested = good(R"({"a":[1,{"b":"c"}],"d":{}, "a":2})");
  EXPECT_EQ(nested.names.size(), 3U);
  EXPECT_EQ(nested.items[0].items[1].find("b")->text, "c");
  EXPECT_EQ(nested.find("a")->text, "2") << "the last of a name counts";
  EXPECT_EQ(nested.find("b"), nullptr);
}

TEST(PositionedJson, KnowsWhereValuesEnd) {
  const JsonValue value = good(R"({"method":"SUB" ,"id":17})");
  EXPECT_EQ(value.find("method")->end, 15U);
  EXPECT_EQ(value.find("id")->end, 24U);
  EXPECT_EQ(value.end, 25U);
}

TEST(PositionedJson, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(bad(""), "EOF while parsing a value at line 1 column 0");
  EXPECT_EQ(bad("hello"), "expected value at line 1 column 1");
  EXPECT_EQ(bad("{\n  \"a\": x}"), "expected value at line 2 column 8");
  EXPECT_EQ(bad("tru"), "expected ident at line 1 column 1");
  EXPECT_EQ(bad("{a:1}"), "key must be a string at line 1 column 2");
  EXPECT_EQ(bad(R"({"a" 1})"), "expected `:` at line 1 column 6");
  EXPECT_EQ(bad(R"({"a":1 "b":2})"), "expected `,` or `}` at line 1 column 8");
  EXPECT_EQ(bad("[1 2]"), "expected `,` or `]` at line 1 column 4");
  EXPECT_EQ(bad("[1,"), "EOF while parsing a value at line 1 column 3");
  EXPECT_EQ(bad("[1"), "EOF while parsing a list at line 1 column 2");
  EXPECT_EQ(bad("{\"a\":1"), "EOF while parsing an object at line 1 column 6");
  EXPECT_EQ(bad("\"abc"), "EOF while parsing a string at line 1 column 4");
  EXPECT_EQ(bad("\"a\nb\""), "control character found at line 2 column 0");
  EXPECT_EQ(bad(R"("\x")"), "invalid escape at line 1 column 3");
  EXPECT_EQ(bad(R"("\u12g4")"), "invalid escape at line 1 column 3");
  EXPECT_EQ(bad("-"), "invalid number at line 1 column 1");
  EXPECT_EQ(bad("02"), "invalid number at line 1 column 2");
  EXPECT_EQ(bad("-01"), "invalid number at line 1 column 3");
  EXPECT_EQ(good("[0,-0,0.5,0e1]").items.size(), 4U);
  EXPECT_EQ(bad("1.x"), "invalid number at line 1 column 3");
  EXPECT_EQ(bad("1 2"), "trailing characters at line 1 column 3");
  EXPECT_EQ(bad(std::string(1000, '[')), "recursion limit exceeded at line 1 column 34");
}

TEST(PositionedJson, SurvivesAnyBytes) {
  std::mt19937 random(5);
  const std::string sample = R"({"method":"SUBSCRIBE","params":["a@b",true,null,-1.5e3],"id":"x"})";
  for (int round = 0; round < 20'000; round++) {
    std::string text = sample.substr(0, random() % (sample.size() + 1));
    for (unsigned i = 0; i < 3 && !text.empty(); i++) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    const auto read = read_json(text);
    if (const auto* error = std::get_if<JsonError>(&read)) {
      ASSERT_LE(error->offset, text.size());
    }
  }
}

TEST(PositionedJson, WritesStringsThatReadBack) {
  const std::string text("a\"b\\c\n\x01 \xE2\x82\xAC");
  std::string written;
  append_json_string(written, text);
  EXPECT_EQ(written, "\"a\\\"b\\\\c\\n\\u0001 \xE2\x82\xAC\"");
  EXPECT_EQ(good(written).text, text);

  std::string mended;
  append_json_string(mended, "\xFF");
  EXPECT_EQ(mended, "\"\\ufffd\"");
}

}  // namespace
}  // namespace wick::sim::positioned_json_test
