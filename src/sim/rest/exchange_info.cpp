#include "sim/rest/exchange_info.hpp"

#include <algorithm>

#include "sim/archive/decimal.hpp"
#include "sim/rest/klines.hpp"
#include "sim/rest/parameters.hpp"
#include "sim/rest/symbol_json.hpp"

namespace wick::sim {
namespace {

constexpr Micros kSettling = 7 * kDay;
constexpr std::string_view kLegalSymbols =
    "^\\[(\"[A-Z0-9-_.]{1,20}\"(,\"[A-Z0-9-_.]{1,20}\"){0,}){0,1}\\]$";

// ["A","B"] without blanks, as the exchange wants it.
std::optional<std::vector<std::string>> parse_names(std::string_view text) {
  if (text.size() < 2 || !text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
  std::vector<std::string> out;
  text = text.substr(1, text.size() - 2);
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(','));
    if (item.size() < 2 || !item.starts_with('"') || !item.ends_with('"')) return std::nullopt;
    out.emplace_back(item.substr(1, item.size() - 2));
    if (!is_legal_symbol(out.back())) return std::nullopt;
    text.remove_prefix(item.size());
    if (text == ",") return std::nullopt;
    if (!text.empty()) text.remove_prefix(1);
  }
  return out;
}

std::vector<std::string> names_asked(Parameters& parameters) {
  const auto one = parameters.optional("symbol");
  const auto many = parameters.optional("symbols");
  if (one && many) parameters.fail(invalid_combination());
  if (one && !is_legal_symbol(*one)) parameters.fail(illegal_characters("symbol", kLegalSymbol));
  auto names = many ? parse_names(*many) : std::vector<std::string>();
  if (!names) parameters.fail(illegal_characters("symbols", kLegalSymbols));
  if (one) return {*one};
  return names.value_or(std::vector<std::string>());
}

std::string limits_json(const std::vector<RateLimit>& limits) {
  std::string out;
  for (const RateLimit& limit : limits) {
    if (!out.empty()) out += ',';
    out += "{\"rateLimitType\":\"" + std::string(name(limit.type)) + "\",\"interval\":\"" +
           std::string(unit_name(limit)) + "\",\"intervalNum\":" + std::to_string(limit.num) +
           ",\"limit\":" + std::to_string(limit.limit) + "}";
  }
  return "[" + out + "]";
}

}  // namespace

std::vector<const Symbol*> listed_symbols(const Market& market, Venue venue, Micros now) {
  std::vector<const Symbol*> out;
  for (const Symbol& symbol : market.symbols(venue)) {
    const Micros last =
        symbol.returned <= now ? symbol.delisted : std::min(symbol.delisted, symbol.left);
    const bool gone = last != kNever && last + kSettling <= now;
    if (symbol.listed <= now && (venue == Venue::kSpot || !gone)) out.push_back(&symbol);
  }
  return out;
}

std::variant<std::vector<const Symbol*>, VenueError> choose_symbols(const Market& market,
                                                                    Venue venue,
                                                                    const Target& target,
                                                                    Micros now) {
  if (venue != Venue::kSpot) return listed_symbols(market, venue, now);
  Parameters parameters(target);
  const std::vector<std::string> names = names_asked(parameters);
  const auto status = parameters.optional("symbolStatus");
  for (const char* tolerated : {"permissions", "showPermissionSets"}) {
    (void)parameters.optional(tolerated);
  }
  parameters.finish();
  if (parameters.error()) return *parameters.error();

  std::vector<const Symbol*> out;
  for (const std::string& one : names) {
    out.push_back(find_quoted(market, venue, one, now));
    if (out.back() == nullptr) return invalid_symbol();
  }
  if (names.empty()) out = listed_symbols(market, venue, now);
  std::erase_if(out, [&](const Symbol* one) { return status && status_at(*one, now) != *status; });
  return out;
}

std::string symbols_json(const std::vector<const Symbol*>& symbols, Micros now) {
  std::string out;
  for (const Symbol* symbol : symbols) {
    if (!out.empty()) out += ',';
    append_symbol(out, *symbol, now);
  }
  return out;
}

std::string exchange_info_json(Venue venue, const std::vector<RateLimit>& limits,
                               std::int64_t server_time, std::string_view symbols) {
  std::string out = "{\"timezone\":\"UTC\",\"serverTime\":";
  append_integer(out, server_time);
  if (venue == Venue::kUm) out += ",\"futuresType\":\"U_MARGINED\"";
  out += ",\"rateLimits\":" + limits_json(limits) + ",\"exchangeFilters\":[]";
  if (venue == Venue::kUm) out += ",\"assets\":" + std::string(margin_assets_json());
  out += ",\"symbols\":[";
  out += symbols;
  out += venue == Venue::kSpot ? "],\"sors\":[]}" : "]}";
  return out;
}

}  // namespace wick::sim
