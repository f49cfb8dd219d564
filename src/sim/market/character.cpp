#include "sim/market/character.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "sim/market/asset.hpp"
#include "sim/market/hash.hpp"

namespace wick::sim {
namespace {

constexpr Level kMillionth = kOctave / 1'000'000;
constexpr int kOwnNerve = 2;
constexpr std::array<std::int64_t, 8> kAMinute{0, 1500, 500, 150, 50, 15, 4, 1};  // by tier
constexpr std::int64_t kRateMin = 20;  // five trades an hour

std::int64_t power_of_ten(int digits) {
  std::int64_t power = 1;
  for (; digits > 0; --digits) power *= 10;
  return power;
}

// 1000SHIB moves as SHIB does.
std::string_view underlying(std::string_view base) {
  return base.starts_with("1000") ? base.substr(4) : base;
}

Path path_of(std::uint64_t seed, const Asset& asset) {
  return {mix(mix(seed, 1), underlying(asset.name)), asset.nerve * kMillionth};
}

std::int64_t quote_divisor(std::string_view quote) {
  if (quote == "USDT" || quote == "USD") return 1;
  if (quote == "BUSD") return 3;
  if (quote == "USDC" || quote == "FDUSD") return 6;
  if (quote == "BTC") return 10;
  if (quote == "TRY") return 12;
  return quote == "EUR" ? 25 : 40;
}

std::int64_t rate_of(const Symbol& symbol, const Asset& base) {
  std::int64_t rate = kAMinute.at(static_cast<std::size_t>(base.tier)) * 256;
  rate /= quote_divisor(symbol.quote);
  if (symbol.venue == Venue::kCm) rate /= symbol.base == "BTC" ? 6 : 18;
  if (symbol.name.find('_') != std::string::npos && !symbol.name.ends_with("_PERP")) rate /= 20;
  return std::max(rate, kRateMin);
}

std::int64_t lots_of(const Symbol& symbol, const Asset& base) {
  if (symbol.venue == Venue::kCm) return kLots;
  const Wide lots = static_cast<Wide>(usual_trade(base)) * power_of_ten(symbol.quantity_digits) /
                    2 / base.nano_dollars;
  return std::max(static_cast<std::int64_t>(lots), kLots);
}

Level level_of(const Symbol& symbol, const Asset& base, const Asset& quote) {
  return log2_of(base.nano_dollars) - log2_of(quote.nano_dollars) +
         symbol.price_digits * log2_of(10);
}

}  // namespace

Character character_of(std::uint64_t seed, const Symbol& symbol) {
  const Asset* base = find_asset(symbol.base);
  const Asset* quote = find_asset(symbol.quote);
  WICK_CHECK(base != nullptr && quote != nullptr);
  const std::uint64_t venue_key = mix(seed, 100 + static_cast<std::uint64_t>(symbol.venue));
  const std::uint64_t key = mix(venue_key, symbol.name);
  const bool inverse = symbol.venue == Venue::kCm;
  return {
      .key = key,
      .base = path_of(seed, *base),
      .quote = path_of(seed, *quote),
      .own = {mix(key, 2), kOwnNerve * kMillionth},
      .level = level_of(symbol, *base, *quote),
      .nerve = (base->nerve + quote->nerve + kOwnNerve) * kMillionth,
      .rate = rate_of(symbol, *base),
      .lots = lots_of(symbol, *base),
      .contract = inverse ? symbol.contract_size * power_of_ten(symbol.price_digits + 8) : 0,
  };
}

}  // namespace wick::sim
