#include "wiring/live_feeds.hpp"

#include <gtest/gtest.h>

#include "fake/byte_streams.hpp"
#include "fake/children.hpp"
#include "fake/web.hpp"
#include "fake/websocket.hpp"

namespace wick::wiring::live_feeds_test {
namespace {

using namespace std::chrono_literals;

// A venue of any kind at which nobody stays for long.
class Door final : public fake::ByteStreamServer,
                   public fake::ChildProgram,
                   public fake::WebSocketServer {
 public:
  explicit Door(fake::World& world) : world_(world) {}

  void connected(const port::Address&, std::shared_ptr<fake::ByteStreamPeer> peer) override {
    came();
    if (!hears_logons) peer->cut("away");
  }
  void received(const std::string&, fake::ByteStreamPeer& peer) override { peer.cut("away"); }
  void started(const port::Children::Command&, std::shared_ptr<fake::ChildPeer> peer) override {
    came();
    peer->end({base::ErrorKind::kUnavailable, "exited with 1"});
  }
  void received(const std::string&, fake::ChildPeer&) override {}
  void connected(const std::string&, std::shared_ptr<fake::WebSocketPeer> peer) override {
    came();
    peer->cut("away");
  }
  void received(const std::string&, fake::WebSocketPeer&) override {}

  std::vector<std::int64_t> seconds{};  // of each visit, since the start
  bool hears_logons{};

 private:
  void came() {
    seconds.push_back(
        std::chrono::round<std::chrono::seconds>(world_.now().mono.time_since_epoch()).count());
  }
  fake::World& world_;
};

class LiveFeedsTest : public testing::Test {
 protected:
  // When the feed knocked in that time.
  std::vector<std::int64_t> visits(FeedKind kind, core::Micros time) {
    live_.feed.kind = kind;
    const auto config = *Config::load({{"WICK_GATEWAY_URL", "http://gateway"}}, {});
    auto feed = make_feed(live_, config, feed_world_);
    EXPECT_TRUE(feed) << (feed ? "" : feed.error().what);
    if (!feed) return {};
    (*feed)->subscribe({"EUR/USD"});
    const core::MonoTime end = world_.now().mono + time;
    while (world_.now().mono < end) {
      (*feed)->step(world_.now(), events_);
      world_.wait(std::min(end, (*feed)->wake()));
    }
    return door_.seconds;
  }
  // Each pause is drawn from the upper half of the longest it may be.
  static void expect_pauses(const std::vector<std::int64_t>& at, std::vector<std::int64_t> most) {
    ASSERT_GT(at.size(), most.size());
    for (std::size_t i = 0; i < most.size(); ++i) {
      EXPECT_LE(at[i + 1] - at[i], most[i] + 1) << i;
      EXPECT_GE(at[i + 1] - at[i], most[i] / 2 - 1) << i;
    }
  }

  std::vector<port::FeedEvent> events_;
  fake::World world_{1, core::midnight(2024, 3, 5)};
  Door door_{world_};
  fake::ByteStreams streams_{world_, door_};
  fake::Children children_{world_, door_};
  fake::WebSockets sockets_{world_, door_};
  fake::Web web_{world_};
  FeedWorld feed_world_{
      .byte_streams = &streams_, .children = &children_, .sockets = &sockets_, .http = &web_};
  LiveConfig live_{.login = {.user = "d1", .password = Secret("x")},
                   .fix = {.url = "fix://broker:1",
                           .target_comp_id = "FXCM",
                           .target_sub_id = "U100D1",
                           .heartbeat = 30s},
                   .feed = {.bridge_command = "my-bridge"},
                   .backoffs = {.login = {.base = 10s, .max = 90s, .factor = 3},
                                .feed = {.base = 40s, .max = 400s, .factor = 4}}};
};

TEST_F(LiveFeedsTest, TheLoginsPausesAreThoseOfTheFixFeed) {
  expect_pauses(visits(FeedKind::kFix, 10min), {10, 30, 90, 90});
}

TEST_F(LiveFeedsTest, LogonsAreAtLeastSoFarApart) {
  door_.hears_logons = true;
  live_.fix.reconnect = 100s;
  const auto at = visits(FeedKind::kFix, 10min);
  ASSERT_GT(at.size(), 4U);
  EXPECT_LE(at.size(), 7U);
  for (std::size_t i = 1; i < at.size(); ++i) EXPECT_GE(at[i] - at[i - 1], 99) << i;
}

TEST_F(LiveFeedsTest, AConnectionWithoutALogonIsNotKeptWaitingForOne) {
  live_.fix.reconnect = 1h;
  streams_.refuse(true);
  (void)visits(FeedKind::kFix, 10min);
  EXPECT_GT(events_.size(), 4U) << "a note for each try";
}

TEST_F(LiveFeedsTest, TheFeedsPausesAreThoseOfGateways) {
  expect_pauses(visits(FeedKind::kSim, 1h), {40, 160, 400, 400});
}

TEST(CommandWords, QuotesKeepWordsTogether) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(*command_words(" python3\t'a b.py'  \"c 'd\" e'f'g '' "),
            (Words{"python3", "a b.py", "c 'd", "efg", ""}));
  EXPECT_TRUE(command_words("  ")->empty());
  for (const char* const open : {"python3 'unclosed", "a \"b'", "'"}) {
    const auto words = command_words(open);
    ASSERT_FALSE(words) << open;
    EXPECT_EQ(words.error().kind, base::ErrorKind::kInvalid);
    EXPECT_EQ(words.error().what,
              std::string("the bridge's command has a quote that is not closed: ") + open);
  }
}

TEST_F(LiveFeedsTest, AndOfBridges) {
  expect_pauses(visits(FeedKind::kBridge, 1h), {40, 160, 400, 400});
}

}  // namespace
}  // namespace wick::wiring::live_feeds_test
