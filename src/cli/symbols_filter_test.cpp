#include "cli/symbols_filter.hpp"

#include <gtest/gtest.h>

#include <random>
#include <regex>

namespace wick::cli::symbols_filter_test {
namespace {

using core::Instrument;

Instrument traded(const std::string& symbol, const std::string& quote = "USDT") {
  return {.symbol = symbol, .status = "TRADING", .quote = quote, .tradable = true};
}

SymbolsFilter filter(const SymbolsFilter::Words& words) {
  return *SymbolsFilter::make(words);
}

// Beside the standard library's own regular expressions.
TEST(FitsGlob, AgreesWithRegularExpressions) {
  std::mt19937 random(20240601);
  const auto draw = [&](const std::string& letters, unsigned size_max) {
    std::string text;
    for (auto left = random() % (size_max + 1); left > 0; --left) {
      text += letters[random() % letters.size()];
    }
    return text;
  };
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = draw("AB", 7);
    const std::string pattern = draw("AB*?", 6);
    std::string expression;
    for (const char c : pattern) {
      expression += c == '*' ? ".*" : (c == '?' ? "." : std::string(1, c));
    }
    EXPECT_EQ(fits_glob(text, pattern), std::regex_match(text, std::regex(expression)))
        << text << " " << pattern;
  }
}

TEST(SymbolsFilter, FoldsCase) {
  EXPECT_TRUE(filter({.patterns = {"btc*"}}).fits(traded("BTCUSDT")));
  EXPECT_TRUE(filter({.status = "trading", .quote = "usdt"}).fits(traded("BTCUSDT")));
  EXPECT_FALSE(filter({.quote = "usd"}).fits(traded("BTCUSDT")));
  EXPECT_FALSE(filter({.patterns = {"BTC"}}).fits(traded("BTCUSDT")));
}

TEST(SymbolsFilter, AnyOfThePatternsWillDo) {
  const auto either = filter({.patterns = {"ETHUSDT", "B*"}});
  EXPECT_TRUE(either.fits(traded("ETHUSDT")) && either.fits(traded("BNBUSDT")));
  EXPECT_FALSE(either.fits(traded("SOLUSDT")));
  EXPECT_TRUE(filter({}).fits(traded("SOLUSDT")));
}

TEST(SymbolsFilter, DelistedIsMoreThanAStatus) {
  const Instrument gone{.symbol = "A"};
  Instrument ended = traded("B");
  ended.status = "BREAK";
  ended.delisted = core::KnownDate{};
  EXPECT_TRUE(filter({.status = "delisted"}).fits(gone));
  EXPECT_TRUE(filter({.status = "DELISTED"}).fits(ended));
  EXPECT_TRUE(filter({.status = "break"}).fits(ended));
  EXPECT_FALSE(filter({.status = "delisted"}).fits(traded("C")));
  EXPECT_FALSE(filter({.status = "TRADING"}).fits(gone));
}

TEST(SymbolsFilter, KnowsWhetherSymbolsWereNamed) {
  EXPECT_TRUE(filter({.patterns = {"btcusdt", "ETHUSDT"}}).names_all());
  EXPECT_FALSE(filter({.patterns = {"BTCUSDT", "ETH*"}}).names_all());
  EXPECT_FALSE(filter({}).names_all());
}

TEST(SymbolsFilter, RefusesWhatFitsNoSymbol) {
  for (const char* pattern : {"", "BTC/USDT", "a b", "\xc3\xa4", "[AB]"}) {
    EXPECT_FALSE(SymbolsFilter::make({.patterns = {"BTC", pattern}})) << pattern;
  }
}

TEST(NearSymbols, AreTheNearestThatAreTraded) {
  const std::vector<Instrument> all = {{.symbol = "BTCUSDC"}, traded("BTCUSDT"), traded("BTCBUSD"),
                                       traded("XBTCUSDT"),    traded("ETHUSDT"), traded("BTCUSDT")};
  EXPECT_EQ(near_symbols("BTCUSD", all),
            (std::vector<std::string>{"BTCBUSD", "BTCUSDT", "BTCUSDC"}));
  EXPECT_TRUE(near_symbols("DOGEEUR", all).empty());
}

}  // namespace
}  // namespace wick::cli::symbols_filter_test
