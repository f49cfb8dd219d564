#include "core/series_id.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace wick::core {
namespace {

constexpr std::size_t kSymbolMax = 30;
constexpr std::string_view kPerpetual = "_PERP";
constexpr std::string_view kSwap = "-SWAP";  // a perpetual contract of OKX

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

// The two currencies that a symbol of any venue means.
struct Pair {
  std::string base;
  std::string quote;  // empty where it is not told
};

Pair pair_of(std::string_view symbol) {
  if (symbol.ends_with(kPerpetual)) symbol.remove_suffix(kPerpetual.size());
  if (ends_with_date(symbol)) symbol.remove_suffix(7);
  if (const std::size_t hyphen = symbol.find('-'); hyphen != std::string_view::npos) {
    const std::string_view quote = symbol.substr(hyphen + 1);
    return {std::string(symbol.substr(0, hyphen)), std::string(quote.substr(0, quote.find('-')))};
  }
  for (const std::string_view quote : {"USDT", "USDC", "USD", "BTC", "ETH", "EUR"}) {
    if (symbol.size() > quote.size() && symbol.ends_with(quote)) {
      return {without(symbol, quote), std::string(quote)};
    }
  }
  return {std::string(symbol), ""};
}

// BTCUSDT and BTCUSD both mean BTCUSD_PERP to someone who asks for it on COIN-M.
std::string coin_margined(std::string_view symbol) {
  std::string pair(symbol);
  if (pair.ends_with("USDT")) pair.pop_back();
  if (!pair.ends_with("USD")) pair += "USD";
  return pair + std::string(kPerpetual);
}

std::string binance_symbol(const Pair& pair, Market market) {
  if (market == Market::kFuturesCoin) return coin_margined(pair.base + pair.quote);
  return pair.base + (pair.quote.empty() || pair.quote == "USD" ? "USDT" : pair.quote);
}

std::string okx_symbol(const Pair& pair, Market market) {
  if (market == Market::kFuturesCoin) return pair.base + "-USD" + std::string(kSwap);
  const bool dollars = pair.quote.empty() || pair.quote == "USD";
  const std::string spot = pair.base + "-" + (dollars ? "USDT" : pair.quote);
  return market == Market::kSpot ? spot : spot + std::string(kSwap);
}

// On which market OKX has an instrument of that shape; on none that we know.
std::optional<Market> okx_market(std::string_view symbol) {
  const auto hyphens = std::ranges::count(symbol, '-');
  const bool words = symbol.front() != '-' && symbol.find("--") == std::string_view::npos &&
                     symbol.back() != '-' && symbol.find('_') == std::string_view::npos;
  if (!words) return std::nullopt;
  if (hyphens == 1) return Market::kSpot;
  if (hyphens != 2 || !symbol.ends_with(kSwap)) return std::nullopt;
  return pair_of(symbol).quote == "USD" ? Market::kFuturesCoin : Market::kFuturesUsdt;
}

base::Result<void> check_okx_symbol(const SeriesId& id) {
  const auto market = okx_market(id.symbol);
  if (market == id.market) return {};
  std::string what = "'" + id.symbol + "' is no symbol of OKX's " + std::string(name(id.market)) +
                     "; did you mean '" + okx_symbol(pair_of(id.symbol), id.market) + "'";
  if (market) what += ", or --market " + std::string(name(*market));
  return invalid(what + "?");
}

base::Result<void> check_binance_symbol(const SeriesId& id) {
  const bool perpetual = id.symbol.ends_with(kPerpetual);
  const bool dated = ends_with_date(id.symbol);
  if (id.symbol.find('-') != std::string::npos) {
    return invalid("'" + id.symbol + "' is no symbol of Binance; did you mean '" +
                   binance_symbol(pair_of(id.symbol), id.market) + "', or --provider okx?");
  }
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
  return {};
}

// Currencies, metals and indices, all on one market: EURUSD, XAUUSD, NAS100.
base::Result<void> check_fxcm_symbol(const SeriesId& id) {
  std::string plain = id.symbol;
  std::erase_if(plain, [](char c) { return c == '-' || c == '_'; });
  if (plain == id.symbol) return {};
  return invalid("'" + id.symbol + "' is no symbol of FXCM; did you mean '" + plain + "'?");
}

base::Result<void> check_market(const SeriesId& id) {
  const bool fxcm = id.provider == Provider::kFxcm;
  if (fxcm == (id.market == Market::kFx)) return {};
  if (fxcm) return invalid("FXCM has one market; add --market fx");
  return invalid("the market fx is FXCM's; add --provider fxcm");
}

base::Result<void> check_symbol(const SeriesId& id) {
  switch (id.provider) {
    case Provider::kBinance:
      break;
    case Provider::kOkx:
      return check_okx_symbol(id);
    case Provider::kFxcm:
      return check_fxcm_symbol(id);
  }
  return check_binance_symbol(id);
}

base::Result<void> check_chart(const SeriesId& id) {
  if (id.chart == ChartType::kKlines) return {};
  const std::string chart(name(id.chart));
  if (id.provider != Provider::kBinance) {
    return invalid("chart " + chart + " is there for Binance's futures only, not for " +
                   std::string(name(id.provider)));
  }
  if (id.market == Market::kSpot) {
    return invalid("chart " + chart +
                   " exists on futures only; add --market futures_usdt or futures_coin");
  }
  if (id.chart != ChartType::kFunding) return {};
  if (ends_with_date(id.symbol)) {
    return invalid("'" + id.symbol + "' is a delivery contract, which pays no funding; ask for '" +
                   binance_symbol(pair_of(id.symbol), id.market) + "'");
  }
  if (id.interval != kFundingInterval) {
    return invalid("fundings are looked up by the hour, not by " + std::string(name(id.interval)) +
                   "; leave out --interval");
  }
  return {};
}

base::Result<void> check_interval(const SeriesId& id) {
  constexpr std::array kNotOnOkx = {Interval::k1s, Interval::k8h, Interval::k3d};
  if (id.provider == Provider::kOkx && std::ranges::count(kNotOnOkx, id.interval) > 0) {
    return invalid("OKX has no bars of " + std::string(name(id.interval)) +
                   "; there is 1m 3m 5m 15m 30m 1h 2h 4h 6h 12h 1d 1w 1M");
  }
  constexpr std::array kOnFxcm = {Interval::k1m, Interval::k5m, Interval::k15m, Interval::k30m,
                                  Interval::k1h, Interval::k4h, Interval::k1d};
  if (id.provider == Provider::kFxcm && std::ranges::count(kOnFxcm, id.interval) == 0) {
    return invalid("FXCM has no bars of " + std::string(name(id.interval)) +
                   " here; there is 1m 5m 15m 30m 1h 4h 1d");
  }
  if (id.market != Market::kSpot && id.interval == Interval::k1s) {
    return invalid("interval 1s exists on spot only; the shortest on " +
                   std::string(name(id.market)) + " is 1m");
  }
  return {};
}

}  // namespace

std::string_view name(Provider provider) {
  switch (provider) {
    case Provider::kBinance:
      return "binance";
    case Provider::kOkx:
      return "okx";
    case Provider::kFxcm:
      return "fxcm";
  }
  return "";
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
    case Market::kFx:
      return "fx";
  }
  return "";
}

std::optional<Provider> parse_provider(std::string_view text) {
  if (text == "binance") return Provider::kBinance;
  if (text == "okx") return Provider::kOkx;
  if (text == "fxcm") return Provider::kFxcm;
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
  if (text == "fx") return Market::kFx;
  return std::nullopt;
}

bool SeriesId::operator==(const SeriesId& other) const {
  const auto names = [](const SeriesId& id) {
    return std::tie(id.provider, id.market, id.chart, id.symbol, id.interval);
  };
  return names(*this) == names(other);
}

std::string describe(const SeriesId& id) {
  const std::string chart = id.chart == ChartType::kKlines ? "" : std::string(name(id.chart)) + " ";
  return std::string(name(id.provider)) + " " + std::string(name(id.market)) + " " + id.symbol +
         " " + chart + std::string(name(id.interval));
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
  if (auto market = check_market(id); !market) return market;
  if (auto symbol = check_symbol(id); !symbol) return symbol;
  if (auto chart = check_chart(id); !chart) return chart;
  return check_interval(id);
}

}  // namespace wick::core
