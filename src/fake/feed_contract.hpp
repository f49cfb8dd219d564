// What every port::Feed must do, whatever is behind it: one suite, a case for each promise.
//
// An adapter's test sets up a stage, where the real adapter stands before a venue of the test's own
// in virtual time, and plays every case on a stage of its own:
//
//   class BridgeContract : public testing::TestWithParam<fake::FeedCase> {};
//   TEST_P(BridgeContract, Holds) {
//     BridgeStage stage;
//     EXPECT_EQ(GetParam().play(stage), "");
//   }
//   INSTANTIATE_TEST_SUITE_P(, BridgeContract, testing::ValuesIn(fake::feed_contract({})),
//                            [](const auto& one) { return std::string(one.param.name); });
#pragma once

#include <string>
#include <vector>

#include "fake/world.hpp"
#include "port/feed.hpp"

namespace wick::fake {

// The adapter, and what its venue can be told to do. The venue is there, its market is open, and
// nobody trades, until it is told otherwise. What it does takes effect now and arrives within a
// second, in order.
class FeedStage {
 public:
  virtual ~FeedStage() = default;
  virtual World& world() = 0;
  virtual port::Feed& feed() = 0;  // always the same one; nobody has subscribed or stepped yet

  // Goes to whoever has subscribed to it and is connected; is lost for anybody else. Prices are
  // quarters, so that they survive any notation.
  virtual void quote(const std::string& symbol, double bid, double ask) = 0;

  virtual void cut() = 0;    // the connection ends; a new one is welcome
  virtual void leave() = 0;  // the connection ends; no other until come_back()
  virtual void come_back() = 0;
  virtual void fall_silent() {}  // the connection stays, and nothing comes from it any more; a
                                 // new one is as usual
  virtual void close_market() {}
  virtual void open_market() {}
  virtual void refuse(const std::string& symbol) { (void)symbol; }  // it has no such symbol
  virtual void end() {}  // it tells that nothing more will come, ever

  // Bars of one minute, ascending: all that there ever was of that symbol.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): stages keep them
  virtual void past(const std::string& symbol, std::vector<core::HistoryBar> bars) {
    (void)symbol, (void)bars;
  }
  virtual void history_not_ready() {}
  virtual void history_ready() {}

  // Three that the venue has, and one that it has not.
  [[nodiscard]] virtual std::vector<std::string> symbols() const {
    return {"EUR/USD", "GBP/USD", "XAU/USD"};
  }
  [[nodiscard]] virtual std::string no_symbol() const { return "NO/PE"; }

  // What is older is final in its history.
  [[nodiscard]] virtual core::Micros history_lag() const { return std::chrono::hours{2}; }

  [[nodiscard]] virtual bool history_has_volume() const { return true; }

  // How long the adapter may take to notice a silence, or to try again.
  [[nodiscard]] virtual core::Micros patience() const { return std::chrono::minutes{5}; }
};

// What the venue or the adapter has at all; cases about the rest are left out.
struct FeedPowers {
  bool quotes{true};           // ticks; an archive has history alone
  bool loses{true};            // there is a connection that can be lost
  bool tells_market{true};     // kClosed exists
  bool notices_silence{true};  // with a heartbeat, or any other way
  bool refuses{true};          // single symbols
  bool ends{true};
  bool has_history{true};
  bool history_waits{true};  // it may be not ready
};

struct FeedCase {
  const char* name;
  // What is broken; empty where nothing is.
  std::string (*play)(FeedStage& stage);
};

[[nodiscard]] std::vector<FeedCase> feed_contract(const FeedPowers& powers);

}  // namespace wick::fake
