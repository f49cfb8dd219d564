#include "sim/rest/symbol_json.hpp"

#include "sim/archive/decimal.hpp"
#include "sim/market/listing.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kNoDelivery = 4'133'404'800'000;  // how the exchange says "never"

void text(std::string& out, std::string_view name, std::string_view value) {
  out += ",\"";
  out += name;
  out += "\":\"";
  out += value;
  out += '"';
}

void raw(std::string& out, std::string_view name, std::string_view value) {
  out += ",\"";
  out += name;
  out += "\":";
  out += value;
}

void number(std::string& out, std::string_view name, std::int64_t value) {
  raw(out, name, std::to_string(value));
}

std::string decimal(std::int64_t value, int digits, int shown) {
  std::string out;
  append_decimal(out, value, digits, shown);
  return out;
}

struct Steps {
  std::string tick, lot;  // smallest price and quantity
  std::string price_max, quantity_max;
};

Steps steps_of(const Symbol& symbol) {
  const int shown = symbol.venue == Venue::kSpot ? 8 : 0;
  return {decimal(1, symbol.price_digits, shown), decimal(1, symbol.quantity_digits, shown),
          decimal(1'000'000, 0, shown), decimal(9'000'000, 0, shown)};
}

std::string price_filter(const Steps& steps) {
  return R"({"filterType":"PRICE_FILTER","minPrice":")" + steps.tick + R"(","maxPrice":")" +
         steps.price_max + R"(","tickSize":")" + steps.tick + R"("})";
}

std::string lot_filter(std::string_view type, const Steps& steps) {
  return R"({"filterType":")" + std::string(type) + R"(","minQty":")" + steps.lot +
         R"(","maxQty":")" + steps.quantity_max + R"(","stepSize":")" + steps.lot + R"("})";
}

std::string spot_filters(const Symbol& symbol) {
  const Steps steps = steps_of(symbol);
  return "[" + price_filter(steps) + "," + lot_filter("LOT_SIZE", steps) +
         R"(,{"filterType":"ICEBERG_PARTS","limit":10},)" + lot_filter("MARKET_LOT_SIZE", steps) +
         R"(,{"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5",)"
         R"("bidMultiplierDown":"0.2",)"
         R"("askMultiplierUp":"5","askMultiplierDown":"0.2","avgPriceMins":5},)"
         R"({"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,)"
         R"("maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},)"
         R"({"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},)"
         R"({"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5}])";
}

std::string futures_filters(const Symbol& symbol) {
  const Steps steps = steps_of(symbol);
  const std::string notional =
      symbol.venue == Venue::kUm ? R"({"filterType":"MIN_NOTIONAL","notional":"5"},)" : "";
  return "[" + price_filter(steps) + "," + lot_filter("LOT_SIZE", steps) + "," +
         lot_filter("MARKET_LOT_SIZE", steps) +
         R"(,{"filterType":"MAX_NUM_ORDERS","limit":200},)"
         R"({"filterType":"MAX_NUM_ALGO_ORDERS","limit":10},)" +
         notional +
         R"({"filterType":"PERCENT_PRICE","multiplierUp":"1.1000","multiplierDown":"0.9000",)"
         R"("multiplierDecimal":"4"}])";
}

void append_spot(std::string& out, const Symbol& symbol, Micros now) {
  text(out, "status", status_at(symbol, now));
  text(out, "baseAsset", symbol.base);
  number(out, "baseAssetPrecision", 8);
  text(out, "quoteAsset", symbol.quote);
  number(out, "quotePrecision", 8);
  number(out, "quoteAssetPrecision", 8);
  number(out, "baseCommissionPrecision", 8);
  number(out, "quoteCommissionPrecision", 8);
  raw(out, "orderTypes",
      R"(["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS_LIMIT","TAKE_PROFIT_LIMIT"])");
  for (const char* allowed : {"icebergAllowed", "ocoAllowed", "quoteOrderQtyMarketAllowed",
                              "allowTrailingStop", "cancelReplaceAllowed"}) {
    raw(out, allowed, "true");
  }
  raw(out, "isSpotTradingAllowed", on_board(symbol, now) ? "true" : "false");
  raw(out, "isMarginTradingAllowed", "false");
  raw(out, "filters", spot_filters(symbol));
  raw(out, "permissions", "[]");
  raw(out, "permissionSets", R"([["SPOT"]])");
  text(out, "defaultSelfTradePreventionMode", "EXPIRE_MAKER");
  raw(out, "allowedSelfTradePreventionModes", R"(["EXPIRE_TAKER","EXPIRE_MAKER","EXPIRE_BOTH"])");
}

void append_contract_terms(std::string& out, const Symbol& symbol, Micros now) {
  const bool perpetual = symbol.contract_type == "PERPETUAL";
  const bool cm = symbol.venue == Venue::kCm;
  text(out, "pair", symbol.pair);
  text(out, "contractType", symbol.contract_type);
  number(out, "deliveryDate",
         symbol.delisted == kNever || perpetual ? kNoDelivery : symbol.delisted / 1000);
  number(out, "onboardDate", known_since(symbol, now) / 1000);
  text(out, cm ? "contractStatus" : "status", status_at(symbol, now));
  if (cm) number(out, "contractSize", symbol.contract_size);
  text(out, "marginAsset", cm ? symbol.base : symbol.quote);
  text(out, "maintMarginPercent", "2.5000");
  text(out, "requiredMarginPercent", "5.0000");
  text(out, "baseAsset", symbol.base);
  text(out, "quoteAsset", symbol.quote);
}

void append_futures(std::string& out, const Symbol& symbol, Micros now) {
  append_contract_terms(out, symbol, now);
  number(out, "pricePrecision", symbol.price_digits);
  number(out, "quantityPrecision", symbol.quantity_digits);
  number(out, "baseAssetPrecision", 8);
  number(out, "quotePrecision", 8);
  if (symbol.venue == Venue::kCm) {
    number(out, "equalQtyPrecision", 4);
    number(out, "maxMoveOrderLimit", 10'000);
  }
  text(out, "underlyingType", "COIN");
  raw(out, "underlyingSubType", "[]");
  if (symbol.venue == Venue::kUm) number(out, "settlePlan", 0);
  text(out, "triggerProtect", "0.0500");
  text(out, "liquidationFee", "0.010000");
  text(out, "marketTakeBound", "0.10");
  raw(out, "filters", futures_filters(symbol));
  raw(out, "orderTypes",
      R"(["LIMIT","MARKET","STOP","STOP_MARKET","TAKE_PROFIT","TAKE_PROFIT_MARKET",)"
      R"("TRAILING_STOP_MARKET"])");
  raw(out, "timeInForce", R"(["GTC","IOC","FOK","GTX"])");
}

}  // namespace

std::string status_at(const Symbol& symbol, Micros now) {
  const bool spot = symbol.venue == Venue::kSpot;
  if (!on_board(symbol, now)) return spot ? "BREAK" : "SETTLING";
  // The market tells the status at the end of time; until its delisting a symbol was traded.
  return symbol.delisted == kNever ? symbol.status : "TRADING";
}

void append_symbol(std::string& out, const Symbol& symbol, Micros now) {
  out += "{\"symbol\":\"" + symbol.name + "\"";
  if (symbol.venue == Venue::kSpot) {
    append_spot(out, symbol, now);
  } else {
    append_futures(out, symbol, now);
  }
  out += '}';
}

std::string_view margin_assets_json() {
  return R"([{"asset":"USDT","marginAvailable":true,"autoAssetExchange":"-10000"},)"
         R"({"asset":"BTC","marginAvailable":true,"autoAssetExchange":"-0.001"},)"
         R"({"asset":"ETH","marginAvailable":true,"autoAssetExchange":"-5"}])";
}

}  // namespace wick::sim
