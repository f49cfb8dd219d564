#include <algorithm>
#include <optional>

#include "cli/amounts.hpp"
#include "cli/symbols_command.hpp"
#include "cli/symbols_filter.hpp"
#include "core/time_text.hpp"
#include "wiring/instruments.hpp"

namespace wick::cli {
namespace {

using core::Instrument;
using Side = TextTable::Side;

constexpr std::size_t kStatusMax = 10;
constexpr std::size_t kBaseMax = 8;
constexpr std::size_t kTypeMax = 9;
constexpr std::string_view kAll = "all";

// So that a line has no more than 80 columns; --json has all of it.
std::string cut(std::string_view text, std::size_t size_max) {
  if (text.size() <= size_max) return std::string(text);
  return std::string(text.substr(0, size_max - 1)) + "~";
}

std::string type_text(const Instrument& one) {
  if (one.contract_type == "CURRENT_QUARTER") return "QUARTER";
  if (one.contract_type == "NEXT_QUARTER") return "NEXT_QTR";
  return cut(one.contract_type, kTypeMax);
}

std::string market_text(core::Market market) {
  if (market == core::Market::kSpot) return "spot";
  return market == core::Market::kFuturesUsdt ? "um" : "cm";
}

std::string date_text(const std::optional<core::KnownDate>& date) {
  return date ? core::to_date(date->time) : "";
}

std::string null_or_text(const std::string& text) {
  return text.empty() ? "null" : '"' + text + '"';
}

void add_date(JsonObject& json, const std::string& key,
              const std::optional<core::KnownDate>& date) {
  json.raw(key, null_or_text(date ? core::to_iso(date->time) : ""));
  json.raw(key + "_from", null_or_text(date ? std::string(core::name(date->from)) : ""));
}

std::string json_of(const Instrument& one) {
  JsonObject json;
  json.text("symbol", one.symbol)
      .text("market", core::name(one.market))
      .text("status", shown_status(one))
      .text("base", one.base)
      .text("quote", one.quote)
      .text("contract_type", one.contract_type)
      .text("pair", one.pair)
      .raw("tradable", one.tradable ? "true" : "false");
  add_date(json, "listed", one.listed);
  add_date(json, "delisted", one.delisted);
  return json.finish();
}

}  // namespace

std::string symbols_text(const SymbolsFound& found) {
  if (found.instruments.empty()) return "";
  const bool all = found.market == kAll;
  TextTable table(std::vector<Side>(7, Side::kLeft));
  if (all) {
    table.add({"market", "symbol", "status", "quote", "type", "listed", "delisted"});
  } else {
    table.add({"symbol", "status", "base", "quote", "type", "listed", "delisted"});
  }
  for (const Instrument& one : found.instruments) {
    std::vector<std::string> row{one.symbol, cut(shown_status(one), kStatusMax)};
    if (all) row.insert(row.begin(), market_text(one.market));
    if (!all) row.push_back(cut(one.base, kBaseMax));
    row.insert(row.end(), {cut(one.quote, kBaseMax), type_text(one), date_text(one.listed),
                           date_text(one.delisted)});
    table.add(std::move(row));
  }
  return table.text();
}

std::string symbols_json(const SymbolsFound& found) {
  std::vector<std::string> symbols;
  for (const Instrument& one : found.instruments) symbols.push_back(json_of(one));
  const auto age = std::chrono::floor<std::chrono::seconds>(found.age).count();
  return JsonObject()
             .time("as_of", found.as_of)
             .number("age_s", static_cast<std::uint64_t>(std::max<std::int64_t>(age, 0)))
             .text("provider", core::name(found.provider))
             .text("market", found.market)
             .raw("symbols", json_array(symbols))
             .finish() +
         "\n";
}

std::string symbols_summary(const SymbolsFound& found) {
  const auto delisted = static_cast<std::uint64_t>(
      std::ranges::count_if(found.instruments, [](const auto& one) { return is_delisted(one); }));
  std::string text = plural(found.instruments.size(), "symbol");
  if (delisted > 0) text += ", " + std::to_string(delisted) + " delisted";
  return text + "; as the exchange said " + wiring::age_text(std::max(found.age, core::Micros{0})) +
         " ago";
}

}  // namespace wick::cli
