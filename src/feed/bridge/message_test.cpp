#include "feed/bridge/message.hpp"

#include <gtest/gtest.h>

namespace wick::feed::bridge::message_test {
namespace {

template <typename M>
std::optional<M> read(std::string_view line) {
  Reader reader;
  auto message = reader.read(line);
  const M* found = message ? std::get_if<M>(&*message) : nullptr;
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::string refusal(std::string_view line) {
  Reader reader;
  const auto message = reader.read(line);
  return message ? "(taken)" : message.error().what;
}

TEST(BridgeMessage, HelloSaysWhoAndWhat) {
  const auto hello = read<Hello>(
      R"({"type":"hello","protocol":1,"name":"x","history":["1m","7q","1M"],"new":[]})");
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->protocol, 1);
  EXPECT_EQ(hello->name, "x");
  EXPECT_EQ(hello->history, (std::vector{core::Interval::k1m, core::Interval::k1mo}));
}

TEST(BridgeMessage, PagesAreRead) {
  const auto page = read<Page>(
      R"({"type":"page","id":4,"from_ms":60000,"bars":[[60000,1,4,0.5,2,1.5,4.5,1,2.5,7],)"
      R"([120000,1,1,1,1,2,2,2,2,0]]})");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->id, 4);
  EXPECT_EQ(page->from, core::utc_micros(60'000'000));
  ASSERT_EQ(page->bars.size(), 2U);
  EXPECT_EQ(page->bars[0].open_time, core::utc_micros(60'000'000));
  EXPECT_EQ(page->bars[0].open, core::quote_of(1, 1.5));
  EXPECT_EQ(page->bars[0].high, core::quote_of(4, 4.5));
  EXPECT_EQ(page->bars[0].low, core::quote_of(0.5, 1));
  EXPECT_EQ(page->bars[0].close, core::quote_of(2, 2.5));
  EXPECT_EQ(page->bars[0].volume, 7);
}

TEST(BridgeMessage, ErrorsHaveTheirCodes) {
  const auto trouble = [](const std::string& code) {
    return read<Failure>(R"({"type":"error","code":")" + code + R"(","id":2})")->trouble;
  };
  EXPECT_EQ(trouble("not_ready"), Trouble::kNotReady);
  EXPECT_EQ(trouble("no_data"), Trouble::kNoData);
  EXPECT_EQ(trouble("no_symbol"), Trouble::kNoSymbol);
  EXPECT_EQ(trouble("unsupported"), Trouble::kUnsupported);
  EXPECT_EQ(trouble("session"), Trouble::kSession);
  EXPECT_EQ(trouble("refused"), Trouble::kRefused);
  EXPECT_EQ(trouble("failed"), Trouble::kFailed);
  EXPECT_EQ(trouble("from the future"), Trouble::kFailed);
  EXPECT_FALSE(read<Failure>(R"({"type":"error","code":"failed"})")->id);
}

TEST(BridgeMessage, WhatIsShownIsOneLine) {
  EXPECT_EQ(read<Remark>(R"({"type":"log","text":"a\nb\u001b[1m"})")->text, "a b [1m");
}

TEST(BridgeMessage, TheFutureIsPassedOver) {
  EXPECT_TRUE(read<Unknown>(R"({"type":"from the future"})"));
}

TEST(BridgeMessage, WhatIsWrongIsSaid) {
  EXPECT_EQ(refusal(""), "a line that is no JSON object");
  EXPECT_EQ(refusal("[]"), "a line that is no JSON object");
  EXPECT_EQ(refusal("{}"), "a line whose \"type\" is no text");
  EXPECT_EQ(refusal(R"({"type":"state","state":"fine"})"),
            "a message \"state\" whose \"state\" is no state: open, closed or down");
  EXPECT_EQ(refusal(R"({"type":"tick","symbol":"A","bid":1,"ask":null})"),
            "a message \"tick\" whose \"ask\" is no number");
  EXPECT_EQ(refusal(R"({"type":"tick","symbol":"A","bid":1,"ask":2,"size":-1})"),
            "a message \"tick\" whose \"size\" is no amount");
  EXPECT_EQ(refusal(R"({"type":"tick","symbol":"A","bid":1,"ask":2,"time_ms":-5})"),
            "a message \"tick\" whose \"time_ms\" is no time in milliseconds since 1970");
  EXPECT_EQ(refusal(R"({"type":"page","id":1,"bars":[[1,2]]})"),
            "a message \"page\" whose \"bars\" is no list of bars of ten numbers each");
  EXPECT_EQ(
      refusal(R"({"type":"page","id":1,"bars":[[2,1,1,1,1,1,1,1,1,1],[2,1,1,1,1,1,1,1,1,1]]})"),
      "a message \"page\" whose \"bars\" is no list of bars that ascend");
  EXPECT_EQ(refusal(R"({"type":"page","id":1})"), "a message \"page\" whose \"bars\" is no list");
  EXPECT_EQ(refusal(R"({"type":"hello","protocol":1,"history":"1m"})"),
            "a message \"hello\" whose \"history\" is no list");
  EXPECT_EQ(refusal(R"({"type":"subscribed","id":1.5})"),
            "a message \"subscribed\" whose \"id\" is no whole number");
  EXPECT_EQ(
      refusal(R"({"type":"instruments","instruments":[{"name":""}]})"),
      "a message \"instruments\" whose \"instruments\" is no list of instruments with a name");
}

}  // namespace
}  // namespace wick::feed::bridge::message_test
