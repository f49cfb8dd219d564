#include "sim/rest/klines.hpp"

#include <gtest/gtest.h>

namespace wick::sim::klines_test {
namespace {

constexpr Micros kNow = 1'750'000'000 * kSecond + 5 * kSecond;  // 2025-06-15T15:06:45Z

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

std::variant<KlineQuery, VenueError> parse(KlineEndpoint endpoint, const std::string& query) {
  return parse_kline_query(market(), endpoint, parse_target("/x?" + query), kNow);
}

std::string error(KlineEndpoint endpoint, const std::string& query) {
  const auto parsed = parse(endpoint, query);
  const auto* found = std::get_if<VenueError>(&parsed);
  return found == nullptr ? "none" : std::to_string(found->code) + " " + found->message;
}

std::vector<Micros> opens(KlineEndpoint endpoint, const std::string& query) {
  const auto parsed = parse(endpoint, query);
  const auto* good = std::get_if<KlineQuery>(&parsed);
  EXPECT_NE(good, nullptr) << query << ' ' << error(endpoint, query);
  std::vector<Micros> out;
  if (good == nullptr) return out;
  for (const Candle& row : select_klines(market(), *good, kNow)) {
    out.push_back(row.open_time / 1000);
  }
  return out;
}

std::size_t rows(const std::string& interval, const char* start, const char* end) {
  return opens({Venue::kSpot},
               "symbol=BTCUSDT&interval=" + interval + "&startTime=" + start + "&endTime=" + end)
      .size();
}

TEST(Klines, BothEndsActOnOpeningTimesAndAreInclusive) {
  EXPECT_EQ(rows("1s", "1742793800000", "1742793810000"), 11U);
  EXPECT_EQ(rows("1s", "1742793800123", "1742793810000"), 10U);
  EXPECT_EQ(rows("1s", "1742793800000", "1742793810456"), 11U);
  EXPECT_EQ(rows("1s", "1742793800999", "1742793810001"), 10U);
  EXPECT_EQ(rows("1m", "1742793760000", "1742794060000"), 5U);
  EXPECT_EQ(rows("1m", "1742793780000", "1742794020000"), 5U);
  EXPECT_EQ(rows("1m", "1742793780123", "1742794060000"), 4U);
  using Opens = std::vector<Micros>;
  const auto four_hours = [](const char* start, const char* end) {
    return opens({Venue::kSpot},
                 std::string("symbol=BTCUSDT&interval=4h&startTime=") + start + "&endTime=" + end);
  };
  EXPECT_EQ(four_hours("1680587431159", "1680615789452"), (Opens{1680595200000, 1680609600000}));
  EXPECT_EQ(four_hours("1680595199999", "1680609600001"), (Opens{1680595200000, 1680609600000}));
  EXPECT_EQ(opens({Venue::kSpot},
                  "symbol=BTCUSDT&interval=1d&startTime=1680495327421&"
                  "endTime=1680724856789"),
            (Opens{1680566400000, 1680652800000}));
}

TEST(Klines, MicrosecondsAreUnderstoodOnSpot) {
  EXPECT_EQ(rows("1s", "1742793800000001", "1742793810000000"), 10U);
  EXPECT_EQ(rows("1s", "1742793800000000", "1742793810999999"), 11U);
}

TEST(Klines, SpotAndUsdMarginedGoForwardFromTheStart) {
  for (const Venue venue : {Venue::kSpot, Venue::kUm}) {
    const std::string base = "symbol=BTCUSDT&interval=1m&limit=2&";
    using Opens = std::vector<Micros>;
    EXPECT_EQ(opens({venue}, base + "startTime=1742793780000&endTime=1742799000000"),
              (Opens{1742793780000, 1742793840000}));
    EXPECT_EQ(opens({venue}, base + "startTime=1742793780000"),
              (Opens{1742793780000, 1742793840000}));
    EXPECT_EQ(opens({venue}, base + "endTime=1742793780000"),
              (Opens{1742793720000, 1742793780000}));
    const auto latest = opens({venue}, base);
    EXPECT_EQ(latest.back(), open_of(Interval::k1m, kNow) / 1000);  // still running
  }
}

TEST(Klines, CoinMarginedGoesBackFromTheEnd) {
  const std::string base = "symbol=BTCUSD_PERP&interval=1h&limit=2&";
  using Opens = std::vector<Micros>;
  EXPECT_EQ(opens({Venue::kCm}, base + "startTime=1742774400000&endTime=1742799600000"),
            (Opens{1742796000000, 1742799600000}));
  EXPECT_EQ(opens({Venue::kCm}, base + "endTime=1742799600000"),
            (Opens{1742796000000, 1742799600000}));
  // From a start alone the end is 200 days later, or now.
  EXPECT_EQ(opens({Venue::kCm}, base + "startTime=1700000000000").back(),
            (1700000000000 + 200LL * 86'400'000) / 3'600'000 * 3'600'000);
  EXPECT_EQ(opens({Venue::kCm}, base + "startTime=1749900000000").back(),
            open_of(Interval::k1h, kNow) / 1000);
  const auto month = opens({Venue::kCm}, "symbol=BTCUSD_PERP&interval=1d&endTime=1742799600000");
  EXPECT_EQ(month.size(), 200U);
  EXPECT_EQ(error({Venue::kCm}, base + "startTime=1700000000000&endTime=1717280000000"), "none");
  EXPECT_EQ(error({Venue::kCm}, base + "startTime=1700000000000&endTime=1717280000001"),
            "-1127 More than 4800 hours between startTime and endTime.");
}

TEST(Klines, BeforeTheListingThereIsNothing) {
  EXPECT_EQ(rows("1m", "1400000000000", "1400000600000"), 0U);
  EXPECT_EQ(rows("1m", "1900000000000", "1900000600000"), 0U);
  EXPECT_EQ(rows("1m", "1742793780000", "1742793770000"), 0U);  // backwards
  const auto first = opens({Venue::kSpot}, "symbol=BTCUSDT&interval=1m&startTime=0&limit=1");
  EXPECT_GE(first.at(0) * 1000, market().find(Venue::kSpot, "BTCUSDT")->listed);
}

TEST(Klines, LimitsAreClampedSilently) {
  const auto count = [](Venue venue, const char* limit) {
    return opens({venue}, std::string("symbol=BTCUSDT&interval=1m") + limit).size();
  };
  EXPECT_EQ(count(Venue::kSpot, ""), 500U);
  EXPECT_EQ(count(Venue::kUm, ""), 500U);
  EXPECT_EQ(count(Venue::kSpot, "&limit=5000"), 1000U);
  EXPECT_EQ(count(Venue::kUm, "&limit=9223372036854775807"), 1500U);
}

TEST(Klines, WrongParametersAreToldOff) {
  const std::string good = "symbol=BTCUSDT&interval=1m";
  const struct {
    Venue venue;
    std::string query;
    const char* error;
  } cases[] = {
      {Venue::kSpot, "",
       "-1102 Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."},
      {Venue::kSpot, "symbol=BTCUSDT",
       "-1102 Mandatory parameter 'interval' was not sent, was empty/null, or malformed."},
      {Venue::kSpot, "symbol=&interval=1m", "-1105 Parameter 'symbol' was empty."},
      {Venue::kSpot, good + "&startTime=", "-1105 Parameter 'startTime' was empty."},
      {Venue::kSpot, "symbol=btcusdt&interval=1m",
       "-1100 Illegal characters found in parameter 'symbol'; legal range is "
       "'^[A-Z0-9-_.]{1,20}$'."},
      {Venue::kSpot, good + "&startTime=-1",
       "-1100 Illegal characters found in parameter 'startTime'; legal range is '^[0-9]{1,20}$'."},
      {Venue::kSpot, good + "&endTime=1e5",
       "-1100 Illegal characters found in parameter 'endTime'; legal range is '^[0-9]{1,20}$'."},
      {Venue::kSpot, good + "&limit=123456789012345678901",
       "-1100 Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'."},
      {Venue::kSpot, good + "&limit=12345678901234567890", "-1108 Parameter 'limit' overflowed."},
      {Venue::kSpot, good + "&limit=0", "-1130 Data sent for parameter 'limit' is not valid."},
      {Venue::kSpot, good + "&symbol=ETHUSDT", "-1101 Duplicate values for a parameter detected."},
      {Venue::kSpot, good + "&x=1",
       "-1104 Not all sent parameters were read; read '2' parameter(s) but was sent '3'."},
      {Venue::kSpot, "symbol=NOSUCH&interval=1m", "-1121 Invalid symbol."},
      {Venue::kSpot, "symbol=BTCUSDT&interval=1x", "-1120 Invalid interval."},
      {Venue::kSpot, "symbol=BTCUSDT&interval=1mo", "-1120 Invalid interval."},
      {Venue::kUm, "symbol=BTCUSDT&interval=1s", "-1120 Invalid interval."},
      {Venue::kUm, good + "&timeZone=0",
       "-1104 Not all sent parameters were read; read '2' parameter(s) but was sent '3'."},
      {Venue::kUm, good + "&startTime=2&endTime=1", "-1023 Start time is greater than end time."},
      {Venue::kSpot, good + "&timeZone=15",
       "-1130 Data sent for parameter 'timeZone' is not valid."},
      {Venue::kSpot, "symbol=BTCUSDT&interval=1M", "none"},
      {Venue::kSpot, good + "&startTime=2&endTime=1", "none"},
  };
  for (const auto& one : cases) EXPECT_EQ(error({one.venue}, one.query), one.error) << one.query;
}

TEST(Klines, DelistedFuturesAreUnknownAndDelistedPairsAreNot) {
  for (const Symbol& symbol : market().symbols(Venue::kUm)) {
    if (symbol.delisted > kNow) continue;
    EXPECT_NE(find_quoted(market(), Venue::kUm, symbol.name, symbol.delisted - 1), nullptr);
    EXPECT_EQ(find_quoted(market(), Venue::kUm, symbol.name, symbol.delisted), nullptr);
    EXPECT_EQ(find_quoted(market(), Venue::kUm, symbol.name, symbol.listed - 1), nullptr);
    break;
  }
  for (const Symbol& symbol : market().symbols(Venue::kSpot)) {
    if (symbol.delisted > kNow) continue;
    EXPECT_FALSE(opens({Venue::kSpot}, "symbol=" + symbol.name + "&interval=1d").empty());
    break;
  }
}

TEST(Klines, OfASymbolThatCameBackFuturesKnowTheNewLifeAlone) {
  const Symbol& um = *market().find(Venue::kUm, "ICPUSDT");
  EXPECT_EQ(find_quoted(market(), Venue::kUm, um.name, um.left), nullptr);
  EXPECT_NE(find_quoted(market(), Venue::kUm, um.name, um.returned), nullptr);
  const auto first = opens({Venue::kUm}, "symbol=ICPUSDT&interval=1m&startTime=0&limit=1");
  EXPECT_EQ(first.at(0) * 1000, um.returned);
  const Symbol& spot = *market().find(Venue::kSpot, "LUNAUSDT");
  const auto both = opens({Venue::kSpot}, "symbol=LUNAUSDT&interval=1m&limit=2&startTime=" +
                                              std::to_string(spot.left / 1000 - 60'000));
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0] * 1000, spot.left - kMinute);
  EXPECT_EQ(both[1] * 1000, spot.returned);
}

TEST(TimeZone, IsReadStrictly) {
  const auto minutes = [](const char* text) {
    const auto shift = parse_time_zone(text);
    return shift ? *shift / kMinute : 99'999;
  };
  EXPECT_EQ(minutes("0"), 0);
  EXPECT_EQ(minutes("8"), 480);
  EXPECT_EQ(minutes("-1:00"), -60);
  EXPECT_EQ(minutes("05:45"), 345);
  EXPECT_EQ(minutes("+14:00"), 840);
  EXPECT_EQ(minutes("-12"), -720);
  for (const char* text : {"", "-", "14:01", "-12:01", "15", "1:60", "1:5", "1:", ":30", "001",
                           "1:000", "a", "1.5", "--1", " 8"}) {
    EXPECT_EQ(minutes(text), 99'999) << text;
  }
}

TEST(Klines, OtherPricesFollowTheRulesOfTheirMarket) {
  using Opens = std::vector<Micros>;
  const std::string range = "&interval=1h&limit=2&startTime=1742774400000&endTime=1742799600000";
  for (const Price price : {Price::kMark, Price::kPremium}) {
    EXPECT_EQ(opens({Venue::kUm, price}, "symbol=BTCUSDT" + range),
              (Opens{1742774400000, 1742778000000}));
    EXPECT_EQ(opens({Venue::kCm, price}, "symbol=BTCUSD_PERP" + range),
              (Opens{1742796000000, 1742799600000}));
  }
  EXPECT_EQ(opens({Venue::kUm, Price::kIndex}, "pair=BTCUSDT" + range),
            (Opens{1742774400000, 1742778000000}));
  EXPECT_EQ(opens({Venue::kCm, Price::kIndex}, "pair=BTCUSD" + range),
            (Opens{1742796000000, 1742799600000}));
  EXPECT_EQ(opens({Venue::kUm, Price::kMark}, "symbol=BTCUSDT&interval=1m").size(), 500U);
  EXPECT_EQ(opens({Venue::kUm, Price::kMark}, "symbol=BTCUSDT&interval=1m").back(),
            open_of(Interval::k1m, kNow) / 1000);
  EXPECT_EQ(error({Venue::kCm, Price::kMark},
                  "symbol=BTCUSD_PERP&interval=1h&startTime=1700000000000&endTime=1717280000001"),
            "-1127 More than 4800 hours between startTime and endTime.");
}

TEST(Klines, AnIndexIsAskedForByItsPair) {
  const KlineEndpoint index{Venue::kCm, Price::kIndex};
  EXPECT_EQ(error(index, "interval=1m"),
            "-1102 Mandatory parameter 'pair' was not sent, was empty/null, or malformed.");
  EXPECT_EQ(error(index, "symbol=BTCUSD_PERP&interval=1m"),
            "-1102 Mandatory parameter 'pair' was not sent, was empty/null, or malformed.");
  EXPECT_EQ(error(index, "pair=BTCUSD_PERP&interval=1m"), "-1121 Invalid symbol.");
  EXPECT_EQ(error(index, "pair=btcusd&interval=1m"),
            "-1100 Illegal characters found in parameter 'pair'; legal range is "
            "'^[A-Z0-9-_.]{1,20}$'.");
  EXPECT_EQ(error({Venue::kUm, Price::kIndex}, "pair=BTCUSDT_250627&interval=1m"),
            "-1121 Invalid symbol.");
  EXPECT_EQ(error({Venue::kUm, Price::kMark}, "pair=BTCUSDT&interval=1m"),
            "-1102 Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.");
  EXPECT_EQ(error({Venue::kUm, Price::kMark}, "symbol=BTCUSDT_250627&interval=1m"), "none");
}

TEST(Klines, OtherPricesAreWrittenWithZerosForWhatTheyLack) {
  KlineQuery query;
  query.symbol = market().find(Venue::kUm, "BTCUSDT");
  query.interval = Interval::k1m;
  query.price = Price::kPremium;
  Candle candle;
  candle.open_time = 1'700'000'040 * kSecond;
  candle.open = -42'931;
  candle.high = 23'641;
  candle.low = -59'406;
  candle.close = 0;
  candle.count = 12;
  EXPECT_EQ(klines_json({candle}, query, 1000),
            R"([[1700000040000,"-0.00042931","0.00023641","-0.00059406","0.00000000",)"
            R"("0",1700000099999,"0",12,"0","0","0"]])");
  query.price = Price::kMark;
  candle.open = 965'329'201'333;
  EXPECT_TRUE(
      klines_json({candle}, query, 1000).starts_with(R"([[1700000040000,"9653.29201333",)"));
}

TEST(Klines, AreWrittenAsTheExchangeWritesThem) {
  Symbol symbol;
  symbol.price_digits = 2;
  symbol.quantity_digits = 3;
  KlineQuery query;
  query.symbol = &symbol;
  query.interval = Interval::k1m;
  Candle candle;
  candle.open_time = 1'700'000'040 * kSecond;
  candle.open = 100;
  candle.high = 250;
  candle.low = 99;
  candle.close = 101;
  candle.volume = 1500;
  candle.quote = 200'000;
  candle.count = 7;
  candle.taker_volume = 1;
  candle.taker_quote = 100;
  EXPECT_EQ(klines_json({candle}, query, 1000),
            R"([[1700000040000,"1.00000000","2.50000000","0.99000000","1.01000000",)"
            R"("1.50000000",1700000099999,"2.00000000",7,"0.00100000","0.00100000","0"]])");
  symbol.venue = Venue::kUm;
  EXPECT_EQ(klines_json({candle, candle}, query, 1000).substr(0, 101),
            std::string(R"([[1700000040000,"1.00","2.50","0.99","1.01","1.500",1700000099999,)"
                        R"("2.00000",7,"0.001","0.00100","0"],)")
                .substr(0, 101));
  EXPECT_EQ(klines_json({candle}, query, 1).substr(0, 19), "[[1700000040000000,");
  EXPECT_NE(klines_json({candle}, query, 1).find(",1700000099999999,"), std::string::npos);
  EXPECT_EQ(klines_json({}, query, 1000), "[]");
}

}  // namespace
}  // namespace wick::sim::klines_test
