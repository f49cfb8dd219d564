#include "sim/market/run.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "sim/market/hash.hpp"
#include "sim/market/market.hpp"

namespace wick::sim {
namespace {

// Halves of stretches are cut so that the fifths keep this ratio of volume to trades.
struct Shares {
  std::int64_t outer{}, inner{};  // in 1/256, each given twice; the middle has the rest
  [[nodiscard]] std::int64_t of(std::int64_t whole, std::size_t second) const {
    const std::int64_t edge = whole * outer >> 8U;
    const std::int64_t flank = whole * inner >> 8U;
    if (second == 2) return whole - 2 * (edge + flank);
    return second == 0 || second == 4 ? edge : flank;
  }
};

// Mirrored in time and price, as the pairs of a second are: so the sums stay known.
std::array<std::int64_t, kStretch + 1> corners_of(const Run& run) {
  const std::int64_t sum = run.open + run.close;
  const std::int64_t room = run.high - run.low;
  const auto corner = [&](std::int64_t fifth, std::int64_t drift) {
    const std::int64_t straight = run.open + (run.close - run.open) * fifth / kStretch;
    return std::clamp(straight + ((drift - 32) * room >> 6U), run.low, run.high);
  };
  const std::int64_t first = corner(1, bits(run.key, 0, 6));
  const std::int64_t second = corner(2, bits(run.key, 6, 6));
  return {run.open, first, second, sum - second, sum - first, run.close};
}

// The middle second reaches the extremes of the stretch; the others reach as far as they like.
void reach_out(Run& second, const Run& stretch, bool all_the_way) {
  const auto [low, high] = std::minmax(second.open, second.close);
  const std::int64_t room = std::min(stretch.high - high, low - stretch.low);
  const std::int64_t reach = all_the_way ? room : room * bits(second.key, 0, 6) >> 7U;
  second.high = high + reach;
  second.low = low - reach;
}

void hand_out_quote(std::array<Run, kStretch>& seconds, const Run& stretch) {
  std::int64_t volume = 0;
  std::int64_t taker = 0;
  std::int64_t quote = 0;
  std::int64_t taker_quote = 0;
  for (Run& second : seconds) {
    volume += second.volume();
    taker += second.taker_volume();
    second.quote = due(stretch.quote, volume, stretch.volume()) - quote;
    second.taker_quote = due(stretch.taker_quote, taker, stretch.taker_volume()) - taker_quote;
    quote += second.quote;
    taker_quote += second.taker_quote;
  }
}

Run still(std::int64_t price) {
  return {.open = price, .high = price, .low = price, .close = price};
}

std::array<Run, kStretch> one_second_of(const Run& stretch) {
  std::array<Run, kStretch> seconds{};
  const auto busy = static_cast<std::size_t>(bits(stretch.key, 0, 16) % kStretch);
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    seconds.at(i) = still(i < busy ? stretch.open : stretch.close);
  }
  seconds.at(busy) = stretch;
  return seconds;
}

std::array<Run, kStretch> every_second_of(const Run& stretch) {
  const auto corners = corners_of(stretch);
  const Shares shares{.outer = 32 + bits(stretch.key, 12, 6) * 3 / 8,
                      .inner = 32 + bits(stretch.key, 18, 6) * 3 / 8};
  std::array<Run, kStretch> seconds{};
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    Run& second = seconds.at(i);
    second.key = mix(stretch.key, i);
    second.open = corners.at(i);
    second.close = corners.at(i + 1);
    second.count = shares.of(stretch.count, i);
    second.half = shares.of(stretch.half, i);
    second.bought = shares.of(stretch.bought, i);
    second.opens_bought = bits(second.key, 6, 1) != 0;
    reach_out(second, stretch, i == 2);
  }
  seconds.front().extra = stretch.extra;
  seconds.front().opens_bought = stretch.opens_bought;
  return seconds;
}

// Cuts a volume into about equal sizes, each at least a quarter of the mean.
class Cuts {
 public:
  Cuts(std::int64_t volume, std::int64_t count)
      : volume_(volume), left_(count), step_(count > 0 ? volume / count : 0) {}

  std::int64_t next(std::int64_t chance) {  // of 256
    if (--left_ == 0) return volume_ - cut_;
    base_ += step_;
    const std::int64_t cut = base_ + (step_ * chance * 3 >> 10U);
    return cut - std::exchange(cut_, cut);
  }

 private:
  std::int64_t volume_, left_, step_;
  std::int64_t base_{}, cut_{};
};

// Deals the pairs of a second to both sides as evenly as whole numbers can.
class Sides {
 public:
  Sides(const Run& run, std::int64_t pairs)
      : pairs_(pairs), buys_(buys(run, pairs)), dealt_(run.opens_bought ? pairs - buys_ : 0) {}

  [[nodiscard]] std::int64_t buys() const { return buys_; }

  bool next_is_buy() {
    dealt_ += buys_;
    if (dealt_ < pairs_) return false;
    dealt_ -= pairs_;
    return true;
  }

 private:
  static std::int64_t buys(const Run& run, std::int64_t pairs) {
    if (run.bought == 0 || run.bought == run.half) return run.bought == 0 ? 0 : pairs;
    const Wide share = static_cast<Wide>(pairs) * run.bought / run.half;
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(share), 1, pairs - 1);
  }

  std::int64_t pairs_, buys_, dealt_;
};

Trade single(const Run& run) {
  return {.price = run.open, .quantity = run.volume(), .buyer_is_maker = !run.opens_bought};
}

// The first of a pair: the open, then an extreme, then wherever the price has strolled to.
std::int64_t stroll(const Run& run, std::size_t pair, std::int64_t from) {
  const std::uint64_t hash = mix(run.key, pair + 16);
  if (pair == 0) return run.open;
  if (pair == 1) return bits(hash, 0, 1) == 0 ? run.low : run.high;
  const std::int64_t step = (bits(hash, 0, 8) - 128) * (run.high - run.low + 1) >> 9U;
  return std::clamp(from + step, run.low, run.high);
}

void fill_pairs(const Run& run, std::span<Trade> trades) {
  const std::size_t last = (trades.size() & ~std::size_t{1}) - 1;
  const auto pairs = static_cast<std::int64_t>(trades.size() / 2);
  Sides sides{run, pairs};
  Cuts bought{run.bought, sides.buys()};
  Cuts sold{run.half - run.bought, pairs - sides.buys()};
  std::int64_t price = run.open;
  for (std::size_t i = 0; i <= last / 2; ++i) {
    price = stroll(run, i, price);
    const bool buy = sides.next_is_buy();
    const std::int64_t quantity = (buy ? bought : sold).next(bits(mix(run.key, i + 16), 8, 8));
    trades[i] = {.price = price, .quantity = quantity, .buyer_is_maker = !buy};
    trades[last - i] = trades[i];
    trades[last - i].price = run.open + run.close - price;
  }
}

// An odd number of trades: the last one is done in two parts.
void split_last(std::span<Trade> trades) {
  Trade& whole = trades[trades.size() - 2];
  trades.back() = whole;
  trades.back().quantity = whole.quantity / 2;
  whole.quantity -= trades.back().quantity;
}

void stamp(std::span<Trade> trades, const Run& run, Micros begin, std::int64_t id) {
  const Micros slot = kSecond / run.count;
  for (std::size_t i = 0; i < trades.size(); ++i) {
    const auto place = static_cast<std::int64_t>(i);
    trades[i].id = id + place;
    trades[i].time = begin + place * slot + (slot * bits(mix(run.key, i + 16), 16, 16) >> 16U);
  }
}

}  // namespace

std::array<Run, kStretch> seconds_of(Run stretch, std::int64_t contract) {
  stretch.key = mix(stretch.key, kStretch);  // the old bits have made the stretch what it is
  if (stretch.count < kSpreadCount) return one_second_of(stretch);
  auto seconds = every_second_of(stretch);
  if (contract != 0) {
    hand_out_quote(seconds, stretch);
  } else {
    for (Run& second : seconds) price(second, contract);
  }
  return seconds;
}

void add_trades_of(const Run& second, Micros begin, std::int64_t id, std::vector<Trade>& all) {
  if (second.count == 0) return;
  const std::size_t before = all.size();
  all.resize(before + static_cast<std::size_t>(second.count));
  const std::span<Trade> trades = std::span(all).subspan(before);
  if (second.count == 1) {
    trades.front() = single(second);
  } else {
    fill_pairs(second, trades);
    if (second.count % 2 != 0) split_last(trades);
    trades.front().quantity += second.extra;
  }
  stamp(trades, second, begin, id);
}

std::vector<Trade> trades_of(const Run& second, Micros begin, std::int64_t id) {
  std::vector<Trade> trades;
  add_trades_of(second, begin, id, trades);
  return trades;
}

}  // namespace wick::sim
