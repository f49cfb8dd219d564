#include "core/series_id.hpp"

#include <tuple>

#include <algorithm>

namespace wick::core {
namespace {

constexpr std::size_t kSymbolMax = 30;
constexpr std::string_view kPerpetual = "_PERP";

base::Error invalid(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

bool ends_with_date(std::string_view symbol) {  // BTCUSD_240329
  if (symbol.size() < 8 || symbol[symbol.size() - 7] != '_') return false;
  return std::ranges::all_of(symbol.substr(symbol.size() - 6),
                             [](char c) { return c >= '0' && c <= '9'; });
}

std::string without(std::string_view symbol, std::string_view ending) {
  return std::string(symbol.substr(0, symbol.size() - ending.size()));
}

// BTCUSDT and BTCUSD both mean BTCUSD_PERP to someone who asks for it on COIN-M.
std::string coin_margined(std::string_view symbol) {
  std::string pair(symbol);
  if (pair.ends_with("USDT")) pair.pop_back();
  if (!pair.ends_with("USD")) pair += "USD";
  return pair + std::string(kPerpetual);
}

}  // namespace

std::string_view name(Provider provider) {
  return provider == Provider::kOkx ? "okx" : "binance";
}

std::string_view name(ChartType chart) {
  switch (chart) {
    case ChartType::kKlines:
      return "klines";
    case ChartType::kMark:
      return "mark";
    case ChartType::kIndex:
      return "index";
    case ChartType::kPremium:
      return "premium";
    case ChartType::kFunding:
      return "funding";
  }
  return "";
}

std::string_view name(Market market) {
  switch (market) {
    case Market::kSpot:
      return "spot";
    case Market::kFuturesUsdt:
      return "futures_usdt";
    case Market::kFuturesCoin:
      return "futures_coin";
  }
  return "";
}

std::optional<Provider> parse_provider(std::string_view text) {
  if (text == "binance") return Provider::kBinance;
  if (text == "okx") return Provider::kOkx;
  return std::nullopt;
}

std::optional<ChartType> parse_chart(std::string_view text) {
  for (const ChartType chart : {ChartType::kKlines, ChartType::kMark, ChartType::kIndex,
                                ChartType::kPremium, ChartType::kFunding}) {
    if (text == name(chart)) return chart;
  }
  return std::nullopt;
}

std::optional<Market> parse_market(std::string_view text) {
  if (text == "spot") return Market::kSpot;
  if (text == "futures_usdt" || text == "um") return Market::kFuturesUsdt;
  if (text == "futures_coin" || text == "cm") return Market::kFuturesCoin;
  return std::nullopt;
}

bool SeriesId::operator==(const SeriesId& other) const {
  const auto names = [](const SeriesId& id) {
    return std::tie(id.provider, id.market, id.chart, id.symbol, id.interval);
  };
  return names(*this) == names(other);
}

std::string describe(const SeriesId& id) {
  return std::string(name(id.provider)) + " " + std::string(name(id.market)) + " " + id.symbol +
         " " + std::string(name(id.interval));
}

base::Result<std::string> canonical_symbol(std::string_view text) {
  std::string symbol(text);
  for (char& c : symbol) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (symbol.empty() || symbol.size() > kSymbolMax || !std::ranges::all_of(symbol, allowed)) {
    std::string shown;
    for (const char c : text.substr(0, kSymbolMax)) shown += c >= ' ' && c <= '~' ? c : '?';
    return invalid("symbol '" + shown + "' is not 1 to 30 letters, digits, '_' or '-'");
  }
  return symbol;
}

base::Result<void> check_series(const SeriesId& id) {
  const bool perpetual = id.symbol.ends_with(kPerpetual);
  const bool dated = ends_with_date(id.symbol);
  if (id.market == Market::kFuturesCoin && !perpetual && !dated) {
    return invalid("'" + id.symbol + "' is no COIN-M symbol; did you mean '" +
                   coin_margined(id.symbol) + "'?");
  }
  if (id.market != Market::kFuturesCoin && perpetual) {
    const std::string pair = without(id.symbol, kPerpetual);
    return invalid("'" + id.symbol + "' is a COIN-M symbol; did you mean '" +
                   (pair.ends_with("USD") ? pair + "T" : pair) + "', or --market futures_coin?");
  }
  if (id.market == Market::kSpot && dated) {
    return invalid("'" + id.symbol +
                   "' is a delivery contract; did you mean --market futures_usdt or futures_coin?");
  }
  if (id.market != Market::kSpot && id.interval == Interval::k1s) {
    return invalid("interval 1s exists on spot only; the shortest on " +
                   std::string(name(id.market)) + " is 1m");
  }
  return {};
}

}  // namespace wick::core
