// Streams over the fake network: what arrives is what the market says, and what goes wrong is what
// the scenario says.
#include "stream_host.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "sim/stream/event_json.hpp"

namespace wick::simulation::stream_host_test {
namespace {

using core::micros_of;
using namespace std::chrono_literals;
using sim::Micros;

const core::UtcTime kStart = core::midnight(2024, 6, 3) + 10h + 30s;

struct Heard {
  Micros at{};  // by the client's clock
  std::string text;
};

struct Story {
  bool opened{};
  std::vector<Heard> texts;
  std::size_t pings{};
  std::string lost;  // why; empty: it is there still
  Micros lost_at{};

  [[nodiscard]] std::size_t count(std::string_view part) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        texts, [part](const Heard& heard) { return heard.text.find(part) != std::string::npos; }));
  }
};

std::string scenario(const std::string& head, const std::string& rules = "") {
  return R"({"name":"x",)" + head + R"("rules":[)" + rules + "]}";
}

class StreamHosts : public testing::Test {
 protected:
  void begin(const std::string& text) {
    exchange_ =
        *sim::Exchange::open({.seed = 7, .scenario = text, .log_path = ""}, micros_of(kStart));
    host_ = std::make_unique<StreamHost>(world_, *exchange_);
  }

  void pass(core::Micros time) {
    const core::MonoTime until = world_.now().mono + time;
    while (world_.now().mono < until) world_.wait(until);
  }

  // What a client of that URL has heard after a while.
  Story listen(const std::string& url, core::Micros time, const std::string& said = "") {
    const auto socket = host_->open(url);
    Story story;
    const core::MonoTime until = world_.now().mono + time;
    bool spoken = said.empty();
    while (world_.now().mono < until) {
      world_.wait(until);
      while (const auto event = socket->take()) note(*event, story);
      if (story.opened && !spoken) {
        socket->send(said);
        spoken = true;
      }
    }
    return story;
  }

  void note(const port::WebSocketEvent& event, Story& story) {
    if (std::holds_alternative<port::Opened>(event)) story.opened = true;
    if (std::holds_alternative<port::Pinged>(event)) ++story.pings;
    if (const auto* text = std::get_if<port::Text>(&event)) {
      story.texts.push_back({micros_of(world_.now().utc), text->text});
    }
    if (const auto* lost = std::get_if<port::Lost>(&event)) {
      story.lost = lost->error.what;
      story.lost_at = micros_of(world_.now().utc);
    }
  }

  fake::World world_{5, kStart};
  std::unique_ptr<sim::Exchange> exchange_;
  std::unique_ptr<StreamHost> host_;
};

struct Market {
  sim::Venue venue;
  const char* url;
  const char* symbol;
};
constexpr Market kMarkets[] = {
    {sim::Venue::kSpot, "ws://spot/ws/ethusdt@kline_1m", "ETHUSDT"},
    {sim::Venue::kUm, "ws://um/market/ws/ethusdt@kline_1m", "ETHUSDT"},
    {sim::Venue::kCm, "ws://cm/ws/btcusd_perp@kline_1m", "BTCUSD_PERP"},
};

// From the key "s" on: all but the time of the event.
std::string body_of(const std::string& text) {
  return text.substr(text.find(R"("s":)"));
}

TEST_F(StreamHosts, ClosingFramesAreTheMarketsCandles) {
  begin("calm");
  for (const Market& market : kMarkets) {
    const Micros from = micros_of(world_.now().utc);
    const Story story = listen(market.url, 10min);
    const sim::Symbol& symbol = *exchange_->market().find(market.venue, market.symbol);
    std::vector<std::string> expected;
    for (const sim::Candle& candle : exchange_->market().candles(
             symbol, sim::Interval::k1m, from - sim::kMinute, from + 9 * sim::kMinute)) {
      if (candle.count == 0 || candle.open_time + sim::kMinute < from) continue;
      const sim::KlineEvent event{0, "1m", candle.open_time + sim::kMinute, candle, true};
      expected.push_back(body_of(kline_json(symbol, event, sim::TimeUnit::kMillisecond)));
    }
    std::vector<std::string> closings;
    for (const Heard& heard : story.texts) {
      if (heard.text.find(R"("x":true)") != std::string::npos) {
        closings.push_back(body_of(heard.text));
      }
    }
    ASSERT_GE(expected.size(), 8U);
    EXPECT_EQ(closings, expected) << market.url;
    EXPECT_EQ(story.lost, "");
  }
}

TEST_F(StreamHosts, FramesArriveInTimeAndThinnedWhereSoAsked) {
  const std::string_view key = R"("E":)";
  std::size_t usual = 0;
  for (const char* head : {"", R"("streams":{"um":{"update_every_ms":10000}},)"}) {
    begin(scenario(head));
    const Story story = listen("ws://um/market/ws/btcusdt@kline_1m", 5min);
    for (const Heard& heard : story.texts) {
      const Micros told = std::stoll(heard.text.substr(heard.text.find(key) + key.size())) * 1000;
      EXPECT_GE(heard.at, told);
      EXPECT_LT(heard.at, told + 40'000);
    }
    if (*head == '\0') {
      usual = story.texts.size();
      EXPECT_GT(usual, 800U);
    } else {
      EXPECT_LE(story.texts.size(), 35U) << "thirty updates and five closings";
      EXPECT_GE(story.texts.size(), 28U);
    }
  }
}

TEST_F(StreamHosts, SubscriptionsAreAnswered) {
  begin("calm");
  const Story story = listen("ws://cm/stream", 1min,
                             R"({"method":"SUBSCRIBE","params":["btcusd_perp@kline_1m"],"id":4})");
  ASSERT_GT(story.texts.size(), 10U);
  EXPECT_EQ(story.texts[0].text, R"({"result":null,"id":4})");
  EXPECT_TRUE(story.texts[1].text.starts_with(R"({"stream":"btcusd_perp@kline_1m","data":)"));
}

TEST_F(StreamHosts, PingsAreAnsweredForADay) {
  begin(scenario(R"("streams":{"lifetime_s":7200,"update_every_ms":3600000},)"));
  const Story story = listen("ws://spot/ws/ethusdt@kline_1h", 3h);
  EXPECT_EQ(story.pings, 7200 / 20 - 1);
  EXPECT_EQ(story.lost, "closed with 1001 Connection expired");
}

TEST_F(StreamHosts, TheLegacyPathOfFuturesIsConnectedAndSilent) {
  begin("calm");
  const Story story = listen("ws://um/ws/btcusdt@kline_1m", 10min,
                             R"({"method":"SUBSCRIBE","params":["btcusdt@kline_1m"],"id":1})");
  EXPECT_TRUE(story.opened);
  EXPECT_EQ(story.texts.size(), 1U) << "the acknowledgement";
  EXPECT_GT(story.pings, 2U);
  EXPECT_EQ(story.lost, "");
}

TEST_F(StreamHosts, AMutedPathAcknowledgesAndPings) {
  begin(scenario("", R"({"when":{"kind":"ws","moment":"handshake","path":"/ws*"},
                         "then":{"mute":true}})"));
  const Story story = listen("ws://spot/ws/btcusdt@kline_1m", 3min,
                             R"({"method":"SUBSCRIBE","params":["ethusdt@trade"],"id":1})");
  EXPECT_EQ(story.texts.size(), 1U);
  EXPECT_EQ(story.texts[0].text, R"({"result":null,"id":1})");
  EXPECT_GT(story.pings, 7U);
  EXPECT_GT(listen("ws://spot/stream?streams=btcusdt@kline_1m", 3min).texts.size(), 50U);
}

TEST_F(StreamHosts, ASilenceIsTotal) {
  begin(scenario("", R"({"when":{"kind":"ws","after_frames":4},"then":{"silent":true}})"));
  const Story story = listen("ws://spot/ws/btcusdt@kline_1m", 10min);
  EXPECT_EQ(story.texts.size(), 4U);
  EXPECT_EQ(story.pings, 0U);
  EXPECT_EQ(story.lost, "");
}

TEST_F(StreamHosts, CutsComeWhenTheRuleSays) {
  begin(scenario("", R"({"when":{"kind":"ws","after_frames":4},"then":{"reset":true}})"));
  const Story story = listen("ws://spot/ws/btcusdt@kline_1m", 1min);
  EXPECT_EQ(story.texts.size(), 4U);
  EXPECT_EQ(story.lost, "connection reset");
}

TEST_F(StreamHosts, HandshakesAreRefusedDelayedOrNeverAnswered) {
  begin(scenario("", R"({"when":{"kind":"ws","moment":"handshake","host":"spot"},
                         "then":{"status":503}},
                        {"when":{"kind":"ws","moment":"handshake","host":"um"},
                         "then":{"delay_ms":9000}},
                        {"when":{"kind":"ws","moment":"handshake","host":"cm"},
                         "then":{"silent":true}})"));
  const Story refused = listen("ws://spot/ws/btcusdt@kline_1m", 1min);
  EXPECT_FALSE(refused.opened);
  EXPECT_NE(refused.lost, "");
  EXPECT_TRUE(refused.texts.empty());

  const Micros before = micros_of(world_.now().utc);
  const Story late = listen("ws://um/market/ws/btcusdt@kline_1m", 1min);
  ASSERT_TRUE(late.opened);
  EXPECT_GE(late.texts.at(0).at, before + 9 * sim::kSecond);

  const Story never = listen("ws://cm/ws/btcusd_perp@kline_1m", 1min);
  EXPECT_FALSE(never.opened);
  EXPECT_EQ(never.lost, "");
}

TEST_F(StreamHosts, OtherPlacesAreRefused) {
  begin("calm");
  for (const char* url : {"ws://elsewhere/ws", "ws://spot/api/v3/ping", "spot"}) {
    EXPECT_NE(listen(url, 1s).lost, "") << url;
  }
}

TEST_F(StreamHosts, TooManyConnectsAreRefused) {
  begin(scenario(R"("streams":{"connects":{"max":3,"window_s":60}},)"));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(listen("ws://spot/ws", 1s).opened);
  EXPECT_FALSE(listen("ws://spot/ws", 1s).opened);
  EXPECT_TRUE(listen("ws://um/market/ws", 1s).opened) << "another host counts for itself";
  pass(1min);
  EXPECT_TRUE(listen("ws://spot/ws", 1s).opened);
}

TEST_F(StreamHosts, ShutdownsAreAnnounced) {
  begin(scenario(R"("streams":{"shutdown_every_s":600,"shutdown_notice_s":20},)"));
  const Story story = listen("ws://cm/ws/btcusd_perp@kline_1m", 11min);
  EXPECT_EQ(story.count("serverShutdown"), 1U);
  EXPECT_EQ(story.lost, "closed with 1001 Server shutdown");
  const Micros due = micros_of(core::midnight(2024, 6, 3) + 10h + 10min + 20s);
  EXPECT_GE(story.lost_at, due);
  EXPECT_LT(story.lost_at, due + 40'000);
}

TEST_F(StreamHosts, AClientThatLeavesIsForgotten) {
  begin("calm");
  (void)listen("ws://spot/ws/btcusdt@kline_1m", 1min);
  EXPECT_EQ(host_->connections(), 0U);
  const std::size_t sent = host_->frames();
  pass(10min);
  EXPECT_EQ(host_->frames(), sent);
  EXPECT_EQ(world_.events_waiting(), 0U);
}

TEST_F(StreamHosts, TheExchangesClockDoesNotJump) {
  begin("calm");
  world_.jump(-2h);
  EXPECT_EQ(host_->now(), micros_of(kStart));
  const Story story = listen("ws://spot/ws/btcusdt@kline_1m", 2min);
  EXPECT_EQ(story.count(R"("x":true)"), 2U);
}

}  // namespace
}  // namespace wick::simulation::stream_host_test
