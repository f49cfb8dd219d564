#include "sim/stream/session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace wick::sim::session_test {
namespace {

constexpr Micros kNow = 1'709'210'000 * kSecond + 123'457;

const Market& market() {
  static const Market one(7);
  return one;
}

// A session whose client answers every ping, or none.
class Talk {
 public:
  Talk(Host host, std::string_view target, std::optional<StreamOptions> options = {})
      : session_(tape_, *route_of(host, target),
                 options.value_or(StreamOptions::of(route_of(host, target)->venue)), kNow) {}

  StreamSession& operator*() { return session_; }
  StreamSession* operator->() { return &session_; }

  std::string ask(std::string_view text, Micros now) {
    const auto frames = session_.on_text(text, now);
    return frames.empty() ? "" : frames.back().text;
  }

 private:
  TradeTape tape_{market()};
  StreamSession session_;
};

std::vector<Frame> events(const std::vector<Frame>& frames) {
  std::vector<Frame> out;
  std::copy_if(frames.begin(), frames.end(), std::back_inserter(out),
               [](const Frame& frame) { return frame.kind == Frame::Kind::kEvent; });
  return out;
}

StreamOptions quiet() {  // no ping and no end
  StreamOptions options;
  options.ping_every = 100 * kDay;
  options.lifetime = 100 * kDay;
  return options;
}

TEST(Session, RawStreamSpeaksPlainly) {
  Talk talk(Host::kSpot, "/ws/btcusdt@kline_1m");
  const auto heard = events(talk->poll(kNow + 5 * kSecond));
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard[0].text.find(R"({"e":"kline","E":)"), 0U);
  EXPECT_EQ(heard[0].stream, "btcusdt@kline_1m");
}

TEST(Session, CombinedStreamNamesItself) {
  Talk talk(Host::kSpot, "/stream?streams=btcusdt@kline_1m");
  const auto heard = events(talk->poll(kNow + 5 * kSecond));
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard[0].text.find(R"({"stream":"btcusdt@kline_1m","data":{"e":"kline","E":)"), 0U);
  EXPECT_EQ(heard[0].text.substr(heard[0].text.size() - 3), "}}}");
}

TEST(Session, SubscribesAndUnsubscribes) {
  Talk talk(Host::kSpot, "/ws");
  EXPECT_TRUE(talk->poll(kNow + 10 * kSecond).empty());
  Micros now = kNow + 10 * kSecond;
  EXPECT_EQ(talk.ask(R"({"method":"SUBSCRIBE","params":["btcusdt@trade","x@trade"],"id":1})", now),
            R"({"result":null,"id":1})");
  EXPECT_EQ(talk.ask(R"({"method":"LIST_SUBSCRIPTIONS","id":"two"})", now),
            R"({"result":["btcusdt@trade","x@trade"],"id":"two"})");
  now += 5 * kSecond;
  EXPECT_FALSE(events(talk->poll(now)).empty());
  EXPECT_EQ(talk.ask(R"({"method":"UNSUBSCRIBE","params":["btcusdt@trade","y@z"],"id":3})", now),
            R"({"result":null,"id":3})");
  EXPECT_TRUE(talk->poll(now + 4 * kSecond).empty());
  EXPECT_EQ(talk.ask(R"({"method":"LIST_SUBSCRIPTIONS","id":4})", now + 4 * kSecond),
            R"({"result":["x@trade"],"id":4})");
}

TEST(Session, SubscribingTwiceIsOnce) {
  Talk once(Host::kSpot, "/ws/btcusdt@trade", quiet());
  Talk twice(Host::kSpot, "/ws/btcusdt@trade/btcusdt@trade", quiet());
  EXPECT_EQ(once->poll(kNow + kMinute).size(), twice->poll(kNow + kMinute).size());
}

TEST(Session, PropertyTurnsCombinedOnAndOff) {
  Talk talk(Host::kSpot, "/ws/btcusdt@trade");
  EXPECT_EQ(talk.ask(R"({"method":"GET_PROPERTY","params":["combined"],"id":1})", kNow),
            R"({"result":false,"id":1})");
  EXPECT_EQ(talk.ask(R"({"method":"SET_PROPERTY","params":["combined",true],"id":2})", kNow),
            R"({"result":null,"id":2})");
  EXPECT_EQ(talk.ask(R"({"method":"GET_PROPERTY","params":["combined"],"id":3})", kNow),
            R"({"result":true,"id":3})");
  EXPECT_EQ(events(talk->poll(kNow + 5 * kSecond)).at(0).text.find(R"({"stream":)"), 0U);

  Talk combined(Host::kSpot, "/stream");
  EXPECT_EQ(combined.ask(R"({"method":"GET_PROPERTY","params":["combined"],"id":1})", kNow),
            R"({"result":true,"id":1})");
}

TEST(Session, ErrorsKeepTheConnection) {
  Talk talk(Host::kSpot, "/ws");
  EXPECT_EQ(talk.ask("nonsense", kNow),
            R"({"code":3,"msg":"Invalid JSON: expected ident at line 1 column 1"})");
  EXPECT_FALSE(talk->closed());
}

TEST(Session, SilentWhereTheExchangeIsSilent) {
  const std::pair<Host, const char*> silent[] = {
      {Host::kUm, "/ws/btcusdt@kline_1m"},
      {Host::kUm, "/stream?streams=btcusdt@kline_1m"},
      {Host::kUm, "/public/ws/btcusdt@kline_1m"},
      {Host::kUm, "/market/ws/btcusdt@bookTicker"},
      {Host::kUm, "/private/ws/btcusdt@kline_1m"},
      {Host::kSpot, "/ws/BTCUSDT@kline_1m"},
      {Host::kSpot, "/ws/nosuchcoin@kline_1m/btcusdt@kline_2m/btcusdt"}};
  for (const auto& [host, target] : silent) {
    Talk talk(host, target, quiet());
    EXPECT_TRUE(talk->poll(kNow + 3 * kMinute).empty()) << target;
    EXPECT_EQ(talk.ask(R"({"method":"SUBSCRIBE","params":["btcusdt@x"],"id":1})", kNow + kHour),
              R"({"result":null,"id":1})");
  }
  Talk loud(Host::kUm, "/market/ws/btcusdt@kline_1m", quiet());
  EXPECT_FALSE(loud->poll(kNow + 3 * kMinute).empty());
}

TEST(Session, MicrosecondsWhereAskedFor) {
  Talk talk(Host::kSpot, "/ws/btcusdt@kline_1m?timeUnit=MICROSECOND", quiet());
  const auto heard = talk->poll(kNow + 5 * kSecond);
  ASSERT_FALSE(heard.empty());
  EXPECT_NE(heard[0].text.find("\"E\":" + std::to_string(heard[0].time)), std::string::npos);
}

TEST(Session, OneMessageTooManyEndsIt) {
  for (const auto& [host, limit] : {std::pair{Host::kSpot, 5}, std::pair{Host::kCm, 10}}) {
    Talk talk(host, "/ws");
    for (int i = 0; i < limit - 2; i++) {
      EXPECT_EQ(talk.ask(R"({"method":"LIST_SUBSCRIPTIONS","id":1})", kNow),
                R"({"result":[],"id":1})");
    }
    EXPECT_TRUE(talk->on_ping(kNow + 1).empty()) << "counts too";
    EXPECT_TRUE(talk->on_pong("", kNow + 2).empty()) << "counts too";
    const auto last = talk->on_text("{}", kNow + kSecond - 1);
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last[0].kind, Frame::Kind::kClose);
    EXPECT_EQ(last[0].code, 1008);
    EXPECT_TRUE(talk->closed());
    EXPECT_TRUE(talk->misused());
    EXPECT_EQ(talk->next_due(), kNever);
    EXPECT_TRUE(talk->poll(kNow + kDay).empty());
    EXPECT_TRUE(talk->on_text("{}", kNow + kDay).empty());
  }
}

TEST(Session, TheLimitIsPerSecond) {
  Talk talk(Host::kSpot, "/ws", quiet());
  for (Micros now = kNow; now < kNow + kMinute; now += kSecond / 5) {
    ASSERT_EQ(talk->on_text("{}", now).back().kind, Frame::Kind::kReply);
  }
}

TEST(Session, TooManyStreamsEndIt) {
  Talk talk(Host::kSpot, "/ws");
  std::string params;
  for (int i = 0; i < 1024; i++)
    params += (i > 0 ? ",\"s" : "\"s") + std::to_string(i) + "@trade\"";
  EXPECT_EQ(talk.ask(R"({"method":"SUBSCRIBE","params":[)" + params + R"(],"id":1})", kNow),
            R"({"result":null,"id":1})");
  EXPECT_TRUE(talk->poll(kNow).empty());
  EXPECT_EQ(talk.ask(R"({"method":"SUBSCRIBE","params":["one@more"],"id":2})", kNow),
            R"({"result":null,"id":2})");
  EXPECT_LE(talk->next_due(), kNow);
  const auto last = talk->poll(kNow);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].kind, Frame::Kind::kClose);
  EXPECT_EQ(last[0].text, "Too many streams");
  EXPECT_EQ(last[0].time, kNow);
  EXPECT_TRUE(talk->misused());
}

TEST(Session, PingsCarryTheTimeAndMustBeAnswered) {
  Talk talk(Host::kSpot, "/ws");
  EXPECT_EQ(talk->next_due(), kNow + 20 * kSecond);
  for (int i = 1; i <= 10; i++) {
    const Micros due = kNow + i * 20 * kSecond;
    const auto frames = talk->poll(due);
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].kind, Frame::Kind::kPing);
    EXPECT_EQ(frames[0].text, std::to_string(due / 1000));
    EXPECT_TRUE(talk->on_pong(frames[0].text, due + kSecond).empty());
  }
}

TEST(Session, WithoutPongItEnds) {
  for (const auto* payload : {"", "1"}) {
    Talk talk(Host::kSpot, "/ws");
    std::vector<Frame> all;
    for (Micros now = kNow; now <= kNow + 3 * kMinute; now += kSecond) {
      for (auto& frame : talk->poll(now)) all.push_back(frame);
      for (auto& frame : talk->on_pong(payload, now)) all.push_back(frame);  // not the right one
    }
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[2].kind, Frame::Kind::kPing);
    EXPECT_EQ(all[3].kind, Frame::Kind::kClose);
    EXPECT_EQ(all[3].time, kNow + 80 * kSecond) << "a minute after the first ping";
    EXPECT_EQ(all[3].text, "Pong timeout");
  }
}

TEST(Session, APongAnswersItsPingAndThoseBefore) {
  Talk talk(Host::kSpot, "/ws");
  const auto pings = talk->poll(kNow + 60 * kSecond);
  ASSERT_EQ(pings.size(), 3U);
  EXPECT_TRUE(talk->on_pong(pings[1].text, kNow + 61 * kSecond).empty());
  const auto later = talk->poll(kNow + kHour);
  EXPECT_EQ(later.back().kind, Frame::Kind::kClose);
  EXPECT_EQ(later.back().time, kNow + 120 * kSecond) << "a minute after the third";
}

TEST(Session, FuturesArePatient) {
  const auto options = StreamOptions::of(Venue::kUm);
  EXPECT_EQ(options.ping_every, 3 * kMinute);
  EXPECT_EQ(options.pong_within, 10 * kMinute);
}

TEST(Session, EndsAfterADay) {
  StreamOptions options = quiet();
  options.lifetime = kDay;
  Talk talk(Host::kSpot, "/ws", options);
  EXPECT_TRUE(talk->poll(kNow + kDay - 1).empty());
  const auto last = talk->poll(kNow + kDay + kHour);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].kind, Frame::Kind::kClose);
  EXPECT_EQ(last[0].code, 1001);
  EXPECT_EQ(last[0].time, kNow + kDay);
}

TEST(Session, NoticeOfShutdown) {
  Talk raw(Host::kSpot, "/ws");
  EXPECT_EQ(raw->shutdown_notice(kNow).text, R"({"e":"serverShutdown","E":1709210000123})");
  Talk combined(Host::kSpot, "/stream");
  EXPECT_EQ(combined->shutdown_notice(kNow).text,
            R"({"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1709210000123}})");
}

TEST(Session, ShutdownsOnTheClock) {
  StreamOptions options = quiet();
  options.shutdown_every = kHour;
  options.shutdown_notice = 30 * kSecond;
  Talk talk(Host::kSpot, "/ws", options);
  const Micros hour = (kNow / kHour + 1) * kHour;
  EXPECT_EQ(talk->next_due(), hour);
  const auto notice = talk->poll(hour);
  ASSERT_EQ(notice.size(), 1U);
  EXPECT_EQ(notice[0].text, R"({"e":"serverShutdown","E":)" + std::to_string(hour / 1000) + "}");
  EXPECT_EQ(talk.ask(R"({"method":"LIST_SUBSCRIPTIONS","id":1})", hour + kSecond),
            R"({"result":[],"id":1})");
  const auto last = talk->poll(hour + kHour);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].code, 1001);
  EXPECT_EQ(last[0].text, "Server shutdown");
  EXPECT_EQ(last[0].time, hour + 30 * kSecond);
  EXPECT_FALSE(talk->misused());
}

TEST(Session, SteadyUpdatesComeWithoutTradesToo) {
  StreamOptions options = quiet();
  options.steady = true;
  Talk talk(Host::kUm, "/market/ws/cityusdt@kline_1m", options);
  const auto heard = events(talk->poll(kNow + kHour));
  const Symbol& symbol = *market().find(Venue::kUm, "CITYUSDT");
  const auto candles = market().candles(symbol, Interval::k1m, kNow - kMinute, kNow + 59 * kMinute);
  const auto traded = std::ranges::count_if(candles, [](const Candle& c) { return c.count > 0; });
  ASSERT_GT(traded, 3);
  EXPECT_EQ(std::ranges::count(heard, true, &Frame::closing), traded) << "no trade, no candle";
  EXPECT_GT(std::ssize(heard), 60 * traded);
}

TEST(Session, UpdatesAreThinnedClosingsAreNot) {
  StreamOptions options = quiet();
  options.update_every = 20 * kSecond;
  for (const auto& [host, target] : {std::pair{Host::kSpot, "/ws/btcusdt@kline_1m"},
                                     std::pair{Host::kUm, "/market/ws/btcusdt@kline_1m"}}) {
    Talk talk(host, target, options);
    const auto heard = events(talk->poll(kNow + 10 * kMinute));
    EXPECT_EQ(std::ranges::count(heard, true, &Frame::closing), 10);
    EXPECT_LE(std::ranges::count(heard, false, &Frame::closing), 30);
    EXPECT_GT(std::ranges::count(heard, false, &Frame::closing), 25);
  }
}

// However often one asks, the same frames come, in order of time, and never before they are due.
TEST(Session, AsksDoNotChangeAnswers) {
  const auto target =
      "/stream?streams=btcusdt@kline_1s/btcusdt@kline_1m/ethusdt@aggTrade/adabtc@bookTicker/"
      "adabtc@kline_1h/ethusdt@trade";
  Talk whole(Host::kSpot, target);
  const auto expected = whole->poll(kNow + 70 * kSecond);
  ASSERT_GT(expected.size(), 200U);
  EXPECT_TRUE(std::is_sorted(expected.begin(), expected.end(),
                             [](auto& a, auto& b) { return a.time < b.time; }));

  Talk parts(Host::kSpot, target);
  std::mt19937 random(3);
  std::size_t next = 0;
  for (Micros now = kNow; next < expected.size(); now += static_cast<Micros>(random() % 900'000)) {
    const Micros until = std::min(now, kNow + 70 * kSecond);
    const Micros promised = parts->next_due();
    for (const Frame& frame : parts->poll(until)) {
      ASSERT_LT(next, expected.size());
      ASSERT_EQ(frame.text, expected[next].text);
      ASSERT_EQ(frame.time, expected[next].time);
      ASSERT_LE(frame.time, until);
      ASSERT_GE(frame.time, promised);
      next++;
    }
    ASSERT_GT(parts->next_due(), until);
  }
}

}  // namespace
}  // namespace wick::sim::session_test
