#include "venue/binance/exchange_info.hpp"

#include <simdjson.h>

#include <algorithm>
#include <optional>

namespace wick::venue::binance {
namespace {

namespace od = simdjson::ondemand;

constexpr std::size_t kTextMax = 64;  // of a status or an asset
constexpr std::string_view kUntold = "UNKNOWN";
constexpr std::int64_t kYear2200 = 7'258'118'400'000;  // past all dates, "never" among them

struct RawSymbol {
  std::string_view symbol, status, base, quote, contract_type, pair;
  std::int64_t onboard{};
  std::int64_t delivery{};
};

base::Error corrupt(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "the list of instruments " + what};
}

bool is_null(od::value& value) {
  bool null = false;
  return value.is_null().get(null) == simdjson::SUCCESS && null;
}

bool read_text(od::value value, std::string_view& out) {
  if (is_null(value)) return true;
  return value.get_string().get(out) == simdjson::SUCCESS;
}

bool read_millis(od::value value, std::int64_t& out) {
  if (is_null(value)) return true;
  return value.get_int64().get(out) == simdjson::SUCCESS;
}

// COIN-M says contractStatus where the others say status.
bool read_field(std::string_view key, od::value value, RawSymbol& raw) {
  if (key == "symbol") return read_text(value, raw.symbol);
  if (key == "status" || key == "contractStatus") return read_text(value, raw.status);
  if (key == "baseAsset") return read_text(value, raw.base);
  if (key == "quoteAsset") return read_text(value, raw.quote);
  if (key == "contractType") return read_text(value, raw.contract_type);
  if (key == "pair") return read_text(value, raw.pair);
  if (key == "onboardDate") return read_millis(value, raw.onboard);
  if (key == "deliveryDate") return read_millis(value, raw.delivery);
  return true;
}

// What is wrong with it, or nothing.
std::string read_symbol(od::value value, RawSymbol& raw) {
  od::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) return "is no object";
  for (auto member : object) {
    od::field field;
    std::string_view key;
    if (std::move(member).get(field) != simdjson::SUCCESS ||
        field.unescaped_key().get(key) != simdjson::SUCCESS) {
      return "is not valid JSON";
    }
    const std::string name(key);
    if (!read_field(name, field.value(), raw)) return "has a " + name + " that is none";
  }
  return raw.symbol.empty() ? "has no name" : "";
}

std::string printable(std::string_view text) {
  std::string out(text.substr(0, kTextMax));
  std::ranges::replace_if(
      out, [](char c) { return c < '!' || c > '~'; }, '?');
  return out;
}

std::optional<core::KnownDate> date_of(std::int64_t millis) {
  if (millis <= 0 || millis >= kYear2200) return std::nullopt;
  return core::KnownDate{core::utc_micros(millis * 1000), core::DateOrigin::kExchangeInfo};
}

core::Instrument instrument_of(const RawSymbol& raw, core::Market market, core::UtcTime now) {
  core::Instrument instrument{.provider = core::Provider::kBinance,
                              .market = market,
                              .symbol = std::string(raw.symbol),
                              .status = printable(raw.status.empty() ? kUntold : raw.status),
                              .base = printable(raw.base),
                              .quote = printable(raw.quote),
                              .contract_type = printable(raw.contract_type),
                              .pair = printable(raw.pair),
                              .tradable = raw.status == "TRADING",
                              .listed = date_of(raw.onboard),
                              .delisted = date_of(raw.delivery)};
  const bool still_there =
      instrument.tradable || (instrument.delisted && instrument.delisted->time > now);
  if (still_there) instrument.delisted.reset();
  return instrument;
}

bool can_be_asked_for(std::string_view symbol) {
  const auto canonical = core::canonical_symbol(symbol);
  return canonical && *canonical == symbol;
}

struct Reading {
  core::Market market{};
  core::UtcTime now{};
  std::vector<core::Instrument> instruments{};
};

base::Result<void> read_symbols(od::value value, Reading& reading) {
  od::array symbols;
  if (value.get_array().get(symbols) != simdjson::SUCCESS) return corrupt("has symbols of no kind");
  std::size_t number = 0;
  for (auto element : symbols) {
    ++number;
    od::value symbol;
    RawSymbol raw;
    const bool there = element.get(symbol) == simdjson::SUCCESS;
    const std::string wrong = there ? read_symbol(symbol, raw) : "is not valid JSON";
    if (!wrong.empty())
      return corrupt("is damaged: symbol " + std::to_string(number) + " " + wrong);
    if (!can_be_asked_for(raw.symbol)) continue;
    reading.instruments.push_back(instrument_of(raw, reading.market, reading.now));
  }
  return {};
}

base::Result<void> read_document(od::document& document, Reading& reading) {
  od::object object;
  if (document.get_object().get(object) != simdjson::SUCCESS) return corrupt("is no JSON object");
  bool found = false;
  for (auto member : object) {
    od::field field;
    std::string_view key;
    if (std::move(member).get(field) != simdjson::SUCCESS ||
        field.unescaped_key().get(key) != simdjson::SUCCESS) {
      return corrupt("is not valid JSON");
    }
    if (key != "symbols") continue;
    if (found) return corrupt("has its symbols twice");
    found = true;
    if (auto read = read_symbols(field.value(), reading); !read) return read;
  }
  if (!found) return corrupt("has no symbols");
  // Past the last token there is no location: anything else is text after the object.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
    return corrupt("goes on after its end");
  }
  return {};
}

}  // namespace

std::string exchange_info_path(core::Market market) {
  switch (market) {
    case core::Market::kSpot:  // the sets of permissions are most of its bytes
      return "/api/v3/exchangeInfo?showPermissionSets=false";
    case core::Market::kFuturesUsdt:
      return "/fapi/v1/exchangeInfo";
    case core::Market::kFuturesCoin:
      return "/dapi/v1/exchangeInfo";
    case core::Market::kFx:
      break;
  }
  return "";
}

base::Result<std::vector<core::Instrument>> parse_exchange_info(std::string_view text,
                                                                core::Market market,
                                                                core::UtcTime now) {
  if (text.size() > kExchangeInfoMax) return corrupt("is longer than it can be");
  od::parser parser;
  const simdjson::padded_string padded(text);
  od::document document;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) {
    return corrupt("is not valid JSON");
  }
  Reading reading{.market = market, .now = now};
  if (auto read = read_document(document, reading); !read) return read.error();
  auto& found = reading.instruments;
  std::ranges::stable_sort(found, {}, &core::Instrument::symbol);
  const auto same = [](const auto& a, const auto& b) { return a.symbol == b.symbol; };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  return std::move(found);
}

}  // namespace wick::venue::binance
