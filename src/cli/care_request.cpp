#include "cli/care_request.hpp"

#include <charconv>
#include <limits>
#include <string_view>

namespace wick::cli {
namespace {

base::Error invalid(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

base::Error unknown(const std::string& option, const std::string& value, const char* known) {
  return invalid(option + " '" + value + "' is not known; there is " + known);
}

// How much a unit is in bytes; 0 for none that is known.
std::uint64_t size_of_unit(std::string_view unit) {
  if (unit.ends_with('B') || unit.ends_with('b')) unit.remove_suffix(1);
  if (unit.empty()) return 1;
  if (unit.size() > 1) return 0;
  constexpr std::string_view kUnits = "kmgt";
  const char folded = unit[0] >= 'A' && unit[0] <= 'Z' ? static_cast<char>(unit[0] + 32) : unit[0];
  const std::size_t power = kUnits.find(folded);
  if (power == std::string_view::npos) return 0;
  std::uint64_t size = 1000;
  for (std::size_t i = 0; i < power; ++i) size *= 1000;
  return size;
}

}  // namespace

base::Result<store::CensusFilter> understand(const CareOptions& options) {
  store::CensusFilter filter;
  for (const std::string& text : options.symbols) {
    auto symbol = core::canonical_symbol(text);
    if (!symbol) return symbol.error();
    filter.symbols.insert(*std::move(symbol));
  }
  if (!options.market.empty()) {
    filter.market = core::parse_market(options.market);
    if (!filter.market) {
      return unknown("--market", options.market,
                     "spot, futures_usdt (um), futures_coin (cm) and fx");
    }
  }
  if (!options.interval.empty()) {
    filter.interval = core::parse_interval(options.interval);
    if (!filter.interval) {
      return unknown("--interval", options.interval,
                     "1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M");
    }
  }
  if (!options.provider.empty()) {
    filter.provider = core::parse_provider(options.provider);
    if (!filter.provider) return unknown("--provider", options.provider, "binance, okx and fxcm");
  }
  if (!options.chart.empty()) {
    filter.chart = core::parse_chart(options.chart);
    if (!filter.chart) {
      return unknown("--chart", options.chart, "klines, mark, index, premium and funding");
    }
  }
  return filter;
}

// Tenths and smaller parts count as far as they are whole bytes.
base::Result<std::uint64_t> parse_size(const std::string& option, const std::string& text) {
  const base::Error mistake =
      invalid(option + " '" + text + "' is no size; write 10G, 500M or a number of bytes");
  std::uint64_t whole = 0;
  const char* const end = text.data() + text.size();
  auto [rest, failure] = std::from_chars(text.data(), end, whole);
  if (failure != std::errc{}) return mistake;
  std::string_view fraction;
  if (rest != end && *rest == '.') {
    const char* const begin = ++rest;
    while (rest != end && *rest >= '0' && *rest <= '9') ++rest;
    fraction = {begin, static_cast<std::size_t>(rest - begin)};
    if (fraction.empty()) return mistake;
  }
  const std::uint64_t unit = size_of_unit({rest, static_cast<std::size_t>(end - rest)});
  if (unit == 0 || whole > std::numeric_limits<std::uint64_t>::max() / unit - 1) return mistake;
  std::uint64_t size = whole * unit;
  std::uint64_t part = unit;
  for (const char digit : fraction) size += static_cast<std::uint64_t>(digit - '0') * (part /= 10);
  return size;
}

std::string nothing_cached(const store::CensusFilter& filter, const std::string& root) {
  std::string what = filter.everything() ? "nothing" : "nothing of that";
  return what + " is cached in " + root + "; wick get fetches and keeps whole days";
}

}  // namespace wick::cli
