// The bridge keeps the contract of feeds, whether the program dies of a loss or tells it.
#include <gtest/gtest.h>

#include "fake/feed_contract.hpp"
#include "feed/bridge/bridge.hpp"
#include "feed/bridge/scripted_bridge_test.hpp"

namespace wick::feed::bridge::bridge_contract_test {
namespace {

enum class Loss { kExits, kTells };

class Stage final : public fake::FeedStage {
 public:
  explicit Stage(Loss loss) : loss_(loss) {}
  fake::World& world() override { return world_; }
  port::Feed& feed() override { return bridge_; }

  void quote(const std::string& symbol, double bid, double ask) override {
    program_.quote(symbol, bid, ask);
  }
  void cut() override {
    lose();
    if (loss_ == Loss::kTells)
      world_.after(std::chrono::seconds{2}, [this] { program_.connect(); });
  }
  void leave() override {
    program_.away = true;
    program_.dies_at_once = loss_ == Loss::kExits;
    lose();
  }
  void come_back() override {
    program_.away = program_.dies_at_once = false;
    program_.connect();
  }
  void fall_silent() override {
    program_.silent = true;
    listen();
  }
  void close_market() override { trade(false); }
  void open_market() override { trade(true); }
  void refuse(const std::string& symbol) override { program_.refused.insert(symbol); }
  void end() override { program_.say(R"({"type":"bye"})"); }
  void past(const std::string& symbol, std::vector<core::HistoryBar> bars) override {
    program_.pasts[symbol] = std::move(bars);
  }
  void history_not_ready() override { program_.ready = false; }
  void history_ready() override { program_.ready = true; }

 private:
  void lose() {
    if (loss_ == Loss::kExits) return program_.exit(3);
    program_.connected = false;
    program_.say(R"({"type":"state","state":"down","text":"connection reset"})");
  }
  void trade(bool open) {
    program_.open = open;
    program_.say_state();
  }
  // Only the run that fell silent is; the next one speaks.
  void listen() {
    if (program_.run) return world_.after(std::chrono::milliseconds{500}, [this] { listen(); });
    program_.silent = false;
  }

  Loss loss_;
  fake::World world_{11, core::midnight(2024, 3, 5)};
  ScriptedBridge program_{world_};
  fake::Children children_{world_, program_};
  Bridge bridge_{children_, {.command = {.words = {"bridge"}, .environment = {}}}};
};

class BridgeContract : public testing::TestWithParam<fake::FeedCase> {};

TEST_P(BridgeContract, HoldsWhenTheProgramExits) {
  Stage stage(Loss::kExits);
  EXPECT_EQ(GetParam().play(stage), "");
}

TEST_P(BridgeContract, HoldsWhenTheProgramTells) {
  Stage stage(Loss::kTells);
  EXPECT_EQ(GetParam().play(stage), "");
}

INSTANTIATE_TEST_SUITE_P(, BridgeContract, testing::ValuesIn(fake::feed_contract({})),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::feed::bridge::bridge_contract_test
