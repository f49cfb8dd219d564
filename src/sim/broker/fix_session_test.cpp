#include "sim/broker/fix_session.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace wick::sim::fix_session_test {
namespace {

constexpr Micros kStart = 1'709'640'000 * kSecond;  // Tuesday 2024-03-05T12:00:00Z

struct OneBroker final : BrokerSource {
  explicit OneBroker(BrokerSettings settings = {})
      : one(std::make_shared<Broker>(BrokerOptions{1, 1, kStart, std::move(settings)})) {}
  [[nodiscard]] std::shared_ptr<const Broker> broker() const override { return one; }
  std::shared_ptr<const Broker> one;
};

// The plainest FIX there is: fields with '|' for the end, length and checksum added by hand.
std::string wire(std::string text) {
  for (char& c : text) c = c == '|' ? '\x01' : c;
  std::string out =
      "8=FIX.4.4\x01"
      "9=" +
      std::to_string(text.size()) + '\x01' + text;
  unsigned sum = 0;
  for (const char c : out) sum += static_cast<unsigned char>(c);
  std::string digits = std::to_string(sum % 256);
  digits.insert(0, 3 - digits.size(), '0');
  return out + "10=" + digits + '\x01';
}

std::string readable(std::string text) {
  for (char& c : text) c = c == '\x01' ? '|' : c;
  return text;
}

// A client: numbers its messages, remembers what it heard.
class Client {
 public:
  explicit Client(BrokerSettings settings = {}, Micros start = kStart)
      : broker(std::move(settings)), now(start), session(broker, start) {}

  void say(const std::string& type, const std::string& rest, const std::string& sub = "57=U1|") {
    say_raw(wire("35=" + type + "|34=" + std::to_string(number++) +
                 "|49=me|52=20240305-12:00:00|56=FXCM|" + sub + rest));
  }
  void say_raw(const std::string& bytes) { take(session.on_bytes(bytes, now)); }
  void pass(Micros time) {
    for (const Micros end = now + time; now < end;) {
      now = std::min(end, std::max(now + 1000, session.next_due()));
      take(session.poll(now));
    }
  }
  void log_on(const std::string& seconds = "30") {
    say("A", "98=0|108=" + seconds + "|141=Y|553=demo|554=demo|");
  }

  // Types of what was heard since the last question.
  std::string types() {
    std::string out;
    for (; seen < messages.size(); ++seen) out += std::string(messages[seen].text(35)) + ' ';
    return out;
  }

  OneBroker broker;
  Micros now;
  FixSession session;
  std::vector<FixMessage> messages;
  std::string heard;
  std::size_t seen{};
  bool ended{}, reset{};
  std::int64_t number{1};

 private:
  void take(const FixSession::Output& out) {
    ended |= out.ends;
    reset |= out.resets;
    heard += out.bytes;
    splitter_.add(out.bytes);
    while (auto message = splitter_.next()) messages.push_back(*std::move(message));
  }
  FixSplitter splitter_;
};

std::string subscribe(const std::string& symbols, const std::string& id = "1") {
  return "262=" + id + "|263=1|264=0|265=0|146=2|" + symbols + "267=2|269=0|269=1|";
}

TEST(FixMessage, TheVendorsOwnSamplesAreWhole) {
  // Published by the vendor, lengths and sums included.
  const std::string sample =
      "8=FIX.4.4|9=92|35=A|34=1|49=FXCM|50=U100D1|52=20120927-13:15:34.810|56=fx1294946_client1|"
      "98=0|108=30|141=Y|10=187|";
  std::string bytes = sample;
  for (char& c : bytes) c = c == '|' ? '\x01' : c;
  FixSplitter splitter;
  for (const char c : bytes) {
    EXPECT_FALSE(splitter.next().has_value());
    splitter.add({&c, 1});
  }
  const auto message = splitter.next();
  ASSERT_TRUE(message.has_value());
  EXPECT_FALSE(message->garbled);
  EXPECT_EQ(message->text(50), "U100D1");
  const std::size_t inside = sample.find("35=");
  std::string body = bytes.substr(inside, bytes.find("10=187") - inside);
  EXPECT_EQ(readable(fix_frame(body)), sample);
  bytes[bytes.size() - 2] = '8';
  splitter.add(bytes);
  EXPECT_TRUE(splitter.next()->garbled);
}

TEST(FixSession, LogsOnWhoItKnows) {
  Client client;
  client.log_on();
  EXPECT_EQ(client.types(), "A ");
  EXPECT_EQ(readable(client.heard).find("8=FIX.4.4|9="), 0U);
  EXPECT_NE(readable(client.heard)
                .find("|35=A|34=1|49=FXCM|50=U1|52=20240305-12:00:00.000|56=me|"
                      "98=0|108=30|141=Y|10="),
            std::string::npos);
  Client stranger;
  stranger.say("A", "98=0|108=30|141=Y|553=demo|554=guess|");
  EXPECT_EQ(stranger.types(), "5 ");
  EXPECT_TRUE(stranger.ended);
}

TEST(FixSession, SaysNothingToWhoIsNotLoggedOnOrHasNoTargetSubId) {
  Client client;
  client.say("V", subscribe("55=EUR/USD|"));
  client.say("A", "98=0|108=30|141=Y|553=demo|554=demo|", "");
  EXPECT_EQ(client.heard, "");
  client.number = 1;
  client.log_on();
  client.say("1", "112=hello|", "");
  EXPECT_EQ(client.types(), "A ");
  client.say("1", "112=hello|");
  EXPECT_EQ(client.types(), "0 ");
  EXPECT_EQ(client.messages.back().text(112), "hello");
}

TEST(FixSession, AUserMayComeAfterTheLogon) {
  Client client;
  client.say("A", "98=0|108=30|141=Y|");
  client.say("g", "335=1|263=1|");
  EXPECT_EQ(client.types(), "A ");
  client.say("BE", "923=9|924=1|553=demo|554=demo|");
  client.say("g", "335=1|263=1|");
  EXPECT_EQ(client.types(), "BF h ");
  EXPECT_EQ(client.messages[1].text(926), "1");
}

TEST(FixSession, TheStatusNamesEveryInstrument) {
  Client client;
  client.log_on();
  client.say("g", "335=q7|263=1|");
  const FixMessage& status = client.messages.back();
  EXPECT_EQ(status.text(35), "h");
  EXPECT_EQ(status.text(340), "2");
  EXPECT_EQ(status.text(335), "q7");
  EXPECT_EQ(status.all(55).size(), fx_instruments().size());
  EXPECT_EQ(status.all(9000).size(), fx_instruments().size());
  EXPECT_EQ(status.integer(146), static_cast<std::int64_t>(fx_instruments().size()));
  EXPECT_EQ(status.integer(9016), static_cast<std::int64_t>(status.all(9017).size()));
}

TEST(FixSession, QuotesAreTheMarketsTicks) {
  Client client;
  client.log_on("600");
  client.say("V", subscribe("55=EUR/USD|55=XAU/USD|"));
  EXPECT_EQ(client.types(), "A W W ");
  const std::size_t snapshots = client.messages.size();
  client.pass(3 * kMinute);
  FxReader reader(1, *find_fx("EUR/USD"));
  std::vector<FxTick> ticks, all;
  for (Minute minute = kStart / kMinute; minute < kStart / kMinute + 3; ++minute) {
    reader.ticks(minute, ticks);
    all.insert(all.end(), ticks.begin(), ticks.end());
  }
  std::size_t at = 0;
  for (std::size_t i = snapshots; i < client.messages.size(); ++i) {
    const FixMessage& quote = client.messages[i];
    if (quote.text(55) != "EUR/USD") continue;
    while (at < all.size() && all[at].time * 1000 <= kStart) ++at;
    ASSERT_LT(at, all.size());
    const auto prices = quote.all(270);
    ASSERT_EQ(prices.size(), 2U);
    std::string bid, ask;
    append_fx_price(bid, all[at].bid, 5);
    append_fx_price(ask, all[at].ask, 5);
    EXPECT_EQ(prices[0], bid);
    EXPECT_EQ(prices[1], ask);
    EXPECT_TRUE(quote.text(273).ends_with(".000"));
    ++at;
  }
  EXPECT_EQ(at, all.size());
  EXPECT_GT(all.size(), 50U);
  std::int64_t number = 0;
  for (const FixMessage& message : client.messages) {
    EXPECT_FALSE(message.garbled);
    EXPECT_EQ(message.integer(34), ++number);
  }
}

TEST(FixSession, HighAndLowAreOfTheTradingDay) {
  Client client;
  client.log_on();
  client.say("V", "262=1|263=1|264=0|265=0|146=1|55=EUR/USD|267=4|269=0|269=1|269=7|269=8|");
  client.pass(30 * kSecond);
  FxReader reader(1, *find_fx("EUR/USD"));
  const FxBar day = reader.bar(FxFrame::kD1, frame_open(FxFrame::kD1, kStart / kMinute),
                               millis_of(client.now) + 1);
  std::string high, low;
  append_fx_price(high, day.ask.high, 5);
  append_fx_price(low, day.bid.low, 5);
  EXPECT_EQ(client.messages.back().all(270)[2], high);
  EXPECT_EQ(client.messages.back().all(270)[3], low);
  EXPECT_EQ(client.messages.back().text(268), "4");
}

TEST(FixSession, ASubscriptionEndsWhenToldTo) {
  Client client;
  client.log_on();
  client.say("V", subscribe("55=EUR/USD|", "a"));
  client.say("V", subscribe("55=GBP/USD|", "b"));
  client.say("V", "262=a|263=2|264=0|146=1|55=EUR/USD|267=1|269=0|");
  (void)client.types();
  client.pass(kMinute);
  for (std::size_t i = 4; i < client.messages.size(); ++i) {
    EXPECT_NE(client.messages[i].text(55), "EUR/USD");
  }
  EXPECT_NE(client.types().find("W"), std::string::npos);
}

TEST(FixSession, WhatCannotBeHadIsRejected) {
  Client client(BrokerSettings{.rejected = {"XAU/*"}});
  client.log_on();
  const auto code = [&](const std::string& request) {
    client.say("V", request);
    const FixMessage& last = client.messages.back();
    return std::string(last.text(35)) + std::string(last.text(281));
  };
  EXPECT_EQ(code(subscribe("55=EUR/USD|55=ABC/DEF|")), "Y0");
  EXPECT_EQ(client.messages.back().text(58), "unknown symbol: ABC/DEF");
  EXPECT_EQ(code(subscribe("55=XAU/USD|")), "Y3");
  EXPECT_EQ(code("262=1|263=9|264=0|55=EUR/USD|269=0|"), "Y4");
  EXPECT_EQ(code("262=1|263=1|264=0|265=1|55=EUR/USD|269=0|"), "Y6");
  EXPECT_EQ(code("262=1|263=1|264=0|55=EUR/USD|269=Z|"), "Y8");
  EXPECT_EQ(code(subscribe("55=EUR/USD|")), "W");
  EXPECT_EQ(code(subscribe("55=GBP/USD|")), "Y1");
  client.say("V", "263=1|264=0|55=EUR/USD|269=0|");
  EXPECT_EQ(client.messages.back().text(35), "3");
  EXPECT_EQ(client.messages.back().text(371), "262");
  client.say("ZZ", "");
  EXPECT_EQ(client.messages.back().text(373), "11");
}

TEST(FixSession, AHeartbeatComesInTimeAndADeadClientIsLeft) {
  Client client;
  client.log_on();
  client.pass(29 * kSecond);
  EXPECT_EQ(client.types(), "A ");
  client.pass(2 * kSecond);
  EXPECT_EQ(client.types(), "0 ");
  client.pass(6 * kSecond);
  EXPECT_EQ(client.types(), "1 ");
  EXPECT_FALSE(client.ended);
  client.pass(40 * kSecond);
  EXPECT_TRUE(client.ended);
  EXPECT_EQ(client.messages.back().text(35), "5");
}

TEST(FixSession, GapsAreAskedForAndFilled) {
  Client client;
  client.log_on();
  client.number += 2;
  client.say("g", "335=1|263=0|");
  EXPECT_EQ(client.types(), "A 2 ");
  EXPECT_EQ(client.messages.back().integer(7), 2);
  client.number = 2;
  client.say("4", "123=Y|36=5|");
  client.number = 5;
  client.say("g", "335=1|263=0|");
  EXPECT_EQ(client.types(), "h ");
  client.say("2", "7=1|16=0|");
  const FixMessage& fill = client.messages.back();
  EXPECT_EQ(fill.text(35), "4");
  EXPECT_EQ(fill.text(34), "1");
  EXPECT_EQ(fill.text(43), "Y");
  EXPECT_EQ(fill.text(36), "4");
  client.say("1", "112=x|");
  EXPECT_EQ(client.messages.back().integer(34), 4);
  client.number = 2;
  client.say("0", "");
  EXPECT_TRUE(client.ended);
  EXPECT_EQ(client.messages.back().text(58), "MsgSeqNum too low, expecting 8 but received 2");
}

TEST(FixSession, LogsOutPolitely) {
  Client client;
  client.log_on();
  client.say("5", "");
  EXPECT_EQ(client.types(), "A 5 ");
  EXPECT_TRUE(client.ended);
  EXPECT_EQ(client.session.next_due(), kNever);
}

TEST(FixSession, GarbageIsPassedOver) {
  Client client;
  client.say_raw(
      "GET / HTTP/1.1\r\n\r\n8=FIX.4.4\x01"
      "9=5\x01"
      "35=A\x01"
      "10=000\x01");
  client.log_on();
  EXPECT_EQ(client.types(), "A ");
}

TEST(FixSession, MisbehavesAsAsked) {
  Client gaps(BrokerSettings{.gap_every = 5, .wrong_checksum_every = 7});
  gaps.log_on();
  gaps.say("V", subscribe("55=EUR/USD|"));
  gaps.pass(kMinute);
  int garbled = 0, missing = 0;
  std::int64_t last = 0;
  for (const FixMessage& message : gaps.messages) {
    garbled += message.garbled ? 1 : 0;
    if (message.garbled) continue;
    missing += *message.integer(34) > last + 1 ? 1 : 0;
    last = *message.integer(34);
  }
  EXPECT_GT(garbled, 2);
  EXPECT_GT(missing, garbled);

  Client silent(BrokerSettings{.silence_after = 10 * kSecond});
  silent.log_on();
  silent.pass(11 * kSecond);
  const std::size_t heard = silent.heard.size();
  silent.say("1", "112=x|");
  silent.pass(kMinute);
  EXPECT_EQ(silent.heard.size(), heard);

  Client dropped(BrokerSettings{.drop_after = 10 * kSecond});
  dropped.log_on();
  dropped.pass(9 * kSecond);
  EXPECT_FALSE(dropped.reset);
  dropped.pass(kSecond);
  EXPECT_TRUE(dropped.reset);
}

TEST(FixSession, TheSessionSaysWhenItCloses) {
  Client client({}, 1'709'935'195 * kSecond);  // Friday 2024-03-08T21:59:55Z
  client.log_on();
  client.say("g", "335=1|263=1|");
  EXPECT_EQ(client.messages.back().text(340), "2");
  (void)client.types();
  client.pass(10 * kSecond);
  EXPECT_NE(client.types().find('h'), std::string::npos);
  EXPECT_EQ(client.messages.back().text(340), "3");
}

}  // namespace
}  // namespace wick::sim::fix_session_test
