#include "sim/fault/json_reader.hpp"

#include <gtest/gtest.h>

#include <array>

namespace wick::sim::json_reader_test {
namespace {

constexpr std::array<std::string_view, 4> kNames{"spot", "um", "exchangeInfo", "AccessDenied"};

TEST(Nearest, FindsSlipsOfTheFingerOnly) {
  EXPECT_EQ(nearest("spott", kNames), "spot");
  EXPECT_EQ(nearest("SPOT", kNames), "spot");
  EXPECT_EQ(nearest("exchnageinfo", kNames), "exchangeInfo");
  EXPECT_EQ(nearest("accessdenied", kNames), "AccessDenied");
  EXPECT_EQ(nearest("cm", kNames), "um");
  EXPECT_EQ(nearest("xy", kNames), "");
  EXPECT_EQ(nearest("perpetual", kNames), "");
  EXPECT_EQ(nearest("", kNames), "");
}

struct Pot {
  bool lid{};
  std::int64_t size{};
};

constexpr auto kKeys = std::to_array<Key<Pot>>({
    {"lid", [](const JsonReader& r, Pot& p) { p.lid = r.boolean(); }},
    {"size", [](const JsonReader& r, Pot& p) { p.size = r.integer(1, 9); }},
});

std::string complaint_of(std::string_view text) {
  const auto json = parse_json(text);
  EXPECT_TRUE(json);
  std::string complaint;
  Pot pot;
  read_object<Pot>(JsonReader(*json, "", complaint), kKeys, pot);
  return complaint;
}

TEST(JsonReader, SaysWhereAndWhat) {
  EXPECT_EQ(complaint_of(R"({"lid":true,"size":9})"), "");
  EXPECT_EQ(complaint_of("[]"), "the scenario: expected an object, found a list");
  EXPECT_EQ(complaint_of(R"({"lid":1})"), "/lid: expected true or false, found 1");
  EXPECT_EQ(complaint_of(R"({"size":10})"), "/size: expected an integer from 1 to 9, found 10");
  EXPECT_EQ(complaint_of(R"({"size":0.5})"), "/size: expected an integer from 1 to 9, found 0.5");
  EXPECT_EQ(complaint_of(R"({"lidd":true})"), "/lidd: unknown key; did you mean \"lid\"?");
  EXPECT_EQ(complaint_of(R"({"handle":1})"), "/handle: unknown key; known here: lid, size");
  EXPECT_EQ(complaint_of(R"({"a/b~c":1})"), "/a~1b~0c: unknown key; known here: lid, size");
  EXPECT_EQ(complaint_of(R"({"lid":true,"lid":true})"), "/lid: appears twice");
}

TEST(JsonReader, KeepsTheFirstComplaint) {
  EXPECT_EQ(complaint_of(R"({"size":{},"lid":"no"})"),
            "/size: expected an integer from 1 to 9, found an object");
}

TEST(JsonReader, LongTextsAreShortenedInComplaints) {
  EXPECT_EQ(complaint_of("{\"lid\":\"" + std::string(100, 'x') + "\"}"),
            "/lid: expected true or false, found \"" + std::string(40, 'x') + "...\"");
}

}  // namespace
}  // namespace wick::sim::json_reader_test
