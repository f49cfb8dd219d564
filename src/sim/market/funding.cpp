#include "sim/market/funding.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "sim/market/asset.hpp"
#include "sim/market/hash.hpp"
#include "sim/market/quotes.hpp"
#include "sim/market/schedule.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kInterest = 10'000;  // 0.0001, which half of all fundings come to
constexpr std::int64_t kRateMin = -30'000;
constexpr std::int64_t kRateMax = 50'000;
constexpr Micros kLate = kSecond / 1000;  // sixteen of these at most
constexpr int kSmallTier = 3;

std::uint64_t key_of(const Market& market, const Symbol& symbol) {
  return mix(mix(market.seed(), 400 + static_cast<std::uint64_t>(symbol.venue)), symbol.name);
}

Funding funding_at(std::uint64_t key, Micros hour) {
  const std::uint64_t hash = mix(key, hour / kHour);
  Funding funding{hour + bits(hash, 0, 4) * kLate, kInterest};
  if (bits(hash, 4, 1) != 0) {
    funding.rate = kRateMin + (bits(hash, 5, 20) * (kRateMax - kRateMin + 1) >> 20U);
  }
  return funding;
}

}  // namespace

bool has_funding(const Symbol& symbol) {
  return symbol.venue != Venue::kSpot && symbol.contract_type == "PERPETUAL";
}

Micros funding_step(const Symbol& symbol) {
  const Asset* base = find_asset(symbol.base);
  const bool small = base != nullptr && base->tier >= kSmallTier;
  return small && bits(mix(0xF0D, symbol.name), 0, 2) == 0 ? 4 * kHour : 8 * kHour;
}

std::vector<Funding> fundings(const Market& market, const Symbol& symbol, Micros begin,
                              Micros end) {
  std::vector<Funding> out;
  if (!has_funding(symbol)) return out;
  const Micros step = funding_step(symbol);
  const std::uint64_t key = key_of(market, symbol);
  // Rounded down: what was settled before `begin` may be booked after it.
  const Micros first = std::max(begin, symbol.listed) / step * step;
  const Micros last = std::min({end, symbol.delisted, kAllTime.end * kMinute});
  for (Micros hour = first; hour < last; hour += step) {
    if (hour <= symbol.listed) continue;
    const Funding funding = funding_at(key, hour);
    if (begin <= funding.time && funding.time < end) out.push_back(funding);
  }
  return out;
}

std::int64_t funding_mark(const Market& market, const Symbol& symbol, const Funding& funding) {
  const Quotes marks(market, symbol, Price::kMark);
  const Micros minute = open_of(Interval::k1m, funding.time);
  const auto now = marks.candles(Interval::k1m, minute, minute + kMinute);
  if (!now.empty()) return now.front().open;
  // The market is closed just now: for less than a day.
  const auto before = marks.candles(Interval::k1m, minute - kDay, minute);
  if (!before.empty()) return before.back().close;
  const auto after = marks.candles(Interval::k1m, minute, minute + kDay);
  WICK_CHECK(!after.empty());
  return after.front().open;
}

}  // namespace wick::sim
