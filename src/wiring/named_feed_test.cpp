#include "wiring/named_feed.hpp"

#include <gtest/gtest.h>

namespace wick::wiring::named_feed_test {
namespace {

using namespace std::chrono_literals;

// Tells what a test has put on its tongue.
class Tongue final : public port::Feed {
 public:
  std::vector<port::FeedEvent> next;
  std::vector<std::string> symbols;
  int doubts{};

  void subscribe(std::vector<std::string> wanted) override { symbols = std::move(wanted); }
  void step(core::Now /*now*/, std::vector<port::FeedEvent>& out) override {
    out.insert(out.end(), next.begin(), next.end());
    next.clear();
  }
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }
  [[nodiscard]] core::UtcTime clock(core::UtcTime now) const override { return now - 1h; }
  [[nodiscard]] port::FeedVolume volume() const override { return port::FeedVolume::kSizes; }
  void doubt(core::Now /*now*/) override { ++doubts; }
};

class NamedFeedTest : public testing::Test {
 protected:
  void refuse(std::size_t symbol) {
    tongue_.next.emplace_back(
        port::FeedRefusal{symbol, {base::ErrorKind::kInvalid, "no such instrument"}});
  }
  void offer(const std::vector<std::string>& names) {
    port::FeedOffer offer;
    for (const std::string& name : names) offer.instruments.push_back({.name = name});
    tongue_.next.emplace_back(offer);
  }
  // What was refused by then, as symbol and text.
  std::vector<std::string> told(core::Micros at) {
    std::vector<port::FeedEvent> out;
    feed_.step({core::midnight(2024, 3, 5) + at, core::MonoTime{} + at}, out);
    std::vector<std::string> texts;
    for (const auto& event : out) {
      if (std::holds_alternative<port::FeedEnd>(event)) texts.emplace_back("end");
      const auto* const refusal = std::get_if<port::FeedRefusal>(&event);
      if (refusal == nullptr) continue;
      texts.push_back(std::to_string(refusal->symbol) + ' ' + refusal->error.what);
    }
    return texts;
  }

  Tongue* inner_{new Tongue};
  Tongue& tongue_{*inner_};
  NamedFeed feed_{std::unique_ptr<port::Feed>(inner_)};
};

using Texts = std::vector<std::string>;

TEST_F(NamedFeedTest, ARefusalSaysWhatMayHaveBeenMeant) {
  feed_.subscribe({"EUR/USD", "XAUUSD", "GOLD", "XAG/USD"});
  EXPECT_EQ(tongue_.symbols.size(), 4U);
  offer({"EUR/USD", "XAU/USD", "XAG/USD"});
  EXPECT_EQ(told(0s), Texts{});
  for (const std::size_t symbol : {1U, 2U, 3U}) refuse(symbol);
  EXPECT_EQ(told(1s), (Texts{"1 no such instrument; did you mean XAU/USD?", "2 no such instrument",
                             "3 no such instrument"}));
}

TEST_F(NamedFeedTest, ARefusalWaitsForTheOffer) {
  feed_.subscribe({"XAUUSD"});
  refuse(0);
  EXPECT_EQ(told(10s), Texts{});
  EXPECT_EQ(feed_.wake(), core::MonoTime{} + 12s);
  offer({"XAU/USD"});
  EXPECT_EQ(told(11s), Texts{"0 no such instrument; did you mean XAU/USD?"});
  EXPECT_EQ(feed_.wake(), core::MonoTime::max());
}

TEST_F(NamedFeedTest, WithoutAnOfferARefusalIsToldAsItIs) {
  feed_.subscribe({"XAUUSD"});
  refuse(0);
  EXPECT_EQ(told(10s), Texts{});
  EXPECT_EQ(told(11s), Texts{});
  EXPECT_EQ(told(12s), Texts{"0 no such instrument"});
  refuse(0);
  tongue_.next.emplace_back(port::FeedEnd{});
  EXPECT_EQ(told(13s), (Texts{"0 no such instrument", "end"}));
}

TEST_F(NamedFeedTest, ARefusalOfAFormerSetIsNotToldOfThisOne) {
  feed_.subscribe({"EUR/USD", "XAUUSD"});
  refuse(1);
  EXPECT_EQ(told(0s), Texts{});
  feed_.subscribe({"EUR/USD"});
  EXPECT_EQ(told(5s), Texts{});
}

TEST_F(NamedFeedTest, AllElseIsTheFeedsOwn) {
  EXPECT_EQ(feed_.volume(), port::FeedVolume::kSizes);
  EXPECT_EQ(feed_.clock(core::midnight(2024, 3, 5)), core::midnight(2024, 3, 5) - 1h);
  EXPECT_EQ(feed_.history(), nullptr);
  feed_.doubt({});
  EXPECT_EQ(tongue_.doubts, 1);
}

}  // namespace
}  // namespace wick::wiring::named_feed_test
