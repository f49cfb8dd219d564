#include "sim/stream/control.hpp"

#include <gtest/gtest.h>

namespace wick::sim::control_test {
namespace {

using Method = Control::Method;

Control obeyed(std::string_view text) {
  const auto read = read_control(text);
  const auto* control = std::get_if<Control>(&read);
  if (control == nullptr) ADD_FAILURE() << text << ": " << std::get<Refusal>(read).reply;
  return control == nullptr ? Control{} : *control;
}

std::string refused(std::string_view text) {
  const auto read = read_control(text);
  const auto* refusal = std::get_if<Refusal>(&read);
  return refusal == nullptr ? "obeyed" : refusal->reply;
}

TEST(Control, UnderstandsEveryMethod) {
  const auto subscribe =
      obeyed(R"({"method":"SUBSCRIBE","params":["btcusdt@kline_1m","a@trade"],"id":1})");
  EXPECT_EQ(subscribe.method, Method::kSubscribe);
  EXPECT_EQ(subscribe.streams, (std::vector<std::string>{"btcusdt@kline_1m", "a@trade"}));
  EXPECT_EQ(subscribe.id, "1");

  EXPECT_EQ(obeyed(R"({"id":2,"params":[],"method":"UNSUBSCRIBE"})").method, Method::kUnsubscribe);
  EXPECT_EQ(obeyed(R"({"method":"LIST_SUBSCRIPTIONS","id":3})").method, Method::kListSubscriptions);

  const auto set = obeyed(R"({"method":"SET_PROPERTY","params":["combined",true],"id":4})");
  EXPECT_EQ(set.method, Method::kSetProperty);
  EXPECT_TRUE(set.combined);
  EXPECT_FALSE(obeyed(R"({"method":"SET_PROPERTY","params":["combined",false],"id":4})").combined);
  EXPECT_EQ(obeyed(R"({"method":"GET_PROPERTY","params":["combined"],"id":5})").method,
            Method::kGetProperty);
}

TEST(Control, EchoesTheIdAsItWasSent) {
  const auto id = [](const std::string& sent) {
    return obeyed(R"({"method":"LIST_SUBSCRIPTIONS","id":)" + sent + '}').id;
  };
  EXPECT_EQ(id("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(id("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(id("null"), "null");
  EXPECT_EQ(id(R"("abcXYZ0123456789abcdefghijklmnopqrst")"),
            R"("abcXYZ0123456789abcdefghijklmnopqrst")");
  EXPECT_EQ(obeyed(R"({"method":"LIST_SUBSCRIPTIONS"})").id, "null");
}

TEST(Control, RefusesIdsOfOtherKinds) {
  const std::string answer =
      R"({"code":2,"msg":"Invalid request: request ID must be an unsigned integer"})";
  for (const std::string id : {"true", "1.5", "9223372036854775808", "[]", "{}", "\"a-b\"",
                               "\"abcdefghijklmnopqrstuvwxyz01234567890\""}) {
    EXPECT_EQ(refused(R"({"method":"LIST_SUBSCRIPTIONS","id":)" + id + '}'), answer) << id;
  }
}

TEST(Control, AnswersInTheExchangesWords) {
  EXPECT_EQ(refused("hello"),
            R"({"code":3,"msg":"Invalid JSON: expected value at line 1 column 1"})");
  EXPECT_EQ(refused(R"({"id":1})"),
            R"({"code":2,"msg":"Invalid request: missing field `method` at line 1 column 8"})");
  EXPECT_EQ(refused(R"({"method":"SUBSCRIBES","params":[],"id":1})"),
            R"({"code":2,"msg":"Invalid request: unknown variant `SUBSCRIBES`, expected one of )"
            R"(`SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` )"
            R"(at line 1 column 22"})");
  EXPECT_EQ(refused(R"({"method":"GET_PROPERTY","params":[5],"id":1})"),
            R"({"code":2,"msg":"Invalid request: property name must be a string"})");
  EXPECT_EQ(refused(R"({"method":"GET_PROPERTY","params":["combined",1],"id":1})"),
            R"({"code":2,"msg":"Invalid request: too many parameters"})");
  EXPECT_EQ(refused(R"({"method":"SET_PROPERTY","params":["combined",true,1],"id":1})"),
            R"({"code":2,"msg":"Invalid request: too many parameters"})");
  EXPECT_EQ(refused(R"({"method":"SET_PROPERTY","params":["combined","yes"],"id":1})"),
            R"({"code":1,"msg":"Invalid value type: expected Boolean"})");
  EXPECT_EQ(refused(R"({"method":"SET_PROPERTY","params":["combined"],"id":1})"),
            R"({"code":1,"msg":"Invalid value type: expected Boolean"})");
  EXPECT_EQ(refused(R"({"method":"GET_PROPERTY","params":["colour"],"id":7})"),
            R"({"code":0,"msg":"Unknown property","id":7})");
  EXPECT_EQ(refused(R"({"method":"SUBSCRIBE","params":[5],"id":7})"),
            R"({"code":2,"msg":"Invalid request: stream name must be a string"})");
  EXPECT_EQ(refused(R"({"method":"SUBSCRIBE","params":"a","id":7})"),
            R"({"code":2,"msg":"Invalid request: params must be an array"})");
  EXPECT_EQ(refused("[1]"),
            R"({"code":2,"msg":"Invalid request: missing field `method` at line 1 column 3"})");
}

TEST(Control, Replies) {
  EXPECT_EQ(control_reply("null", "1"), R"({"result":null,"id":1})");
  EXPECT_EQ(control_reply("[\"a\"]", "\"x\""), R"({"result":["a"],"id":"x"})");
}

}  // namespace
}  // namespace wick::sim::control_test
