#include "core/news_tick.hpp"

#include <gtest/gtest.h>

namespace wick::core::news_tick_test {
namespace {

using namespace std::chrono_literals;

const UtcTime kSaid = midnight(2024, 6, 1) + 5s;
const UtcTime kReceived = kSaid + 70ms;
const QuoteNews kQuote{.symbol = "BTCUSDT",
                       .time = kSaid,
                       .bid = 67'000.1,
                       .bid_size = 3,
                       .ask = 67'000.2,
                       .ask_size = 4,
                       .id = 9};

TEST(NewsTick, AQuoteHasTwoPricesAndNoSize) {
  EXPECT_EQ(tick_of(kQuote, kReceived), (Tick{kSaid, kReceived, 67'000.1, 67'000.2, 0}));
}

TEST(NewsTick, WhereTheVenueTellsNoTimeOursCounts) {
  QuoteNews quote = kQuote;
  quote.time = {};
  EXPECT_EQ(tick_of(quote, kReceived), (Tick{kReceived, kReceived, 67'000.1, 67'000.2, 0}));
}

TEST(NewsTick, AnEmptySideOfTheBookIsNoTick) {
  QuoteNews quote = kQuote;
  quote.bid = quote.bid_size = 0;
  EXPECT_EQ(tick_of(quote, kReceived), std::nullopt);
  quote = kQuote;
  quote.ask = quote.ask_size = 0;
  EXPECT_EQ(tick_of(quote, kReceived), std::nullopt);
}

TEST(NewsTick, ATradeIsOnePriceAndASize) {
  const TradeNews trade{.symbol = "BTCUSDT",
                        .time = kSaid,
                        .said = kSaid + 3ms,
                        .price = 67'000.15,
                        .size = 0.25,
                        .id = 11,
                        .buyer_is_maker = true};
  EXPECT_EQ(tick_of(trade, kReceived), (Tick{kSaid, kReceived, 67'000.15, 67'000.15, 0.25}));
}

}  // namespace
}  // namespace wick::core::news_tick_test
