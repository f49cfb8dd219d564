#include "sim/stream/fated_session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <random>

namespace wick::sim::fated_session_test {
namespace {

constexpr Micros kNow = 1'709'210'000 * kSecond + 123'457;
constexpr const char* kMinutes = "/ws/btcusdt@kline_1m";

const Market& market() {
  static const Market one(7);
  return one;
}

using Decide = std::function<StreamFate(const StreamEvent&)>;

class Judge final : public StreamJudge {
 public:
  explicit Judge(Decide decide) : decide_(std::move(decide)) {}
  StreamFate stream_fate(const StreamEvent& event, Micros /*now*/) override {
    return decide_(event);
  }
  void stream_misused(const StreamEvent& event, Micros now) override {
    misuses.emplace_back(event.client, now);
  }
  std::vector<std::pair<std::string, Micros>> misuses;

 private:
  Decide decide_;
};

StreamOptions quiet() {  // no ping and no end
  StreamOptions options;
  options.ping_every = 100 * kDay;
  options.lifetime = 100 * kDay;
  return options;
}

// A session under a judge, from kNow on.
class Talk {
 public:
  Talk(const std::string& target, Decide decide, StreamFate opening = {},
       StreamOptions options = quiet())
      : judge_(std::move(decide)),
        session_(
            judge_, tape_,
            {{Host::kSpot, "10.0.0.1", target}, *route_of(Host::kSpot, target), options, opening},
            kNow) {}
  FatedSession* operator->() { return &session_; }
  [[nodiscard]] const Judge& judge() const { return judge_; }

 private:
  Judge judge_;
  TradeTape tape_{market()};
  FatedSession session_;
};

StreamFate nothing(const StreamEvent& /*event*/) {
  return {};
}

// The given fate for the closing frames of candles, and none for others.
Decide at_closings(StreamFate fate) {
  return [fate](const StreamEvent& event) { return event.closing ? fate : StreamFate{}; };
}

std::vector<Frame> of_closings(std::vector<Frame> frames) {
  std::erase_if(frames, [](const Frame& frame) { return !frame.closing; });
  return frames;
}

// The number, or the text, of a member named so.
std::string member(const std::string& json, const std::string& name) {
  const std::size_t at = json.find('"' + name + "\":");
  if (at == std::string::npos) return "absent";
  const std::size_t begin = json.find_first_not_of('"', at + name.size() + 3);
  return json.substr(begin, json.find_first_of("\",}", begin) - begin);
}

std::vector<std::pair<Micros, std::string>> told(const std::vector<Frame>& frames) {
  std::vector<std::pair<Micros, std::string>> all;
  for (const Frame& frame : frames) all.emplace_back(frame.time, frame.text);
  return all;
}

TEST(FatedSession, WithoutAFateItIsThePlainSession) {
  TradeTape tape(market());
  StreamSession plain(tape, *route_of(Host::kSpot, kMinutes), quiet(), kNow);
  Talk talk(kMinutes, nothing);
  EXPECT_EQ(told(talk->poll(kNow + 5 * kMinute)), told(plain.poll(kNow + 5 * kMinute)));
  EXPECT_EQ(talk->next_due(), plain.next_due());
}

TEST(FatedSession, ClosingsAreLostRepeatedAndLateCandleByCandle) {
  const auto honest = of_closings(Talk(kMinutes, nothing)->poll(kNow + 5 * kMinute));
  ASSERT_EQ(honest.size(), 5U);
  StreamFate drop;
  drop.drop = true;
  EXPECT_TRUE(of_closings(Talk(kMinutes, at_closings(drop))->poll(kNow + 5 * kMinute)).empty());
  StreamFate thrice;
  thrice.copies = 3;
  EXPECT_EQ(of_closings(Talk(kMinutes, at_closings(thrice))->poll(kNow + 5 * kMinute)).size(), 15U);
  StreamFate late;
  late.delay = 7 * kSecond;
  late.copies = 2;
  const auto delayed = of_closings(Talk(kMinutes, at_closings(late))->poll(kNow + 6 * kMinute));
  ASSERT_GE(delayed.size(), 10U);
  for (std::size_t i = 0; i < 10; i++) {
    EXPECT_EQ(delayed[i].text, honest[i / 2].text);
    EXPECT_EQ(delayed[i].time, honest[i / 2].time + 7 * kSecond);
  }
}

TEST(FatedSession, ADelayedFrameIsOvertaken) {
  const auto honest = Talk(kMinutes, nothing)->poll(kNow + 20 * kSecond);
  const auto late_first = [](const StreamEvent& event) {
    StreamFate fate;
    if (event.frames_sent == 0) fate.delay = 5 * kSecond;
    return fate;
  };
  const auto frames = Talk(kMinutes, late_first)->poll(kNow + 20 * kSecond);
  ASSERT_EQ(frames.size(), honest.size());
  EXPECT_EQ(frames[0].text, honest[1].text);
  EXPECT_EQ(frames[1].text, honest[2].text);
  const auto at = std::ranges::find(frames, honest[0].text, &Frame::text);
  ASSERT_NE(at, frames.end());
  EXPECT_EQ(at->time, honest[0].time + 5 * kSecond);
  EXPECT_TRUE(std::ranges::is_sorted(frames, {}, &Frame::time));
}

TEST(FatedSession, ARoughClosingIsACandleWithoutItsLastTradeAndThenTheTruth) {
  StreamFate rough;
  rough.rough = true;
  const auto honest = of_closings(Talk(kMinutes, nothing)->poll(kNow + 5 * kMinute));
  const auto frames = of_closings(Talk(kMinutes, at_closings(rough))->poll(kNow + 5 * kMinute));
  ASSERT_EQ(honest.size(), 5U);
  ASSERT_EQ(frames.size(), 10U);
  const Symbol& symbol = *market().find(Venue::kSpot, "BTCUSDT");
  for (std::size_t i = 0; i < honest.size(); i++) {
    const Frame& early = frames[2 * i];
    const Frame& final = frames[2 * i + 1];
    const Micros open = std::stoll(member(early.text, "t")) * 1000;
    auto trades = market().trades(symbol, open, open + kMinute);
    trades.pop_back();
    Candle candle;
    for (const Trade& trade : trades) candle.volume += trade.quantity;
    EXPECT_EQ(member(early.text, "x"), "true");
    EXPECT_EQ(member(early.text, "n"), std::to_string(trades.size()));
    EXPECT_EQ(member(early.text, "L"), std::to_string(trades.back().id));
    EXPECT_EQ(early.time, honest[i].time);
    EXPECT_EQ(final.time, honest[i].time + 1500 * 1000);
    EXPECT_EQ(member(final.text, "E"), std::to_string(final.time / 1000));
    // But for its own time, the last word is the honest one.
    EXPECT_EQ(final.text.substr(final.text.find("\"s\":")),
              honest[i].text.substr(honest[i].text.find("\"s\":")));
    EXPECT_LT(std::stod(member(early.text, "v")), std::stod(member(final.text, "v")));
  }
}

TEST(FatedSession, TheTruthAfterARoughClosingMayTakeItsTime) {
  StreamFate rough;
  rough.rough = true;
  rough.delay = 20 * kSecond;
  const auto frames =
      of_closings(Talk("/stream?streams=btcusdt@kline_1m&timeUnit=MICROSECOND", at_closings(rough))
                      ->poll(kNow + 2 * kMinute));
  ASSERT_GE(frames.size(), 2U);
  EXPECT_EQ(frames[1].time, frames[0].time + 20 * kSecond);
  EXPECT_EQ(member(frames[1].text, "E"), std::to_string(frames[1].time));
  EXPECT_TRUE(frames[0].text.starts_with(R"({"stream":"btcusdt@kline_1m","data":{)"));
}

TEST(FatedSession, WhoIsMutedStillTalks) {
  StreamFate mute;
  mute.mute = true;
  StreamOptions options = quiet();
  options.ping_every = 20 * kSecond;
  Talk talk(kMinutes, nothing, mute, options);
  const auto heard = talk->poll(kNow + kMinute);
  ASSERT_EQ(heard.size(), 3U);
  for (const Frame& frame : heard) EXPECT_EQ(frame.kind, Frame::Kind::kPing);
  const auto reply =
      talk->on_text(R"({"method":"SUBSCRIBE","params":["ethusdt@trade"],"id":1})", kNow + kMinute);
  ASSERT_EQ(reply.size(), 1U);
  EXPECT_EQ(reply[0].text, R"({"result":null,"id":1})");
  for (const Frame& frame : talk->poll(kNow + 70 * kSecond)) {
    EXPECT_NE(frame.kind, Frame::Kind::kEvent);
  }
}

TEST(FatedSession, AMuteFrameIsTheFirstThatIsMissing) {
  const auto after_two = [](const StreamEvent& event) {
    StreamFate fate;
    fate.mute = event.frames_sent == 2;
    return fate;
  };
  EXPECT_EQ(Talk(kMinutes, after_two)->poll(kNow + kMinute).size(), 2U);
}

TEST(FatedSession, AShutdownIsAnnouncedOnceAndThenDone) {
  StreamFate shutdown;
  shutdown.shutdown = 30 * kSecond;
  for (const bool at_handshake : {true, false}) {
    Talk talk(
        "/stream?streams=btcusdt@kline_1m",
        at_handshake ? Decide(nothing) : [=](const StreamEvent&) { return shutdown; },
        at_handshake ? shutdown : StreamFate{});
    const auto frames = talk->poll(kNow + 5 * kMinute);
    const auto notice = std::ranges::find(frames, Frame::Kind::kReply, &Frame::kind);
    ASSERT_NE(notice, frames.end());
    EXPECT_TRUE(notice->text.starts_with(
        R"({"stream":"!serverShutdown","data":{"e":"serverShutdown","E":17092)"));
    EXPECT_EQ(std::ranges::count(frames, Frame::Kind::kReply, &Frame::kind), 1);
    EXPECT_EQ(frames.back().kind, Frame::Kind::kClose);
    EXPECT_EQ(frames.back().code, 1001);
    EXPECT_EQ(frames.back().text, "Server shutdown");
    EXPECT_EQ(frames.back().time, notice->time + 30 * kSecond);
    EXPECT_GT(frames.size(), 5U) << "what happens in between is told";
    EXPECT_EQ(talk->next_due(), kNever);
  }
}

TEST(FatedSession, NothingComesAfterTheEnd) {
  std::map<Frame::Kind, StreamFate> ends;
  ends[Frame::Kind::kReset].reset = true;
  ends[Frame::Kind::kSilence].silent = true;
  ends[Frame::Kind::kClose].close_code = 1012;
  for (const auto& [kind, fate] : ends) {
    const auto in_the_end = [&fate = fate](const StreamEvent& event) {
      StreamFate late;
      late.delay = kHour;
      return event.frames_sent < 3 ? late : fate;
    };
    Talk talk(kMinutes, in_the_end);
    const auto frames = talk->poll(kNow + kMinute);
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].kind, kind);
    EXPECT_EQ(frames[0].code, kind == Frame::Kind::kClose ? 1012 : 0);
    EXPECT_EQ(talk->next_due(), kNever);
    EXPECT_TRUE(talk->poll(kNow + 2 * kHour).empty());
    EXPECT_TRUE(talk->on_text("{}", kNow + 2 * kHour).empty());
    EXPECT_TRUE(talk->on_ping(kNow + 2 * kHour).empty());
    EXPECT_TRUE(talk->on_pong("", kNow + 2 * kHour).empty());
  }
}

TEST(FatedSession, ClosedAtOnceWhereTheHandshakeSaysSo) {
  StreamFate fate;
  fate.close_code = 1013;
  Talk talk(kMinutes, nothing, fate);
  EXPECT_EQ(talk->next_due(), kNow);
  const auto frames = talk->poll(kNow);
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].code, 1013);
}

TEST(FatedSession, ExcessesAreToldOfOnce) {
  Talk talk("/ws", nothing);
  for (int i = 0; i < 5; i++) EXPECT_EQ(talk->on_ping(kNow).size(), 0U);
  const auto last = talk->on_ping(kNow + 1);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].text, "Too many requests");
  EXPECT_TRUE(talk->on_ping(kNow + 2).empty());
  ASSERT_EQ(talk.judge().misuses.size(), 1U);
  EXPECT_EQ(talk.judge().misuses[0], std::pair(std::string("10.0.0.1"), kNow + 1));
}

TEST(FatedSession, SoAreTooManyStreams) {
  StreamOptions options = quiet();
  options.streams_max = 1;
  Talk talk("/ws/btcusdt@trade/ethusdt@trade", nothing, {}, options);
  const auto last = talk->poll(kNow + kSecond);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].text, "Too many streams");
  ASSERT_EQ(talk.judge().misuses.size(), 1U);
  EXPECT_EQ(talk.judge().misuses[0].second, kNow);
}

TEST(FatedSession, OthersEndWithoutBlame) {
  StreamOptions options = quiet();
  options.lifetime = kMinute;
  Talk talk(kMinutes, nothing, {}, options);
  EXPECT_EQ(talk->poll(kNow + kHour).back().kind, Frame::Kind::kClose);
  EXPECT_TRUE(talk.judge().misuses.empty());
}

// A bit of everything, by the number of the frame.
StreamFate adventure(const StreamEvent& event) {
  StreamFate fate;
  const std::int64_t n = event.frames_sent;
  if (n % 3 == 1) fate.delay = (n % 7) * 900 * 1000;
  fate.copies = n % 5 == 2 ? 2 : 1;
  fate.rough = n % 2 == 0;
  return fate;
}

TEST(FatedSession, AskingOftenChangesNothing) {
  const auto target = "/stream?streams=btcusdt@kline_1s/btcusdt@kline_1m/ethusdt@aggTrade";
  const Micros end = kNow + 70 * kSecond;
  const auto expected = told(Talk(target, adventure)->poll(end));
  ASSERT_GT(expected.size(), 200U);
  std::mt19937 random(3);
  Talk parts(target, adventure);
  std::vector<std::pair<Micros, std::string>> heard;
  for (Micros now = kNow; now < end; now += static_cast<Micros>(random() % 900'000)) {
    for (const auto& frame : told(parts->poll(now))) {
      ASSERT_LE(frame.first, now);
      heard.push_back(frame);
    }
    ASSERT_GT(parts->next_due(), now);
  }
  for (const auto& frame : told(parts->poll(end))) heard.push_back(frame);
  EXPECT_EQ(heard, expected);
}

}  // namespace
}  // namespace wick::sim::fated_session_test
