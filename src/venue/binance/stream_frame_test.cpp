#include "venue/binance/stream_frame.hpp"

#include <gtest/gtest.h>

#include "venue/binance/stream_event_text_test.hpp"
#include "venue/binance/stream_shape.hpp"

namespace wick::venue::binance::stream_frame_test {
namespace {

using core::CandleNews;
using core::midnight;
using core::QuoteNews;
using core::TradeNews;
using namespace std::chrono_literals;

// As the exchange sent them.
constexpr const char* kSpotCandle =
    R"({"stream":"nknusdt@kline_1m","data":{"e":"kline","E":1633998523963,"s":"NKNUSDT",)"
    R"("k":{"t":1633998480000,"T":1633998539999,"s":"NKNUSDT","i":"1m","f":19862761,)"
    R"("L":19862790,"o":"0.35270000","c":"0.35280000","h":"0.35280000","l":"0.35220000",)"
    R"("v":"25877.00000000","n":30,"x":false,"q":"9116.04600000","V":"58.00000000",)"
    R"("Q":"20.46240000","B":"0"}}})";
constexpr const char* kUmCandle =
    R"({"stream":"sushiusdt@kline_1m","data":{"e":"kline","E":1626992760203,"s":"SUSHIUSDT",)"
    R"("k":{"t":1626992700000,"T":1626992759999,"s":"SUSHIUSDT","i":"1m","f":126902874,)"
    R"("L":126902986,"o":"7.6080","c":"7.6170","h":"7.6180","l":"7.6070","v":"3005","n":113,)"
    R"("x":true,"q":"22875.8590","V":"1900","Q":"14464.6960","B":"0"}}})";
constexpr const char* kSpotTrade =
    R"({"stream":"nknusdt@aggTrade","data":{"e":"aggTrade","E":1633998523963,"s":"NKNUSDT",)"
    R"("a":15683430,"p":"0.35280000","q":"58.00000000","f":19862790,"l":19862790,)"
    R"("T":1633998523963,"m":false,"M":true}})";
constexpr const char* kUmTrade =
    R"({"stream":"ctkusdt@aggTrade","data":{"e":"aggTrade","E":1626992741575,"a":16599292,)"
    R"("s":"CTKUSDT","p":"1.01100","q":"10","f":23961322,"l":23961322,"T":1626992741421,)"
    R"("m":true}})";
constexpr const char* kLateUmTrade =  // since two more fields are told
    R"({"e":"aggTrade","E":1791269849801,"a":3476312671,"s":"BTCUSDT","p":"85299.90",)"
    R"("q":"0.004","nq":"0.003","f":8149080393,"l":8149080393,"T":1791269849651,"m":true,"st":1})";
constexpr const char* kSpotQuote =
    R"({"stream":"nknusdt@bookTicker","data":{"u":499869768,"s":"NKNUSDT","b":"0.35210000",)"
    R"("B":"672.00000000","a":"0.35260000","A":"3199.00000000"}})";
constexpr const char* kUmQuote =
    R"({"stream":"sushiusdt@bookTicker","data":{"e":"bookTicker","u":600859600576,)"
    R"("s":"SUSHIUSDT","b":"7.6110","B":"2","a":"7.6120","A":"297","T":1626992741012,)"
    R"("E":1626992741017}})";
constexpr const char* kCmQuote =
    R"({"stream":"bchusd_perp@bookTicker","data":{"u":167006084895,"e":"bookTicker",)"
    R"("s":"BCHUSD_PERP","ps":"BCHUSD","b":"427.84","B":"24","a":"427.90","A":"669",)"
    R"("T":1626916403864,"E":1626916403871}})";

std::string line(std::string_view text) {
  const auto event = read_frame(text);
  if (!event) {
    EXPECT_EQ(event.error().kind, base::ErrorKind::kCorrupt);
  } else {
    EXPECT_TRUE(views_lie_in(text, *event)) << text;
  }
  return line_of(event);
}
template <typename T>
T read_as(std::string_view text) {
  const auto event = read_frame(text);
  EXPECT_TRUE(event && std::holds_alternative<T>(*event)) << line_of(event);
  return event && std::holds_alternative<T>(*event) ? std::get<T>(*event) : T{};
}
std::string changed(std::string_view text, std::string_view from, std::string_view to) {
  std::string copy(text);
  const std::size_t place = copy.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  if (place != std::string::npos) copy.replace(place, from.size(), to);
  return copy;
}
// What is said of the um candle once that piece of it is another.
std::string blame(std::string_view from, std::string_view to) {
  return line(changed(kUmCandle, from, to));
}
std::string odd(const std::string& what) {
  return "error a frame of the stream is odd: " + what;
}

TEST(StreamFrame, ACandleUnderWay) {
  const auto news = read_as<CandleNews>(kSpotCandle);
  EXPECT_EQ(news.symbol, "NKNUSDT");
  EXPECT_EQ(news.interval, core::Interval::k1m);
  EXPECT_FALSE(news.closed);
  EXPECT_EQ(news.said, core::utc_micros(1'633'998'523'963'000));
  const auto open = midnight(2021, 10, 12) + 28min;
  EXPECT_EQ(news.bar, (core::Bar{.open_time = open,
                                 .close_time = open + 1min - 1us,
                                 .open = 0.3527,
                                 .high = 0.3528,
                                 .low = 0.3522,
                                 .close = 0.3528,
                                 .volume = 25877,
                                 .quote_volume = 9116.046,
                                 .count = 30,
                                 .taker_volume = 58,
                                 .taker_quote_volume = 20.4624}));
}

TEST(StreamFrame, ACandleThatClosed) {
  const auto news = read_as<CandleNews>(kUmCandle);
  EXPECT_TRUE(news.closed);
  EXPECT_EQ(news.symbol, "SUSHIUSDT");
  const auto open = midnight(2021, 7, 22) + 22h + 25min;
  EXPECT_EQ(news.said, open + 60s + 203ms);
  EXPECT_EQ(news.bar, (core::Bar{.open_time = open,
                                 .close_time = open + 1min - 1us,
                                 .open = 7.608,
                                 .high = 7.618,
                                 .low = 7.607,
                                 .close = 7.617,
                                 .volume = 3005,
                                 .quote_volume = 22875.859,
                                 .count = 113,
                                 .taker_volume = 1900,
                                 .taker_quote_volume = 14464.696}));
}

TEST(StreamFrame, Trades) {
  const auto spot = read_as<TradeNews>(kSpotTrade);
  EXPECT_EQ(spot.symbol, "NKNUSDT");
  EXPECT_EQ(spot.id, 15'683'430);
  EXPECT_EQ(spot.price, 0.3528);
  EXPECT_EQ(spot.size, 58);
  EXPECT_FALSE(spot.buyer_is_maker);
  const auto um = read_as<TradeNews>(kUmTrade);
  EXPECT_EQ(um.id, 16'599'292);
  EXPECT_EQ(um.said, core::utc_micros(1'626'992'741'575'000));
  EXPECT_EQ(um.time, core::utc_micros(1'626'992'741'421'000));
  EXPECT_TRUE(um.buyer_is_maker);
  EXPECT_EQ(read_as<TradeNews>(kLateUmTrade).size, 0.004);
  const auto single = read_as<TradeNews>(
      R"({"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001","q":"100",)"
      R"("T":1672515782134,"m":true,"M":true})");
  EXPECT_EQ(single.id, 12'345);
  EXPECT_EQ(single.price, 0.001);
}

TEST(StreamFrame, TradesOutsideOfTheMarketAreNone) {
  constexpr std::string_view kTrade =
      R"({"e":"trade","E":1672515782136,"T":1672515782136,"s":"BTCUSDT","t":5,"p":"0","q":"0",)"
      R"("X":"NA","m":true})";
  EXPECT_EQ(line(kTrade), "unknown trade");
  EXPECT_EQ(line(changed(kTrade, "NA", "MARKET")), odd("p is no price"));
}

TEST(StreamFrame, QuotesWithAndWithoutATime) {
  const auto spot = read_as<QuoteNews>(kSpotQuote);
  EXPECT_EQ(spot.symbol, "NKNUSDT");
  EXPECT_EQ(spot.time, core::UtcTime{});
  EXPECT_EQ(spot.bid, 0.3521);
  EXPECT_EQ(spot.bid_size, 672);
  EXPECT_EQ(spot.ask, 0.3526);
  EXPECT_EQ(spot.ask_size, 3199);
  EXPECT_EQ(spot.id, 499'869'768);
  EXPECT_EQ(read_as<QuoteNews>(kUmQuote).time, core::utc_micros(1'626'992'741'012'000));
  const auto cm = read_as<QuoteNews>(kCmQuote);
  EXPECT_EQ(cm.symbol, "BCHUSD_PERP");
  EXPECT_EQ(cm.time, core::utc_micros(1'626'916'403'864'000));
  EXPECT_EQ(read_as<QuoteNews>(changed(kCmQuote, "\"T\":1626916403864,", "")).time,
            core::utc_micros(1'626'916'403'871'000));
}

TEST(StreamFrame, ASideOfTheBookMayBeEmpty) {
  const auto quote =
      read_as<QuoteNews>(changed(kUmQuote, "\"7.6110\",\"B\":\"2\"", "\"0.0000\",\"B\":\"0\""));
  EXPECT_EQ(quote.bid, 0);
  EXPECT_EQ(line(changed(kUmQuote, "7.6110", "-7.6110")), odd("b is below zero"));
  EXPECT_EQ(line(changed(kUmQuote, "297", "-1")), odd("A is below zero"));
}

TEST(StreamFrame, TheShortcutTakesWhateverIsUsual) {
  for (const char* text : {kSpotCandle, kUmCandle, kSpotTrade, kUmTrade, kLateUmTrade, kSpotQuote,
                           kUmQuote, kCmQuote}) {
    EXPECT_TRUE(read_usual_frame(text)) << text;
    const std::string_view wrapped(text);
    const std::size_t data = wrapped.find("\"data\":");
    if (data == std::string_view::npos) continue;
    std::string_view raw = wrapped.substr(data + 7);
    raw.remove_suffix(1);
    EXPECT_TRUE(read_usual_frame(raw)) << raw;
    EXPECT_EQ(line(raw), line(text));
  }
}

TEST(StreamFrame, AnEventThatIsNamedTwiceIsNoUsualOne) {
  const std::string twice = changed(kUmQuote, "600859600576", R"(600859600576,"e":"bookTicker")");
  EXPECT_FALSE(read_usual_frame(twice));
  EXPECT_EQ(line(twice), odd("e comes twice"));
}

TEST(StreamFrame, CandlesWithoutATradeAreUsual) {
  std::string text = changed(kUmCandle, "126902874", "-1");
  text = changed(text, "126902986", "-1");
  EXPECT_TRUE(read_usual_frame(text));
  EXPECT_EQ(line(text), line(kUmCandle));
}

TEST(StreamFrame, TimesInMicroseconds) {
  std::string text = changed(kSpotCandle, "1633998523963", "1633998523963123");
  text = changed(text, "1633998480000", "1633998480000000");
  text = changed(text, "1633998539999", "1633998539999999");
  const auto news = read_as<CandleNews>(text);
  EXPECT_EQ(news.bar, read_as<CandleNews>(kSpotCandle).bar);
  EXPECT_EQ(news.said, core::utc_micros(1'633'998'523'963'123));
}

TEST(StreamFrame, OrderSpacesEscapesAndMoreFieldsChangeNothing) {
  const std::string usual = line(kUmCandle);
  EXPECT_EQ(blame(",", " ,\n\t"), usual);
  EXPECT_EQ(blame("\"o\":\"7.6080\",\"c\":\"7.6170\"", "\"c\":\"7.6170\",\"o\":\"7.6080\""), usual);
  EXPECT_EQ(blame("\"o\":\"7.6080\"", R"("\u006f":"7\u002e6080")"), usual);
  EXPECT_EQ(blame("\"i\":\"1m\"", R"("i":"\u0031m")"), usual);
  EXPECT_EQ(blame("\"x\":", R"("new":[1,{"o":"2"}],"Z":null,"x":)"), usual);
  EXPECT_EQ(blame("\"s\":\"SUSHIUSDT\",\"k\"", R"("ps":"SUSHI","s":"SUSHIUSDT","k")"), usual);
  EXPECT_EQ(blame("\"B\":\"0\"", "\"B\":null"), usual);
  EXPECT_EQ(blame(",\"B\":\"0\"", ""), usual);
  EXPECT_EQ(line("  " + std::string(kUmCandle) + " \n"), usual);
}

TEST(StreamFrame, ThreeDaysOpenOnAnyDayAndMonthsOnTheFirst) {
  const auto with = [](const char* interval, const char* open, const char* close) {
    std::string text = changed(kUmCandle, "\"1m\"", interval);
    text = changed(text, "1626992700000", open);
    return line(changed(text, "1626992759999", close));
  };
  EXPECT_TRUE(with("\"3d\"", "1626825600000", "1627084799999").starts_with("candle"));
  EXPECT_TRUE(with("\"3d\"", "1626912000000", "1627171199999").starts_with("candle"));
  EXPECT_EQ(with("\"3d\"", "1626912001000", "1627171199999"),
            odd("k.t is no open time of a 3d candle"));
  EXPECT_TRUE(with("\"1M\"", "1625097600000", "1627775999999").starts_with("candle SUSHIUSDT 1M"));
  EXPECT_EQ(with("\"1M\"", "1625184000000", "1627775999999"),
            odd("k.t is no open time of a 1M candle"));
  EXPECT_EQ(with("\"1mo\"", "1625097600000", "1627775999999"), odd("k.i is no interval"));
}

TEST(StreamFrame, EveryFieldIsJudgedAndNamed) {
  EXPECT_EQ(blame("\"o\":\"7.6080\",", ""), odd("k.o is missing"));
  EXPECT_EQ(blame("\"o\":\"7.6080\"", "\"o\":7.6080"), odd("k.o is no text"));
  EXPECT_EQ(blame("7.6080", "7.6080x"), odd("k.o is no decimal"));
  EXPECT_EQ(blame("7.6080", "NaN"), odd("k.o is no decimal"));
  EXPECT_EQ(blame("7.6080", "1e999"), odd("k.o is no decimal"));
  EXPECT_EQ(blame("7.6080", "0.0000"), odd("k.o is no price"));
  EXPECT_EQ(blame("7.6070", "-7.6070"), odd("k.l is no price"));
  EXPECT_EQ(blame("7.6180", "7.6160"), odd("k.h is below k.o or k.c"));
  EXPECT_EQ(blame("7.6180", "7.6070"), odd("k.h is below k.o or k.c"));
  EXPECT_EQ(blame("7.6070", "7.6081"), odd("k.l is above k.o or k.c"));
  EXPECT_EQ(blame("\"3005\"", "\"-1\""), odd("k.v is below zero"));
  EXPECT_EQ(blame("22875.8590", "-0.1"), odd("k.q is below zero"));
  EXPECT_EQ(blame("1900", "-1"), odd("k.V is below zero"));
  EXPECT_EQ(blame("14464.6960", "-1"), odd("k.Q is below zero"));
  EXPECT_EQ(blame("113", "-113"), odd("k.n is below zero"));
  EXPECT_EQ(blame("113", "113.5"), odd("k.n is no whole number"));
  EXPECT_EQ(blame("true", "1"), odd("k.x is neither true nor false"));
  EXPECT_EQ(blame("\"1m\"", "\"2m\""), odd("k.i is no interval"));
  EXPECT_EQ(blame("1626992700000", "1626992700"), odd("k.t is no time"));
  EXPECT_EQ(blame("1626992700000", "1626992701000"), odd("k.t is no open time of a 1m candle"));
  EXPECT_EQ(blame("1626992759999", "1626992759999999"), odd("k.T is no time like k.t"));
  EXPECT_EQ(blame("1626992759999", "1626992699998"), odd("k.T is not after k.t"));
  EXPECT_EQ(blame("1626992760203", "20203"), odd("E is no time"));
  EXPECT_EQ(blame("SUSHIUSDT", "SUSHIUSD"), odd("k.s is not the symbol of s"));
  EXPECT_EQ(blame("\"s\":\"SUSHIUSDT\"", R"("s":"sushiusdt")"), odd("s is no symbol"));
  EXPECT_EQ(blame("\"s\":\"SUSHIUSDT\"", R"("s":"")"), odd("s is no symbol"));
  EXPECT_EQ(blame("\"o\":\"7.6080\"", R"("o":"7.6080","o":"7.6080")"), odd("k.o comes twice"));
  EXPECT_EQ(blame("\"k\":", "\"j\":"), odd("k is missing"));
  EXPECT_EQ(line(R"({"e":"kline","E":1626992760203,"s":"A","k":[]})"), odd("k is no object"));
  EXPECT_EQ(line(changed(kUmTrade, "1626992741421", "0")), odd("T is no time"));
  EXPECT_EQ(line(changed(kUmTrade, "1.01100", "0")), odd("p is no price"));
  EXPECT_EQ(line(changed(kUmTrade, "\"10\"", "\"-10\"")), odd("q is below zero"));
  EXPECT_EQ(line(changed(kSpotQuote, "\"b\":\"0.35210000\",", "")), odd("b is missing"));
}

TEST(StreamFrame, Answers) {
  EXPECT_EQ(line(R"({"result":null,"id":7})"), "accepted 7");
  EXPECT_EQ(line(R"({"id":3,"result":["a@trade"]})"), "accepted 3");
  EXPECT_EQ(line(R"({"result":null,"id":"x"})"), "unknown ");
  EXPECT_EQ(line(R"({"code":2,"msg":"Invalid request: too many parameters","id":9})"),
            "refused 9 Invalid request: too many parameters (code 2)");
  EXPECT_EQ(line(R"({"code":3,"msg":"Invalid JSON:\n\u001b[31m"})"),
            "refused Invalid JSON:  [31m (code 3)");
  EXPECT_EQ(line(R"({"error":{"code":2,"msg":"Invalid request"},"id":4})"),
            "refused 4 Invalid request (code 2)");
}

TEST(StreamFrame, TheServerLeaves) {
  EXPECT_EQ(line(R"({"e":"serverShutdown","E":1778200000000})"), "going away");
  EXPECT_EQ(line(R"({"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1778200000000}})"),
            "going away");
}

TEST(StreamFrame, WhatNobodyAskedForIsUnknown) {
  EXPECT_EQ(line(R"({"stream":"a@depth","data":{"e":"depthUpdate","E":1,"s":"A","u":2,"b":[]}})"),
            "unknown depthUpdate");
  EXPECT_EQ(line(R"({"e":"continuous_kline","k":{}})"), "unknown continuous_kline");
  EXPECT_EQ(line(R"({"stream":"a@depth5","data":{"lastUpdateId":1,"bids":[]}})"),
            "unknown a@depth5");
  EXPECT_EQ(line(R"({"stream":"!ticker@arr","data":[{"e":"24hrTicker"}]})"), "unknown !ticker@arr");
  EXPECT_EQ(line(R"({"e":7})"), "unknown ");
  EXPECT_EQ(line(R"({"\u0065":"n\u0065w"})"), "unknown ");
  EXPECT_EQ(line("[]"), "unknown ");
  EXPECT_EQ(line("{}"), "unknown ");
}

TEST(StreamFrame, NoJsonIsRefused) {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("<html>"), std::string(kUmCandle) + "{}",
        std::string(kUmCandle).substr(0, 300), changed(kUmCandle, "113", "0113"),
        changed(kUmCandle, "SUSHI", "SU\xFFHI"),
        changed(kUmCandle, "\"B\":\"0\"", "\"B\":\"\n\"")}) {
    EXPECT_EQ(line(text), odd("it is no JSON")) << text;
  }
}

}  // namespace
}  // namespace wick::venue::binance::stream_frame_test
