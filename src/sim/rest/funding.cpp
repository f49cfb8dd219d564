#include "sim/rest/funding.hpp"

#include <algorithm>

#include "sim/archive/decimal.hpp"
#include "sim/market/quotes.hpp"
#include "sim/rest/klines.hpp"
#include "sim/rest/parameters.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kLimitUsual = 100;
constexpr std::int64_t kLimitMax = 1000;

}  // namespace

std::variant<FundingQuery, VenueError> parse_funding_query(const Market& market, Venue venue,
                                                           const Target& target, Micros now) {
  Parameters parameters(target);
  FundingQuery query;
  const std::string symbol = parameters.mandatory_symbol();
  if (const auto at = parameters.number("startTime")) query.start = instant_of(venue, *at);
  if (const auto at = parameters.number("endTime")) query.end = instant_of(venue, *at);
  query.limit = static_cast<std::size_t>(parameters.limit(kLimitUsual, kLimitMax));
  parameters.finish();
  if (parameters.error()) return *parameters.error();

  query.symbol = find_quoted(market, venue, symbol, now);
  if (query.symbol == nullptr) return invalid_symbol();
  if (query.start && query.end && *query.start > *query.end) return start_after_end();
  return query;
}

std::vector<Funding> select_fundings(const Market& market, const FundingQuery& query, Micros now) {
  const Symbol& symbol = *query.symbol;
  const Micros width = (static_cast<Micros>(query.limit) + 1) * funding_step(symbol);
  const Micros end = std::min(query.end.value_or(now), now) + 1;
  if (query.start) {
    const Micros begin = std::max(*query.start, symbol.listed);
    std::vector<Funding> rows = fundings(market, symbol, begin, std::min(end, begin + width));
    if (rows.size() > query.limit) rows.resize(query.limit);
    return rows;
  }
  std::vector<Funding> rows = fundings(market, symbol, end - width, end);
  const std::size_t extra = rows.size() - std::min(rows.size(), query.limit);
  rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(extra));
  return rows;
}

std::string fundings_json(const Market& market, const FundingQuery& query,
                          const std::vector<Funding>& fundings) {
  std::string out = "[";
  for (const Funding& funding : fundings) {
    if (out.size() > 1) out += ',';
    out += R"({"symbol":")" + query.symbol->name;
    append_integer(out += R"(","fundingTime":)", funding.time / 1000);
    append_decimal(out += R"(,"fundingRate":")", funding.rate, kQuoteDigits);
    append_decimal(out += R"(","markPrice":")", funding_mark(market, *query.symbol, funding),
                   kQuoteDigits);
    out += "\"}";
  }
  return out += ']';
}

}  // namespace wick::sim
