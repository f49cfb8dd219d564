#include "venue/binance/instruments.hpp"

#include <gtest/gtest.h>

#include "venue/binance/scripted_web_test.hpp"
#include "venue/pace.hpp"

namespace wick::venue::binance::instruments_test {
namespace {

using core::Instrument;
using core::Market;

const std::string kInfo = R"({"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC",)"
                          R"("quoteAsset":"USDT"}]})";
const std::string kFolders =
    "<ListBucketResult><IsTruncated>false</IsTruncated><CommonPrefixes><Prefix>"
    "data/futures/um/daily/klines/LUNAUSDT/</Prefix></CommonPrefixes></ListBucketResult>";

class Search : public testing::Test {
 protected:
  InstrumentSearch::Found find() {
    InstrumentSearch search(
        {.http = &web, .endpoints = &endpoints, .rest = &pace, .market = Market::kFuturesUsdt});
    for (int step = 0; step < 100; ++step) {
      if (auto found = search.step(now)) return *std::move(found);
    }
    const base::Error endless{base::ErrorKind::kUnavailable, "it does not end"};
    return {endless, endless};
  }

  Scripted info{.body = kInfo};
  Scripted folders{.body = kFolders};
  ScriptedWeb web{
      [this](const std::string& url) { return url.starts_with("http://um") ? info : folders; }};
  Endpoints endpoints{.listing = {"http://list/bucket"}, .um = {"http://um1", "http://um2"}};
  Pace pace{{.blocked_for = std::chrono::minutes{1}}};
  core::Now now{core::midnight(2024, 6, 1), {}};
};

TEST_F(Search, BothAreAskedAtOnce) {
  const auto found = find();
  ASSERT_TRUE(found.named && found.archived);
  EXPECT_EQ(found.named->front().symbol, "BTCUSDT");
  EXPECT_EQ(*found.archived, std::vector<std::string>{"LUNAUSDT"});
  EXPECT_EQ(web.urls, (std::vector<std::string>{
                          "http://um1/fapi/v1/exchangeInfo",
                          "http://list/bucket?delimiter=/&prefix=data/futures/um/daily/klines/"}));
  EXPECT_EQ(web.limits[0].body_max, std::size_t{16} << 20U);
}

TEST_F(Search, EachAnswerStandsForItself) {
  folders = {.status = 403};
  auto found = find();
  EXPECT_TRUE(found.named);
  EXPECT_FALSE(found.archived);
  folders = {.body = kFolders};
  info = {.body = kInfo.substr(0, 40)};
  found = find();
  EXPECT_FALSE(found.named);
  EXPECT_TRUE(found.archived);
}

TEST_F(Search, AThrottledExchangeIsLeftAlone) {
  info = {.status = 429, .headers = {{"Retry-After", "30"}}};
  EXPECT_EQ(find().named.error().kind, base::ErrorKind::kThrottled);
  EXPECT_EQ(web.urls.size(), 2U) << "not the other host";
  web.urls.clear();
  EXPECT_EQ(find().named.error().kind, base::ErrorKind::kThrottled);
  EXPECT_EQ(web.urls.size(), 1U) << "the archive alone";
  now.mono += std::chrono::seconds{30};
  info = {.body = kInfo};
  EXPECT_TRUE(find().named);
}

TEST_F(Search, TheNextHostIsAskedWhereOneIsClosed) {
  ScriptedWeb picky([&](const std::string& url) {
    if (url.starts_with("http://um1")) return Scripted{.status = 451};
    return url.starts_with("http://um2") ? info : folders;
  });
  InstrumentSearch search(
      {.http = &picky, .endpoints = &endpoints, .rest = &pace, .market = Market::kFuturesUsdt});
  std::optional<InstrumentSearch::Found> found;
  for (int step = 0; step < 10 && !found; ++step) found = search.step(now);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->named);
}

struct Name {
  std::string symbol;
  Market market;
  std::string base, quote, pair, type;
};

TEST(ReadOffName, AsFarAsItTells) {
  const std::vector<std::string> quotes = {"BTC", "USD", "USDT", "BUSD", "T"};
  const std::vector<Name> names = {
      {"LUNAUSDT", Market::kSpot, "LUNA", "USDT", "", ""},
      {"ETHBUSD", Market::kSpot, "ETH", "BUSD", "", ""},
      {"USDT", Market::kSpot, "USD", "T", "", ""},
      {"XYZ", Market::kSpot, "", "", "", ""},
      {"FTTUSDT", Market::kFuturesUsdt, "FTT", "USDT", "FTTUSDT", "PERPETUAL"},
      {"BTCUSDT_210326", Market::kFuturesUsdt, "BTC", "USDT", "BTCUSDT", ""},
      {"LUNAUSD_PERP", Market::kFuturesCoin, "LUNA", "USD", "LUNAUSD", "PERPETUAL"},
      {"BTCUSD_200925", Market::kFuturesCoin, "BTC", "USD", "BTCUSD", ""}};
  for (const Name& name : names) {
    EXPECT_EQ(read_off_name(name.symbol, name.market, quotes),
              (Instrument{.market = name.market,
                          .symbol = name.symbol,
                          .base = name.base,
                          .quote = name.quote,
                          .contract_type = name.type,
                          .pair = name.pair}))
        << name.symbol;
  }
}

TEST(WithArchived, AddsWhatTheExchangeHasNoMore) {
  const Instrument traded{
      .symbol = "BTCXYZ", .status = "TRADING", .base = "BTC", .quote = "XYZ", .tradable = true};
  const auto all = with_archived({traded}, {"AXYZ", "BTCXYZ", "CBUSD"}, Market::kSpot);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].symbol, "AXYZ");
  EXPECT_EQ(all[0].quote, "XYZ") << "as others are quoted";
  EXPECT_TRUE(core::is_delisted(all[0]));
  EXPECT_EQ(all[1], traded);
  EXPECT_EQ(all[2].quote, "BUSD") << "as nobody is quoted any more";
}

}  // namespace
}  // namespace wick::venue::binance::instruments_test
