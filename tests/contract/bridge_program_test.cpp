// The bridge feed with a program of ours in it, for real: bridges/forexconnect on a stand-in of the
// vendor's package.
#include <gtest/gtest.h>

#include <functional>

#include "fake/feed_witness.hpp"
#include "feed/bridge/bridge.hpp"
#include "io/reactor.hpp"

namespace wick::bridge_program_test {
namespace {

using namespace std::chrono_literals;

std::string in_the_source(const std::string& path) {
  return std::string(WICK_SOURCE) + "/" + path;
}

class BridgeProgram : public testing::Test {
 protected:
  void begin(std::map<std::string, std::string> environment) {
    environment["PYTHONDONTWRITEBYTECODE"] = "1";
    bridge_ = std::make_unique<feed::bridge::Bridge>(
        reactor_.children(),
        feed::bridge::BridgeOptions{
            .command = {.words = {"python3", in_the_source("bridges/forexconnect")},
                        .environment = std::move(environment)}});
    bridge_->subscribe({"EUR/USD", "NO/PE", "XAU/USD"});
    witness_.subscribed(3);
  }
  static std::map<std::string, std::string> account() {
    return {{"FXCM_USERNAME", "D1"},
            {"FXCM_PASSWORD", "secret"},
            {"PYTHONPATH", in_the_source("tests/clients/forexconnect_stand_in")}};
  }
  bool until(const std::function<bool()>& so) {
    const core::MonoTime patience = reactor_.now().mono + 30s;
    while (!so() && reactor_.now().mono < patience) {
      std::vector<port::FeedEvent> told;
      bridge_->step(reactor_.now(), told);
      witness_.saw(told);
      for (auto& one : told) events_.push_back(std::move(one));
      if (!so()) reactor_.wait(std::min(bridge_->wake(), patience));
    }
    EXPECT_EQ(witness_.fault(), "");
    return so();
  }
  template <typename Event>
  std::vector<Event> all() const {
    std::vector<Event> found;
    for (const auto& one : events_) {
      if (const auto* event = std::get_if<Event>(&one)) found.push_back(*event);
    }
    return found;
  }

  io::Reactor reactor_{{.curl = {.ca_file = "", .user_agent = ""}, .worker_threads = 1},
                       base::Log({.level = base::LogLevel::kOff})};
  std::unique_ptr<feed::bridge::Bridge> bridge_;
  fake::FeedWitness witness_;
  std::vector<port::FeedEvent> events_;
};

TEST_F(BridgeProgram, TicksAndHistoryComeThrough) {
  begin(account());
  ASSERT_TRUE(until([&] { return all<port::FeedTick>().size() > 20; }));
  EXPECT_EQ(witness_.state(), port::FeedState::kOpen);
  EXPECT_EQ(all<port::FeedOffer>().size(), 1U);
  ASSERT_EQ(all<port::FeedRefusal>().size(), 1U);
  EXPECT_EQ(all<port::FeedRefusal>()[0].symbol, 1U);

  const core::TimeRange hours{core::midnight(2024, 3, 4), core::midnight(2024, 3, 4) + 10h};
  auto pending = bridge_->history()->ask(
      {.symbol = "EUR/USD", .interval = core::Interval::k1m, .range = hours});
  ASSERT_TRUE(until([&] { return pending.ready(); }));
  const auto page = pending.take();
  ASSERT_TRUE(page) << page.error().what;
  EXPECT_EQ(page->settled.end, hours.end);
  EXPECT_EQ(page->bars.size(), 299U);  // of 300 that the vendor gives one lies beyond the range
  EXPECT_EQ(page->bars.back().open_time, hours.end - 1min);
  EXPECT_EQ(page->settled.begin, page->bars.front().open_time);
}

TEST_F(BridgeProgram, WithoutTheVendorsPackageItEndsWithOneClearError) {
  begin({{"FXCM_USERNAME", "D1"}, {"FXCM_PASSWORD", "secret"}, {"PYTHONPATH", ""}});
  ASSERT_TRUE(until([&] { return witness_.ended(); }));
  const auto error = all<port::FeedEnd>()[0].error;
  ASSERT_TRUE(error);
  EXPECT_NE(error->what.find("the vendor's package forexconnect cannot be imported"),
            std::string::npos)
      << error->what;
}

TEST_F(BridgeProgram, ALostSessionComesBack) {
  auto environment = account();
  environment["STAND_IN"] = "lost";
  begin(environment);
  ASSERT_TRUE(until([&] { return all<port::FeedTurn>().size() >= 3; }));
  const auto turns = all<port::FeedTurn>();
  EXPECT_EQ(turns[1].state, port::FeedState::kDown);
  EXPECT_EQ(turns[1].why, "reconnecting");
  EXPECT_EQ(turns[2].state, port::FeedState::kOpen);
}

}  // namespace
}  // namespace wick::bridge_program_test
