#include "sim/fault/json_mistake.hpp"

#include <gtest/gtest.h>

namespace wick::sim::json_mistake_test {
namespace {

TEST(JsonMistake, IsNamedByItsLine) {
  const auto line_of = [](const char* text) {
    const std::string place = place_of_mistake(text);
    return place.substr(0, place.find(','));
  };
  EXPECT_EQ(line_of("{\"a\": 1,\n \"b\": [\n  {\"when\": }]}"), " in line 3");
  EXPECT_EQ(line_of("{not json"), " in line 1");
  EXPECT_EQ(line_of("{\"a\": 1,\n\"b\": tru,\n\"c\": 1}"), " in line 2");
  EXPECT_EQ(line_of("{\"a\": 1,\n\"b\" 2}"), " in line 2");
}

TEST(JsonMistake, WhatCannotBeToldIsLeftOut) {
  EXPECT_EQ(place_of_mistake(R"({"a":[1,2.5,"x",true,null,{}]})"), "");
  EXPECT_EQ(place_of_mistake(std::string(100'000, '[')), "");
  EXPECT_EQ(place_of_mistake("\xff\xfe{"), "");
  (void)place_of_mistake("");
}

TEST(JsonMistake, AnyBytesWillDo) {
  const std::string good = R"({"a":[1,-2e5,"x\n",true,false,null,{"b":{}}]})";
  for (std::size_t at = 0; at < good.size(); ++at) {
    (void)place_of_mistake(good.substr(0, at));
    std::string other = good;
    other[at] = '}';
    (void)place_of_mistake(other);
  }
}

}  // namespace
}  // namespace wick::sim::json_mistake_test
