// A run of trades whose sums are known without looking at the trades.
//
// Its trades come in pairs of equal size whose prices lie mirrored about the middle between open
// and close, so their quote is half the volume times (open + close), whatever the prices are. Only
// `extra` stands outside: it belongs to the first trade, at the open. A stretch of five seconds
// is a run, each of its seconds is one, and a second gives the trades themselves.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/market/hash.hpp"
#include "sim/market/market.hpp"

namespace wick::sim {

struct Run {
  std::uint64_t key{};
  std::int64_t open{}, high{}, low{}, close{};
  std::int64_t count{};           // 0: nothing else is set but the prices, all equal
  std::int64_t half{}, bought{};  // volume of one side of the pairs; what takers bought of it
  std::int64_t extra{};
  bool opens_bought{};  // taker's side of the first pair and of `extra`
  std::int64_t quote{}, taker_quote{};

  [[nodiscard]] std::int64_t volume() const { return 2 * half + extra; }
  [[nodiscard]] std::int64_t taker_volume() const {
    return 2 * bought + (opens_bought ? extra : 0);
  }
};

constexpr std::int64_t kStretch = 5;  // seconds
constexpr std::int64_t kMixedCount =
    4;  // from here on prices leave [open, close] and both sides trade
constexpr std::int64_t kSpreadCount = 40;  // from here on every second of a stretch has trades

// The seconds of a stretch; they add up to it exactly.
[[nodiscard]] std::array<Run, kStretch> seconds_of(Run stretch, std::int64_t contract);

// The trades of one second that begins at `begin`; ids count up from `id`.
[[nodiscard]] std::vector<Trade> trades_of(const Run& second, Micros begin, std::int64_t id);
void add_trades_of(const Run& second, Micros begin, std::int64_t id, std::vector<Trade>& all);

// What is due to `part` of `whole`, such that the dues of growing parts add up: the quote of
// COIN-M, which is no sum over trades, is handed out like this.
[[nodiscard]] inline std::int64_t due(std::int64_t amount, std::int64_t part, std::int64_t whole) {
  if (whole == 0) return 0;
  return static_cast<std::int64_t>(static_cast<Wide>(amount) * part / whole);
}

// Fills in what the trades are worth; `contract` as in Character.
inline void price(Run& run, std::int64_t contract) {
  const std::int64_t sum = run.open + run.close;
  if (contract == 0) {
    run.quote = run.half * sum + run.extra * run.open;
    run.taker_quote = run.bought * sum + (run.opens_bought ? run.extra * run.open : 0);
  } else {
    run.quote = due(2 * contract, run.volume(), sum);
    run.taker_quote = due(2 * contract, run.taker_volume(), sum);
  }
}

}  // namespace wick::sim
