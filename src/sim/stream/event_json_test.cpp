#include "sim/stream/event_json.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "sim/stream/positioned_json.hpp"

namespace wick::sim::event_json_test {
namespace {

Symbol symbol(Venue venue) {
  Symbol made;
  made.venue = venue;
  made.name = venue == Venue::kCm ? "BTCUSD_PERP" : "BTCUSDT";
  made.pair = venue == Venue::kCm ? "BTCUSD" : "BTCUSDT";
  made.contract_type = "PERPETUAL";
  made.price_digits = venue == Venue::kSpot ? 2 : 1;
  made.quantity_digits = venue == Venue::kCm ? 0 : 3;
  return made;
}

KlineEvent kline() {
  Candle candle;
  candle.open_time = 1'600'000'020 * kSecond;
  candle.open = 1012345;
  candle.close = 1012350;
  candle.high = 1012399;
  candle.low = 1;
  candle.volume = 1200;
  candle.quote = 121'480'000;
  candle.count = 7;
  candle.taker_volume = 0;
  candle.taker_quote = 0;
  candle.first_trade = 100;
  candle.last_trade = 106;
  return {1'600'000'022 * kSecond + 500'123, "1m", candle.open_time + kMinute, candle, false};
}

TEST(EventJson, KlineOfSpotIsPadded) {
  EXPECT_EQ(kline_json(symbol(Venue::kSpot), kline(), TimeUnit::kMillisecond),
            R"({"e":"kline","E":1600000022500,"s":"BTCUSDT","k":{"t":1600000020000,)"
            R"("T":1600000079999,"s":"BTCUSDT","i":"1m","f":100,"L":106,"o":"10123.45000000",)"
            R"("c":"10123.50000000","h":"10123.99000000","l":"0.01000000","v":"1.20000000","n":7,)"
            R"("x":false,"q":"1214.80000000","V":"0.00000000","Q":"0.00000000","B":"0"}})");
}

TEST(EventJson, MicrosecondsOnDemand) {
  auto event = kline();
  event.closed = true;
  const auto json = kline_json(symbol(Venue::kSpot), event, TimeUnit::kMicrosecond);
  EXPECT_NE(json.find(R"("E":1600000022500123)"), json.npos);
  EXPECT_NE(json.find(R"("t":1600000020000000,"T":1600000079999999)"), json.npos);
  EXPECT_NE(json.find(R"("x":true)"), json.npos);
}

TEST(EventJson, KlineOfFuturesHasTheVenuesPrecision) {
  EXPECT_EQ(kline_json(symbol(Venue::kUm), kline(), TimeUnit::kMillisecond),
            R"({"e":"kline","E":1600000022500,"s":"BTCUSDT","k":{"t":1600000020000,)"
            R"("T":1600000079999,"s":"BTCUSDT","i":"1m","f":100,"L":106,"o":"101234.5",)"
            R"("c":"101235.0","h":"101239.9","l":"0.1","v":"1.200","n":7,)"
            R"("x":false,"q":"12148.0000","V":"0.000","Q":"0.0000","B":"0"}})");
  EXPECT_EQ(continuous_kline_json(symbol(Venue::kCm), kline()),
            R"({"e":"continuous_kline","E":1600000022500,"ps":"BTCUSD","ct":"PERPETUAL",)"
            R"("k":{"t":1600000020000,"T":1600000079999,"i":"1m","f":100,"L":106,"o":"101234.5",)"
            R"("c":"101235.0","h":"101239.9","l":"0.1","v":"1200","n":7,)"
            R"("x":false,"q":"1.21480000","V":"0","Q":"0.00000000","B":"0"}})");
}

TEST(EventJson, Trades) {
  const TradeEvent event{
      1'600'000'022'007'000, {55, 1'600'000'022'000'001, 1012345, 1200, true}, 57};
  EXPECT_EQ(trade_json(symbol(Venue::kSpot), event, TimeUnit::kMillisecond),
            R"({"e":"trade","E":1600000022007,"s":"BTCUSDT","t":55,"p":"10123.45000000",)"
            R"("q":"1.20000000","T":1600000022000,"m":true,"M":true})");
  EXPECT_EQ(trade_json(symbol(Venue::kUm), event, TimeUnit::kMillisecond),
            R"({"e":"trade","E":1600000022007,"T":1600000022000,"s":"BTCUSDT","t":55,)"
            R"("p":"101234.5","q":"1.200","X":"MARKET","m":true})");
  EXPECT_EQ(agg_trade_json(symbol(Venue::kSpot), event, TimeUnit::kMicrosecond),
            R"({"e":"aggTrade","E":1600000022007000,"s":"BTCUSDT","a":55,"p":"10123.45000000",)"
            R"("q":"1.20000000","f":55,"l":57,"T":1600000022000001,"m":true,"M":true})");
  EXPECT_EQ(agg_trade_json(symbol(Venue::kCm), event, TimeUnit::kMillisecond),
            R"({"e":"aggTrade","E":1600000022007,"a":55,"s":"BTCUSD_PERP","p":"101234.5",)"
            R"("q":"1200","f":55,"l":57,"T":1600000022000,"m":true})");
}

TEST(EventJson, BookTickers) {
  const BookEvent event{1'600'000'022'007'000, 1'600'000'022'000'001, 9, 100, 2000, 101, 3};
  EXPECT_EQ(book_ticker_json(symbol(Venue::kSpot), event),
            R"({"u":9,"s":"BTCUSDT","b":"1.00000000","B":"2.00000000","a":"1.01000000",)"
            R"("A":"0.00300000"})");
  EXPECT_EQ(book_ticker_json(symbol(Venue::kUm), event),
            R"({"e":"bookTicker","u":9,"s":"BTCUSDT","b":"10.0","B":"2.000","a":"10.1",)"
            R"("A":"0.003","T":1600000022000,"E":1600000022007})");
  EXPECT_EQ(book_ticker_json(symbol(Venue::kCm), event),
            R"({"u":9,"e":"bookTicker","s":"BTCUSD_PERP","ps":"BTCUSD","b":"10.0","B":"2000",)"
            R"("a":"10.1","A":"3","T":1600000022000,"E":1600000022007})");
}

// Names in order, kinds of values, and on spot how many decimals: what two frames have in common.
std::string shape_of(const JsonValue& value, bool decimals) {
  switch (value.kind) {
    case JsonValue::Kind::kObject: {
      std::string shape = "{";
      for (std::size_t i = 0; i < value.names.size(); i++) {
        shape += value.names[i] + ':' + shape_of(value.items[i], decimals) + ' ';
      }
      return shape + '}';
    }
    case JsonValue::Kind::kNumber:
      return "number";
    case JsonValue::Kind::kBool:
      return "bool";
    case JsonValue::Kind::kString: {
      const std::size_t point = value.text.find('.');
      if (!decimals || point == std::string::npos) return "text";
      return "text." + std::to_string(value.text.size() - point - 1);
    }
    default:
      return "other";
  }
}

std::string shape_of(const std::string& json, bool decimals) {
  const auto read = read_json(json);
  return std::holds_alternative<JsonValue>(read) ? shape_of(std::get<JsonValue>(read), decimals)
                                                 : "broken";
}

std::filesystem::path recordings() {
  const char* given = std::getenv("WICK_RECORDINGS");
  const std::filesystem::path here(__FILE__);
  const auto tree = here.parent_path().parent_path().parent_path().parent_path();
  return (given != nullptr ? std::filesystem::path(given) : tree / "../shared/data/real") /
         "binance";
}

using Shapes = std::map<std::string, std::set<std::string>>;  // by topic

Shapes recorded_shapes(const std::filesystem::path& file, bool decimals) {
  Shapes shapes;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t brace = line.find(": {");
    if (brace == std::string::npos) continue;
    const auto read = read_json(std::string_view(line).substr(brace + 2));
    if (!std::holds_alternative<JsonValue>(read)) continue;
    const auto& frame = std::get<JsonValue>(read);
    const auto* stream = frame.find("stream");
    const auto* data = frame.find("data");
    if (stream == nullptr || data == nullptr) continue;
    shapes[stream->text.substr(stream->text.find('@') + 1)].insert(shape_of(*data, decimals));
  }
  return shapes;
}

TEST(EventJson, LooksLikeTheRecordings) {
  if (!std::filesystem::exists(recordings())) GTEST_SKIP() << "no recordings at " << recordings();
  const std::pair<Venue, const char*> files[] = {
      {Venue::kSpot, "spot.ws.jsonl"}, {Venue::kUm, "um.ws.jsonl"}, {Venue::kCm, "cm.ws.jsonl"}};
  for (const auto& each : files) {
    const Venue venue = each.first;
    const char* file = each.second;
    const bool decimals = venue == Venue::kSpot;
    auto recorded = recorded_shapes(recordings() / file, decimals);
    const Symbol one = symbol(venue);
    const auto expect = [&](const char* topic, const std::string& json) {
      EXPECT_EQ(recorded[topic], std::set<std::string>{shape_of(json, decimals)})
          << file << ' ' << topic;
    };
    expect("kline_1m", kline_json(one, kline(), TimeUnit::kMillisecond));
    expect("aggTrade", agg_trade_json(one, {}, TimeUnit::kMillisecond));
    expect("bookTicker", book_ticker_json(one, {}));
  }
}

}  // namespace
}  // namespace wick::sim::event_json_test
