// A recording keeps the contract of feeds, but for connections that are lost: it has none.
//
// What a case will quote is not known before it is played, and a recording is there before. So each
// case is played twice in the same virtual time: to a plain feed first, which records what it
// hears, and then to the replay of that recording at its own pace.
#include <gtest/gtest.h>

#include <deque>

#include "core/time_text.hpp"
#include "fake/feed_contract.hpp"
#include "fake/files.hpp"
#include "fake/packed.hpp"
#include "feed/replay/replay.hpp"

namespace wick::feed::replay::replay_contract_test {
namespace {

enum class Form { kJson, kCsv };
constexpr const char* kNobody = "NO/BODY";  // marks times in the recording

constexpr core::Micros kTrip = std::chrono::milliseconds{10};

// Tells what it was quoted after the trip, to whom it may concern by then.
class Plain final : public port::Feed {
 public:
  void subscribe(std::vector<std::string> symbols) override {
    symbols_ = SymbolTable(std::move(symbols));
  }
  void quote(const std::string& symbol, const core::Tick& tick, core::MonoTime arrives) {
    coming_.push_back({arrives, symbol, tick});
  }
  void end(core::MonoTime at) { end_at_ = at; }
  void step(core::Now now, std::vector<port::FeedEvent>& out) override {
    if (!std::exchange(open_, true)) {
      out.emplace_back(port::FeedTurn{port::FeedState::kOpen, now.utc, "recording"});
    }
    for (int n = 0; n < 500 && wake() <= now.mono && !coming_.empty(); ++n) {
      const auto number = symbols_.find(coming_.front().symbol);
      if (number) out.emplace_back(port::FeedTick{*number, coming_.front().tick});
      coming_.pop_front();
    }
    if (end_at_ > now.mono) return;
    out.emplace_back(port::FeedEnd{});
    end_at_ = core::MonoTime::max();
  }
  [[nodiscard]] core::MonoTime wake() const override {
    return coming_.empty() ? end_at_ : coming_.front().arrives;
  }

 private:
  struct Coming {
    core::MonoTime arrives{};
    std::string symbol{};
    core::Tick tick{};
  };
  SymbolTable symbols_;
  std::deque<Coming> coming_;
  bool open_{};
  core::MonoTime end_at_{core::MonoTime::max()};
};

class Recording final : public fake::FeedStage {
 public:
  explicit Recording(Form form) : form_(form) {
    if (form_ == Form::kCsv) text_ = "symbol,ask,bid,time\n";
    mark(world_.now().utc);
  }
  fake::World& world() override { return world_; }
  port::Feed& feed() override { return feed_; }
  void quote(const std::string& symbol, double bid, double ask) override {
    const core::UtcTime arrives = world_.now().utc + kTrip;
    const core::Tick tick{.time = arrives, .received = arrives, .bid = bid, .ask = ask, .size = 1};
    add(symbol, tick);
    feed_.quote(symbol, tick, world_.now().mono + kTrip);
  }
  void end() override {
    mark(world_.now().utc + kTrip);
    ended_ = true;
    feed_.end(world_.now().mono + kTrip);
  }
  void cut() override {}
  void leave() override {}
  void come_back() override {}

  // It does not end by itself before the case does.
  [[nodiscard]] std::string text() {
    if (!ended_) mark(world_.now().utc + core::kDay);
    return text_;
  }

 private:
  void mark(core::UtcTime at) { add(kNobody, {.time = at, .received = at, .bid = 1, .ask = 1}); }
  void add(const std::string& symbol, const core::Tick& tick) {
    const std::string bid = std::to_string(tick.bid);
    const std::string ask = std::to_string(tick.ask);
    if (form_ == Form::kCsv) {
      text_ += symbol + ',' + ask + ',' + bid + ',' + core::to_iso(tick.received) + '\n';
      return;
    }
    text_ += R"({"symbol":")" + symbol + R"(","bid":)" + bid + R"(,"ask":)" + ask +
             R"(,"snap_ts_ms":)" + std::to_string(core::millis_of(tick.received)) + "}\n";
  }

  Form form_;
  fake::World world_{11, core::midnight(2024, 3, 5)};
  Plain feed_;
  std::string text_;
  bool ended_{};
};

class Replayed final : public fake::FeedStage {
 public:
  explicit Replayed(const std::string& text) {
    EXPECT_TRUE(port::replace_file(files_, "/ticks", text, 1));
    feed_ = std::make_unique<Replay>(files_, ReplayOptions{.path = "/ticks", .speed = 1});
  }
  fake::World& world() override { return world_; }
  port::Feed& feed() override { return *feed_; }
  void quote(const std::string& /*symbol*/, double /*bid*/, double /*ask*/) override {}
  void cut() override {}
  void leave() override {}
  void come_back() override {}

 private:
  fake::World world_{11, core::midnight(2024, 3, 5)};
  fake::Files files_;
  std::unique_ptr<Replay> feed_;
};

class ReplayContract : public testing::TestWithParam<fake::FeedCase> {
 protected:
  static void hold(Form form) {
    Recording recording(form);
    ASSERT_EQ(GetParam().play(recording), "");
    Replayed replayed(recording.text());
    EXPECT_EQ(GetParam().play(replayed), "");
  }
};

TEST_P(ReplayContract, HoldsInJson) {
  hold(Form::kJson);
}

TEST_P(ReplayContract, HoldsPacked) {
  Recording recording(Form::kJson);
  ASSERT_EQ(GetParam().play(recording), "");
  Replayed replayed(fake::packed(recording.text()));
  EXPECT_EQ(GetParam().play(replayed), "");
}

TEST_P(ReplayContract, HoldsInCsv) {
  hold(Form::kCsv);
}

INSTANTIATE_TEST_SUITE_P(, ReplayContract,
                         testing::ValuesIn(fake::feed_contract({.loses = false,
                                                                .tells_market = false,
                                                                .notices_silence = false,
                                                                .refuses = false,
                                                                .has_history = false})),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::feed::replay::replay_contract_test
