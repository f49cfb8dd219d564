// The feed fxcm-fix keeps the contract of feeds, before a broker that speaks FIX.
#include <gtest/gtest.h>

#include "fake/feed_contract.hpp"
#include "feed/fix/fix_broker_test.hpp"
#include "feed/fix/fix_feed.hpp"

namespace wick::feed::fix::fix_contract_test {
namespace {

FixOptions ours() {
  FixOptions options{.address = {.host = "broker", .port = 80}};
  options.session.sender = "me";
  options.session.target_sub = "sub";
  options.session.user = "me";
  options.session.password = "secret";
  options.session.seed = 11;
  return options;
}

// Only the connection that fell silent is; the next one speaks.
class Broker final : public FixBroker {
 public:
  using FixBroker::FixBroker;
  void connected(const port::Address& address,
                 std::shared_ptr<fake::ByteStreamPeer> peer) override {
    silent = false;
    FixBroker::connected(address, std::move(peer));
  }
};

class Stage final : public fake::FeedStage {
 public:
  fake::World& world() override { return world_; }
  port::Feed& feed() override { return feed_; }

  void quote(const std::string& symbol, double bid, double ask) override {
    if (broker_.subscribed.contains(symbol)) broker_.quote(symbol, bid, ask);
  }
  void cut() override { broker_.cut(); }
  void leave() override {
    streams_.refuse(true);
    broker_.cut();
  }
  void come_back() override { streams_.refuse(false); }
  void fall_silent() override { broker_.silent = true; }
  void close_market() override { trade("3"); }
  void open_market() override { trade("2"); }
  void refuse(const std::string& symbol) override { broker_.unknown.insert(symbol); }
  // Whose password is no longer good is told so at the next logon, and for good.
  void end() override {
    broker_.password = "changed";
    broker_.cut();
  }

 private:
  void trade(const std::string& status) {
    broker_.status = status;
    broker_.say_status("");
  }

  fake::World world_{11, core::midnight(2024, 3, 5)};
  Broker broker_{world_};
  fake::ByteStreams streams_{world_, broker_};
  FixFeed feed_{ours(), streams_};
};

class FixContract : public testing::TestWithParam<fake::FeedCase> {};

TEST_P(FixContract, Holds) {
  Stage stage;
  EXPECT_EQ(GetParam().play(stage), "");
}

INSTANTIATE_TEST_SUITE_P(, FixContract,
                         testing::ValuesIn(fake::feed_contract({.has_history = false})),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::feed::fix::fix_contract_test
