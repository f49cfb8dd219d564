// What "/_sim/" answers with, on every host: how the exchange is doing and what the truth is.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sim/fault/faults.hpp"
#include "sim/http.hpp"
#include "sim/market/market.hpp"

namespace wick::sim {

constexpr std::string_view kBackdoor = "/_sim/";

struct Condition {
  Micros now{};
  std::uint64_t market_seed{};
  std::int64_t requests{};
};

[[nodiscard]] std::string state_json(const Condition& condition, const Faults& faults);
[[nodiscard]] std::string scenarios_json();

// The market's own candles for ?market=&symbol=&interval=&from=&to=, rows of
// [open_time us, open, high, low, close, volume, quote, count, taker_volume, taker_quote, first,
// last] with decimals as texts. Times are ISO or microseconds. Refuses more than 100,000 rows.
// With &price=mark, index or premium those of a future's other prices.
[[nodiscard]] base::Result<std::string> truth_json(const Market& market, const Target& target);

// The fundings for ?market=&symbol=&from=&to=, rows of [time us, rate, mark price].
[[nodiscard]] base::Result<std::string> fundings_truth_json(const Market& market,
                                                            const Target& target);

}  // namespace wick::sim
