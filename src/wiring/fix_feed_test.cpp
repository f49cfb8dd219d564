#include "wiring/fix_feed.hpp"

#include <gtest/gtest.h>

#include "fake/byte_streams.hpp"
#include "wiring/config.hpp"

namespace wick::wiring::fix_feed_test {
namespace {

using namespace std::chrono_literals;

std::string read(std::string_view url) {
  const auto address = parse_fix_url(url);
  if (!address) {
    EXPECT_EQ(address.error().kind, base::ErrorKind::kInvalid);
    return "nothing";
  }
  return address->host + ' ' + std::to_string(address->port) + (address->secure ? " tls" : "");
}

TEST(FixUrl, IsRead) {
  EXPECT_EQ(read("fix://fixdemo2.fxcorporate.com:80"), "fixdemo2.fxcorporate.com 80");
  EXPECT_EQ(read("fixs://broker:443/"), "broker 443 tls");
  EXPECT_EQ(read("fix://[::1]:5001"), "::1 5001");
  for (const char* const url :
       {"", "http://a:1", "fix://a", "fix://:1", "fix://a:0", "fix://a:65536", "fix://a:1x",
        "fix://a:1/b", "fix://user@a:1", "fix://::1:1", "fix://a b:1", "fix://a:"}) {
    EXPECT_EQ(read(url), "nothing") << url;
  }
}

// Writes down what it hears.
struct Ear final : fake::ByteStreamServer {
  void connected(const port::Address& to, std::shared_ptr<fake::ByteStreamPeer>) override {
    address = to;
  }
  void received(const std::string& bytes, fake::ByteStreamPeer&) override { heard += bytes; }
  port::Address address{};
  std::string heard;
};

class FixFeedWiringTest : public testing::Test {
 protected:
  std::string refused() {
    const auto feed = make_fix_feed(choice_, streams_);
    return feed ? "" : feed.error().what;
  }
  void run(port::Feed& feed, core::Micros time) {
    std::vector<port::FeedEvent> events;
    const core::MonoTime until = world_.now().mono + time;
    while (world_.now().mono < until) {
      feed.step(world_.now(), events);
      world_.wait(std::min(until, feed.wake()));
    }
  }

  FixFeedChoice choice_{.url = "fixs://broker:443",
                        .login = {.user = "d1", .password = "x", .target_sub = "U100D1"}};
  fake::World world_{1, core::midnight(2024, 1, 6)};  // a Saturday
  Ear ear_;
  fake::ByteStreams streams_{world_, ear_};
};

TEST_F(FixFeedWiringTest, LogsOnAsConfigured) {
  choice_.heartbeat = 7s;
  const auto feed = make_fix_feed(choice_, streams_);
  ASSERT_TRUE(feed);
  run(**feed, 1s);
  EXPECT_EQ(ear_.address, (port::Address{"broker", 443, true}));
  for (const char* const field : {"\x01"
                                  "49=MD_d1_client1\x01",
                                  "\x01"
                                  "56=FXCM\x01",
                                  "\x01"
                                  "57=U100D1\x01",
                                  "\x01"
                                  "553=d1\x01",
                                  "\x01"
                                  "554=x\x01",
                                  "\x01"
                                  "108=7\x01"}) {
    EXPECT_NE(ear_.heard.find(field), std::string::npos) << field;
  }
}

TEST_F(FixFeedWiringTest, KeepsTheSessionsHoursWhereZonesAreKnown) {
  const core::Zones zones{{"America/New_York", core::ZoneRules(-5h, {})}};
  choice_.zones = &zones;
  const auto feed = make_fix_feed(choice_, streams_);
  ASSERT_TRUE(feed);
  run(**feed, 46h - 1min);
  EXPECT_EQ(ear_.heard, "");
  run(**feed, 2min);
  EXPECT_NE(ear_.heard, "") << "Sunday 22:00 UTC";
  const core::Zones none;
  choice_.zones = &none;
  EXPECT_NE(refused().find("America/New_York"), std::string::npos);
}

TEST_F(FixFeedWiringTest, SaysWhatIsMissing) {
  const FixFeedChoice good = choice_;
  choice_.login.user = "";
  EXPECT_EQ(refused(), "the feed fxcm-fix: the user is missing; set FXCM_USERNAME");
  choice_ = good;
  choice_.login.password = "";
  EXPECT_NE(refused().find("FXCM_PASSWORD"), std::string::npos);
  choice_ = good;
  choice_.login.target_sub = "";
  EXPECT_NE(refused().find("set fix.target_sub_id in config/runtime_settings.json"),
            std::string::npos);
  choice_ = good;
  choice_.login.target = "";
  EXPECT_NE(refused().find("set fix.target_comp_id in config/runtime_settings.json"),
            std::string::npos);
  choice_ = good;
  choice_.heartbeat = 0s;
  EXPECT_NE(refused().find("heartbeat"), std::string::npos);
  choice_ = good;
  choice_.url = "fix://u:p/w@h:1";
  EXPECT_EQ(refused(),
            "the feed fxcm-fix: fix://***@h:1 is no address; write fix://HOST:PORT, or fixs:// for "
            "TLS; the login is FXCM_USERNAME and FXCM_PASSWORD");
  choice_.url = "u:pw@h";
  EXPECT_NE(refused().find("***@h is no address"), std::string::npos) << refused();
  choice_.url = "ftp://x";
  EXPECT_NE(refused().find("fix://HOST:PORT"), std::string::npos);
}

TEST_F(FixFeedWiringTest, TheConfigurationsDefaultIsAnAddress) {
  const auto config = Config::load({}, {});
  ASSERT_TRUE(config);
  EXPECT_EQ(read(config->text(Key::kFxcmFixUrl)), "fixdemo2.fxcorporate.com 80");
}

}  // namespace
}  // namespace wick::wiring::fix_feed_test
