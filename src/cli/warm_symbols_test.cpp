#include "cli/warm_symbols.hpp"

#include <gtest/gtest.h>

#include "fake/files.hpp"

namespace wick::cli::warm_symbols_test {
namespace {

using Symbols = std::vector<std::string>;

base::Result<std::vector<Traded>> market() {
  return std::vector<Traded>{{"ETHBTC", "BTC"}, {"ETHUSDT", "USDT"}, {"BTCUSDT", "USDT"}};
}
base::Result<std::vector<Traded>> nobody() {
  ADD_FAILURE() << "the market was asked without need";
  return std::vector<Traded>{};
}

TEST(WarmSymbols, ReadsWhateverPeopleWrite) {
  const auto symbols = parse_symbols(
      "\xEF\xBB\xBF"
      "btcusdt\r\n"
      "# all of this is a remark, BTC/USDT too\n"
      "ETHUSDT,SOLUSDT;XRPUSDT\t ADAUSDT # and this\n"
      "\n"
      "  BTCUSDT",
      "list");
  ASSERT_TRUE(symbols) << symbols.error().what;
  EXPECT_EQ(*symbols, (Symbols{"BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT", "ADAUSDT"}));
  EXPECT_TRUE(parse_symbols("", "list")->empty());
  EXPECT_TRUE(parse_symbols("\xEF\xBB\xBF\r\n\n#", "list")->empty());
}

TEST(WarmSymbols, NamesTheLineOfAMistake) {
  const auto slash = parse_symbols("BTCUSDT\r\n\r\n# fine\r\nETHUSDT BTC/USDT\r\n", "my list");
  ASSERT_FALSE(slash);
  EXPECT_EQ(slash.error().kind, base::ErrorKind::kInvalid);
  EXPECT_TRUE(slash.error().what.starts_with("my list:4: symbol 'BTC/USDT'")) << slash.error().what;
  const auto binary = parse_symbols(std::string("PK\x03\x04", 4), "zip");
  ASSERT_FALSE(binary);
  EXPECT_TRUE(binary.error().what.starts_with("zip:1: ")) << binary.error().what;
}

TEST(WarmSymbols, FoldsWhatIsNamedTwice) {
  fake::Files files;
  ASSERT_TRUE(files.make_folders("/home"));
  const auto file = files.create("/home/list");
  ASSERT_TRUE(file);
  ASSERT_TRUE(files.write(*file, "SOLUSDT\nBTCUSDT\n"));
  files.close(*file);
  const auto symbols = symbols_to_warm(
      {.named = {"ethusdt", "SOLUSDT", "ETHUSDT"}, .file = "/home/list"}, files, nobody);
  ASSERT_TRUE(symbols) << symbols.error().what;
  EXPECT_EQ(*symbols, (Symbols{"ETHUSDT", "SOLUSDT", "BTCUSDT"}));
}

TEST(WarmSymbols, AllThatIsPricedInOneCoin) {
  fake::Files files;
  const auto of = [&](const SymbolWish& wish) { return symbols_to_warm(wish, files, market); };
  EXPECT_EQ(*of({.all = true}), (Symbols{"ETHBTC", "ETHUSDT", "BTCUSDT"}));
  EXPECT_EQ(*of({.all = true, .quote = "usdt"}), (Symbols{"ETHUSDT", "BTCUSDT"}));
  EXPECT_EQ(*of({.named = {"btcusdt"}, .all = true, .quote = "BTC"}),
            (Symbols{"BTCUSDT", "ETHBTC"}));
  EXPECT_FALSE(of({.all = true, .quote = "DOGE"}));
}

TEST(WarmSymbols, RefusesWhatNamesNothing) {
  fake::Files files;
  for (const SymbolWish& wish :
       {SymbolWish{}, SymbolWish{.file = "/none"}, SymbolWish{.named = {"a b"}, .all = true},
        SymbolWish{.named = {"BTCUSDT"}, .quote = "USDT"}, SymbolWish{.named = {"../x"}}}) {
    const auto symbols = symbols_to_warm(wish, files, nobody);
    ASSERT_FALSE(symbols);
    EXPECT_EQ(symbols.error().kind, base::ErrorKind::kInvalid);
  }
}

}  // namespace
}  // namespace wick::cli::warm_symbols_test
