// Which bars: of what, from whom, how long.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/interval.hpp"

namespace wick::core {

enum class Provider : std::uint8_t { kBinance, kOkx, kFxcm };
enum class Market : std::uint8_t { kSpot, kFuturesUsdt, kFuturesCoin, kFx };
// What the bars tell: trades, the futures' mark price, their index, the premium of the two, or the
// funding rate, whose bars have it as each of their prices.
enum class ChartType : std::uint8_t { kKlines, kMark, kIndex, kPremium, kFunding };

[[nodiscard]] std::string_view name(Provider provider);
[[nodiscard]] std::string_view name(Market market);    // spot, futures_usdt, futures_coin, fx
[[nodiscard]] std::string_view name(ChartType chart);  // klines, mark, index, premium, funding
[[nodiscard]] std::optional<Provider> parse_provider(std::string_view text);
[[nodiscard]] std::optional<Market> parse_market(std::string_view text);  // also um and cm
[[nodiscard]] std::optional<ChartType> parse_chart(std::string_view text);

// Fundings come every few hours and are looked up by the hour: an hour without one is no gap.
[[nodiscard]] inline bool is_sparse(ChartType chart) {
  return chart == ChartType::kFunding;
}
inline constexpr Interval kFundingInterval = Interval::k1h;

struct SeriesId {
  Provider provider{};
  Market market{};
  ChartType chart{};
  std::string symbol;  // canonical: upper case [A-Z0-9_-]{1,30}, so it is safe in a path
  Interval interval{};
  int phase_days{};  // of three-day bars, see Grid; it belongs to the venue, and tells none apart

  bool operator==(const SeriesId& other) const;
};

// The open times of the series.
[[nodiscard]] inline Grid grid_of(const SeriesId& id) {
  return Grid(id.interval, id.phase_days);
}

// "binance spot BTCUSDT 1m", "binance futures_usdt BTCUSDT mark 1h"
[[nodiscard]] std::string describe(const SeriesId& id);

// Folds case, then insists on the whole string.
[[nodiscard]] base::Result<std::string> canonical_symbol(std::string_view text);

// Refuses, before any I/O, what the venue cannot have: a symbol of another venue's or market's
// shape (with the one probably meant), or a chart or an interval that the market does not publish.
[[nodiscard]] base::Result<void> check_series(const SeriesId& id);

}  // namespace wick::core
