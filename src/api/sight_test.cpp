#include "api/sight.hpp"

#include <gtest/gtest.h>

namespace wick::api::sight_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::RangeSet kAsked{{kDay, kDay + 24h}};

// Counts how often it is asked, and knows nothing.
class Counting final : public port::BarSource {
 public:
  std::unique_ptr<port::Inquiry> ask(const core::SeriesId&, core::RangeSet) override {
    ++asked;
    return nullptr;
  }
  int asked{0};
};

Sight sight() {
  Sight sight{.asked = kAsked, .replies = std::vector<port::Reply>(2)};
  sight.question.id.symbol = "BTCUSDT";
  return sight;
}

core::SeriesId series(const char* symbol) {
  core::SeriesId id;
  id.symbol = symbol;
  return id;
}

TEST(Recalled, TheFirstTimeItSaysWhatWasSeen) {
  Counting cache;
  Recalled recalled(sight(), cache);
  const auto inquiry = recalled.ask(series("BTCUSDT"), kAsked);
  EXPECT_FALSE(inquiry->finished());
  EXPECT_EQ(inquiry->step({}).size(), 2U);
  EXPECT_TRUE(inquiry->finished());
  EXPECT_TRUE(inquiry->step({}).empty());
  EXPECT_EQ(cache.asked, 0);
}

TEST(Recalled, AfterThatItAsks) {
  Counting cache;
  Recalled recalled(sight(), cache);
  (void)recalled.ask(series("BTCUSDT"), kAsked);
  (void)recalled.ask(series("BTCUSDT"), kAsked);
  EXPECT_EQ(cache.asked, 1);
}

TEST(Recalled, OfAnythingElseItAsks) {
  Counting cache;
  Recalled recalled(sight(), cache);
  (void)recalled.ask(series("ETHUSDT"), kAsked);
  (void)recalled.ask(series("BTCUSDT"), {{kDay, kDay + 23h}});
  EXPECT_EQ(cache.asked, 2);
  EXPECT_NE(recalled.ask(series("BTCUSDT"), kAsked), nullptr);
  EXPECT_EQ(cache.asked, 2);
}

}  // namespace
}  // namespace wick::api::sight_test
