#include "sim/market/schedule.hpp"

#include <algorithm>
#include <cstdint>

#include "sim/market/hash.hpp"
#include "sim/market/market.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kCalmer = 1'672'531'200 / 60;  // 2023: the venue has grown up

std::int64_t minute_of(Micros at) {
  return std::clamp(at / kMinute, kAllTime.begin, kAllTime.end);
}

}  // namespace

Minutes maintenance(std::uint64_t seed, Venue venue, std::int64_t slot) {
  const std::uint64_t hash = mix(mix(seed, 700 + static_cast<std::uint64_t>(venue)), slot);
  const std::int64_t odds = slot * kSlot < kCalmer ? 200 : 80;  // of 256
  if (bits(hash, 0, 8) >= odds) return {};
  const std::int64_t begin = slot * kSlot + bits(hash, 8, 16) % (kSlot - 360);
  const bool long_one = bits(hash, 24, 2) == 0;
  return {begin, begin + 10 + bits(hash, 26, 16) % (long_one ? 351 : 111)};
}

Minutes lost_minute(std::uint64_t symbol_key, std::int64_t slot) {
  const std::uint64_t hash = mix(symbol_key ^ 0x105E, slot);
  if (bits(hash, 0, 8) >= 64) return {};
  const std::int64_t begin = slot * kSlot + bits(hash, 8, 24) % kSlot;
  return {begin, begin + 1};
}

Schedule::Schedule(std::uint64_t seed, std::uint64_t symbol_key, const Symbol& symbol)
    : seed_(seed),
      symbol_key_(symbol_key),
      venue_(symbol.venue),
      life_{minute_of(symbol.listed), minute_of(symbol.delisted)},
      away_{minute_of(symbol.left), minute_of(symbol.returned)} {}

void Schedule::enter(std::int64_t slot) {
  closed_ = maintenance(seed_, venue_, slot);
  lost_ = lost_minute(symbol_key_, slot);
  slot_ = slot;
}

}  // namespace wick::sim
