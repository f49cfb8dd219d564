#include "sim/okx/instrument.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "sim/market/asset.hpp"
#include "sim/market/hash.hpp"
#include "sim/okx/plain_decimal.hpp"
#include "sim/rest/klines.hpp"

namespace wick::sim {
namespace {

constexpr std::string_view kSwap = "-SWAP";
constexpr std::array<std::string_view, 3> kTypesWithout{"FUTURES", "MARGIN", "OPTION"};

bool is_swap(const Symbol& symbol) {
  return symbol.venue != Venue::kSpot && symbol.contract_type == "PERPETUAL";
}

// The name on Binance; of COIN-M, whose quote is USD and nothing else's.
std::string name_of(std::string_view id, Venue venue) {
  std::string name(id);
  std::erase(name, '-');
  return venue == Venue::kCm ? name + "_PERP" : name;
}

void append(std::string& out, std::string_view key, std::string_view text) {
  out += out.ends_with('{') ? "\"" : ",\"";
  out += key;
  out += "\":\"";
  out += text;
  out += '"';
}

std::string one_of_ten(int digits) {
  return plain_decimal(1, digits);
}

void append_contract(std::string& out, const Symbol& symbol) {
  const bool linear = symbol.venue == Venue::kUm;
  append(out, "uly", symbol.base + "-" + symbol.quote);
  append(out, "baseCcy", "");
  append(out, "quoteCcy", "");
  append(out, "settleCcy", linear ? symbol.quote : symbol.base);
  append(out, "ctVal",
         linear ? one_of_ten(-contract_exponent(symbol)) : std::to_string(symbol.contract_size));
  append(out, "ctMult", "1");
  append(out, "ctValCcy", linear ? symbol.base : symbol.quote);
  append(out, "ctType", linear ? "linear" : "inverse");
  const int lot_digits = symbol.quantity_digits + (linear ? contract_exponent(symbol) : 0);
  append(out, "lotSz", one_of_ten(lot_digits));
  append(out, "minSz", one_of_ten(lot_digits));
}

void append_pair(std::string& out, const Symbol& symbol) {
  append(out, "uly", "");
  append(out, "baseCcy", symbol.base);
  append(out, "quoteCcy", symbol.quote);
  for (const char* of_swaps : {"settleCcy", "ctVal", "ctMult", "ctValCcy", "ctType"}) {
    append(out, of_swaps, "");
  }
  append(out, "lotSz", one_of_ten(symbol.quantity_digits));
  append(out, "minSz", one_of_ten(symbol.quantity_digits));
}

std::string instrument_json(const Symbol& symbol, Micros now) {
  std::string out = "{";
  append(out, "instType", is_swap(symbol) ? "SWAP" : "SPOT");
  append(out, "instId", instrument_id(symbol));
  if (is_swap(symbol)) {
    append_contract(out, symbol);
  } else {
    append_pair(out, symbol);
  }
  append(out, "tickSz", one_of_ten(symbol.price_digits));
  append(out, "listTime", std::to_string(symbol.listed / 1000));
  append(out, "expTime", "");
  append(out, "state", symbol.delisted <= now ? "suspend" : "live");
  return out += '}';
}

std::vector<Venue> venues_of(std::string_view type) {
  if (type == "SPOT") return {Venue::kSpot};
  return {Venue::kUm, Venue::kCm};
}

std::vector<const Symbol*> quoted_in(const Market& market, Venue venue, Micros now) {
  std::vector<const Symbol*> out;
  for (const Symbol& symbol : market.symbols(venue)) {
    const bool there = find_quoted(market, venue, symbol.name, now) != nullptr;
    if (there && !instrument_id(symbol).empty()) out.push_back(&symbol);
  }
  return out;
}

// All of a type, or the one that is named; "[]" where there is none.
std::string list_json(const Market& market, std::string_view type, const std::string* wanted,
                      Micros now) {
  std::string out = "[";
  for (const Venue venue : venues_of(type)) {
    for (const Symbol* symbol : quoted_in(market, venue, now)) {
      if (wanted != nullptr && *wanted != instrument_id(*symbol)) continue;
      if (out.size() > 1) out += ',';
      out += instrument_json(*symbol, now);
    }
  }
  return out += ']';
}

}  // namespace

std::string instrument_id(const Symbol& symbol) {
  std::string pair = symbol.base + "-" + symbol.quote;
  if (symbol.venue == Venue::kSpot) return pair;
  return is_swap(symbol) ? pair.append(kSwap) : "";
}

const Symbol* find_instrument(const Market& market, std::string_view id, Micros now) {
  std::string_view pair = id;
  Venue venue = Venue::kSpot;
  if (pair.ends_with(kSwap)) {
    pair.remove_suffix(kSwap.size());
    venue = pair.ends_with("-USD") ? Venue::kCm : Venue::kUm;
  }
  const Symbol* symbol = find_quoted(market, venue, name_of(pair, venue), now);
  return symbol != nullptr && instrument_id(*symbol) == id ? symbol : nullptr;
}

int contract_exponent(const Symbol& symbol) {
  constexpr Wide kWorthMax = Wide{1'000'000'000'000} * 10'000;  // a thousand dollars, in 1e-13
  const Asset* base = find_asset(symbol.base);
  WICK_CHECK(base != nullptr);
  int exponent = -4;
  for (Wide worth = base->nano_dollars; worth * 10 <= kWorthMax; worth *= 10) ++exponent;
  return exponent;
}

std::variant<std::string, OkxError> instruments_json(const Market& market, const Target& target,
                                                     Micros now) {
  const std::string* type = target.find("instType");
  if (type == nullptr || type->empty()) return okx_missing("instType");
  if (std::ranges::find(kTypesWithout, *type) != kTypesWithout.end()) return "[]";
  if (*type != "SPOT" && *type != "SWAP") return okx_wrong("instType");
  const std::string* wanted = target.find("instId");
  std::string list = list_json(market, *type, wanted, now);
  if (wanted != nullptr && list == "[]") return okx_unknown_instrument();
  return list;
}

}  // namespace wick::sim
