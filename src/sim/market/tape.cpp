#include "sim/market/tape.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace wick::sim {
namespace {

constexpr std::int64_t kSizeMin = 512;   // three trades wherever there are any, in the mean
constexpr std::int64_t kTicksMin = 100;  // even a collapsed price has room for its wicks

// Trading through the day, UTC, in 1/64.
constexpr std::array<std::int64_t, 24> kDiurnal{66, 60, 56, 52, 50, 48, 48, 52, 58, 60, 60, 60,
                                                66, 84, 94, 92, 86, 78, 70, 66, 64, 62, 58, 60};

}  // namespace

Tape::Tape(std::uint64_t seed, const Symbol& symbol)
    : self_(character_of(seed, symbol)), schedule_(seed, self_.key, symbol) {}

void Tape::seek(std::int64_t minute) {
  if (minute == minute_) return;
  price_ = last_price_before(minute);
  const std::int64_t day = minute / kMinutesADay;
  std::int64_t from = std::max(day * kMinutesADay, life().begin);
  if (from <= minute_ && minute_ < minute) {
    from = minute_;  // later the same day: what went before is counted
  } else {
    next_id_ = first_id_of(day);
  }
  for (std::int64_t m = from; m < minute; ++m) {
    if (schedule_.open(m)) next_id_ += trades_in(m);
  }
  minute_ = minute;
}

std::int64_t Tape::first_id_of(std::int64_t day) const {
  return (day - life().begin / kMinutesADay) * kIdsADay;
}

std::int64_t Tape::trades_in(std::int64_t minute) {
  const Mood mood = mood_of(minute);
  std::int64_t count = 0;
  for (std::int64_t i = 0; i < kStretches; ++i) count += count_of(mood, mix(mood.key, i));
  return count;
}

// Single trades do not move the price: the last stretch with more than one has set it.
std::int64_t Tape::last_price_before(std::int64_t minute) {
  for (std::int64_t m = minute - 1; m >= life().begin; --m) {
    if (schedule_.away().holds(m)) m = schedule_.away().begin - 1;  // it may be years
    if (!schedule_.open(m)) continue;
    const Mood mood = mood_of(m);
    for (std::int64_t i = kStretches - 1; i >= 0; --i) {
      const std::uint64_t hash = mix(mood.key, i);
      if (count_of(mood, hash) > 1) return target_of(lane_of(m), {.hash = hash, .number = i});
    }
  }
  return ticks_at(life().begin);
}

std::int64_t Tape::rate_of(std::int64_t hour) const {
  const std::uint64_t hash = mix(self_.key + 1, hour);
  const std::int64_t weather = 128 + bits(hash, 0, 8);  // of 256
  return self_.rate * weather * kDiurnal.at(static_cast<std::size_t>(hour % 24)) >> 14U;
}

Tape::Mood Tape::mood_of(std::int64_t minute) {
  if (const std::int64_t hour = minute / 60; hour != hour_) {
    rate_ = rate_of(hour);
    hour_ = hour;
  }
  const std::uint64_t key = mix(self_.key + 2, minute);
  const std::int64_t rate = rate_ * (380 + burst(bits(key, 0, 16))) / (760 * kStretches);
  const std::int64_t size = std::max(rate - 256, kSizeMin);
  return {.key = key, .chance = (rate << 16U) / (size + 256), .size = size};
}

std::int64_t Tape::ticks_at(std::int64_t minute) {
  if (minute != priced_) {
    const Level level =
        self_.level + self_.base.at(minute) - self_.quote.at(minute) + self_.own.at(minute);
    ticks_ = std::max(exp2_of(std::max(level, Level{0})), kTicksMin);
    priced_ = minute;
  }
  return ticks_;
}

Tape::Lane Tape::lane_of(std::int64_t minute) {
  const std::int64_t from = ticks_at(minute);
  const std::int64_t to = ticks_at(minute + 1);
  const Wide swing = static_cast<Wide>(to) * self_.nerve >> 25U;  // half a nerve
  return {.from = from, .to = to, .swing = static_cast<std::int64_t>(swing)};
}

}  // namespace wick::sim
