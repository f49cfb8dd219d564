#include "sim/broker/fx_market.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "sim/market/hash.hpp"

namespace wick::sim {
namespace {

constexpr std::array<std::string_view, 7> kFrameNames{"m1", "m5", "m15", "m30", "H1", "H4", "D1"};
constexpr std::array<Minute, 7> kFrameMinutes{1, 5, 15, 30, 60, 240, kDayMinutes};

constexpr Level kCurrencyNerve = 260'000, kOtherNerve = 700'000;
constexpr std::int64_t kTicksMax = 150;  // of a minute
constexpr std::int64_t kCrossedOf1000 = 3;
constexpr std::int64_t kUsual = 16LL * 288;  // sixteenths, and what chance adds on average

// How much goes on in each hour of the UTC day, in 1/16 of the busiest.
constexpr std::array<std::int64_t, 24> kBustle{4,  5,  4,  3,  3,  4,  7, 12, 14, 13, 12, 11,
                                               13, 15, 16, 15, 13, 10, 7, 6,  5,  2,  2,  3};

Level nerve_of(std::string_view asset) {
  if (asset.empty()) return 0;
  constexpr std::array<std::string_view, 6> kWild{"XAU", "XAG", "SPX", "DOW", "NDX", "OIL"};
  return std::ranges::find(kWild, asset) == kWild.end() ? kCurrencyNerve : kOtherNerve;
}

Path path_of(std::uint64_t seed, std::string_view asset) {
  constexpr std::uint64_t kAssets = 0xF0A1;
  return {mix(mix(seed, kAssets), asset), nerve_of(asset)};
}

void add(FxSide& side, std::int64_t price, bool first) {
  if (first) side = {price, price, price, price};
  side.high = std::max(side.high, price);
  side.low = std::min(side.low, price);
  side.close = price;
}

void add(FxBar& bar, const FxTick& tick) {
  add(bar.bid, tick.bid, bar.volume == 0);
  add(bar.ask, tick.ask, bar.volume == 0);
  ++bar.volume;
}

}  // namespace

std::optional<FxFrame> fx_frame(std::string_view name) {
  const auto* const found = std::ranges::find(kFrameNames, name);
  if (found == kFrameNames.end()) return std::nullopt;
  return static_cast<FxFrame>(found - kFrameNames.begin());
}

Minute frame_open(FxFrame frame, Minute at) {
  const Minute length = kFrameMinutes.at(static_cast<std::size_t>(frame));
  if (frame == FxFrame::kD1) return trading_day(at);
  if (frame != FxFrame::kH4) return at - at % length;
  const Minute day = trading_day(at);
  return day + (at - day) / length * length;
}

// The day that a switch makes longer or shorter has a quarter that ends when the day does.
Minute frame_next(FxFrame frame, Minute open) {
  const Minute length = kFrameMinutes.at(static_cast<std::size_t>(frame));
  if (frame == FxFrame::kD1) return next_trading_day(open);
  if (frame != FxFrame::kH4) return open + length;
  return std::min(open + length, next_trading_day(trading_day(open)));
}

Minute frame_before(FxFrame frame, Minute open) {
  return frame_open(frame, open - 1);
}

// What a minute is like, before any of its ticks.
struct FxReader::Pace {
  std::uint64_t dice{};
  std::int64_t count{};
  std::int64_t spread{};
  std::int64_t crossed{-1};  // the tick that is
  std::int64_t lean{};       // 256ths: where in the minute most of it happens
};

FxReader::FxReader(std::uint64_t seed, const FxInstrument& instrument)
    : key_(mix(mix(seed, 0xF1C5), instrument.name)),
      instrument_(&instrument),
      hours_(instrument.trading),
      base_(path_of(seed, instrument.base)),
      quote_(path_of(seed, instrument.quote)),
      level_(log2_of(instrument.price)) {}

std::int64_t FxReader::price_at(Minute minute) {
  const Level quote = instrument_->quote.empty() ? 0 : quote_.at(minute);
  return exp2_of(level_ + base_.at(minute) - quote);
}

FxReader::Pace FxReader::pace(Minute minute) const {
  Pace pace;
  pace.dice = mix(key_, minute);
  const std::int64_t bustle = kBustle.at(static_cast<std::size_t>(minute / 60 % 24));
  const std::int64_t mean = instrument_->ticks * bustle;  // in sixteenths
  pace.count = mean * (160 + bits(pace.dice, 0, 8)) / kUsual;
  if (bits(pace.dice, 8, 7) == 0) pace.count *= 3;
  if (bustle < 5 && bits(pace.dice, 15, 3) < 4 - bustle / 2) pace.count /= 8;
  pace.count = std::min(pace.count, kTicksMax);
  pace.spread = instrument_->spread * (bustle < 4 ? 3 : 1);
  pace.lean = bits(pace.dice, 18, 8) - 128;
  const auto chance = static_cast<std::int64_t>((pace.dice >> 26U) % 1000);
  const bool first = bits(pace.dice, 40, 1) == 0;
  if (chance < kCrossedOf1000) pace.crossed = first ? 0 : std::max<std::int64_t>(pace.count - 1, 0);
  return pace;
}

void FxReader::ticks(Minute minute, std::vector<FxTick>& out) {
  out.clear();
  if (minute < kFxBegin || !hours_.open(minute)) return;
  const Pace pace = this->pace(minute);
  if (pace.count == 0) return;
  const std::int64_t open = price_at(minute);
  const std::int64_t close = price_at(minute + 1);
  const std::int64_t wiggle = instrument_->spread + (close > open ? close - open : open - close);
  Millis last = -1;
  for (std::int64_t i = 0; i < pace.count; ++i) {
    const std::uint64_t dice = mix(pace.dice, i);
    const Millis even =
        (i * kMinuteMillis + bits(dice, 0, 16) * kMinuteMillis / 65'536) / pace.count;
    const Millis leaning = even + even * (kMinuteMillis - even) / kMinuteMillis * pace.lean / 256;
    last = std::min(std::max(leaning, last + 1), kMinuteMillis - pace.count + i);
    const std::int64_t noise = (bits(dice, 16, 12) - 2048) * wiggle / 4096;
    const std::int64_t middle = open + (close - open) * last / kMinuteMillis + noise;
    std::int64_t spread = std::max<std::int64_t>(1, pace.spread * (12 + bits(dice, 28, 3)) / 16);
    if (i == pace.crossed) spread = -(3 + bits(dice, 31, 3));
    const std::int64_t bid = middle - spread / 2;
    out.push_back({minute * kMinuteMillis + last, bid, bid + spread, i + 1});
  }
}

FxBar FxReader::bar(FxFrame frame, Minute open, Millis until) {
  FxBar bar;
  bar.open_time = open;
  const Minute end = std::min(frame_next(frame, open), (until + kMinuteMillis - 1) / kMinuteMillis);
  for (Minute minute = open; minute < end; ++minute) {
    ticks(minute, scratch_);
    for (const FxTick& tick : scratch_) {
      if (tick.time < until) add(bar, tick);
    }
  }
  return bar;
}

std::optional<FxTick> FxReader::last_tick(Millis until) {
  Minute minute = (until - 1) / kMinuteMillis;
  const Minute limit = std::max(kFxBegin, minute - 14 * kDayMinutes);
  for (; minute >= limit; --minute) {
    minute = hours_.last_open(minute);
    ticks(minute, scratch_);
    while (!scratch_.empty() && scratch_.back().time >= until) scratch_.pop_back();
    if (!scratch_.empty()) return scratch_.back();
  }
  return std::nullopt;
}

}  // namespace wick::sim
