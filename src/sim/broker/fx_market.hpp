// The market that the simulated broker quotes: a pure function of (seed, instrument, time).
//
// From the top down and in integers: the level of each currency wanders over years, days and
// hours; a minute goes from its own first price to the next minute's; its ticks lie between, second
// by second. Any minute can be asked for at once and costs a microsecond or two. Bars of every
// length are what the ticks are: the first tick opens, the volume is their number, and where there
// was no tick there is no bar. In three minutes of a thousand a quote is crossed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/broker/instrument.hpp"
#include "sim/broker/market_hours.hpp"
#include "sim/market/path.hpp"

namespace wick::sim {

using Millis = std::int64_t;  // since 1970, UTC
constexpr Millis kMinuteMillis = 60'000;

struct FxTick {
  Millis time{};
  std::int64_t bid{}, ask{};  // of 10^-digits
  std::int64_t number{};      // in its minute, from one

  bool operator==(const FxTick&) const = default;
};

enum class FxFrame : std::uint8_t { kM1, kM5, kM15, kM30, kH1, kH4, kD1 };
[[nodiscard]] std::optional<FxFrame> fx_frame(std::string_view name);  // m1 m5 m15 m30 H1 H4 D1

// The opening of the bar that holds the minute, of the next one and of the one before. Days and
// quarters of days count from 17:00 in New York, everything else from midnight UTC.
[[nodiscard]] Minute frame_open(FxFrame frame, Minute at);
[[nodiscard]] Minute frame_next(FxFrame frame, Minute open);
[[nodiscard]] Minute frame_before(FxFrame frame, Minute open);

struct FxSide {
  std::int64_t open{}, high{}, low{}, close{};

  bool operator==(const FxSide&) const = default;
};

struct FxBar {
  Minute open_time{};
  FxSide bid{}, ask{};
  std::int64_t volume{};  // ticks; 0: there is no bar

  bool operator==(const FxBar&) const = default;
};

constexpr Minute kFxBegin = 15'778'080;  // 2000-01-01: there is nothing before

// One instrument's life. Remembers where it looked last; belongs to one thread.
class FxReader {
 public:
  FxReader(std::uint64_t seed, const FxInstrument& instrument);

  [[nodiscard]] const FxInstrument& instrument() const { return *instrument_; }
  [[nodiscard]] MarketHours& hours() { return hours_; }

  // Those of one minute, in order, no two at the same time; in place of what `out` held.
  void ticks(Minute minute, std::vector<FxTick>& out);

  // Of the ticks before `until`. Volume 0 where there are none.
  [[nodiscard]] FxBar bar(FxFrame frame, Minute open, Millis until);

  // The last one before `until`, within two weeks.
  [[nodiscard]] std::optional<FxTick> last_tick(Millis until);

 private:
  struct Pace;
  [[nodiscard]] Pace pace(Minute minute) const;
  [[nodiscard]] std::int64_t price_at(Minute minute);

  std::uint64_t key_;
  const FxInstrument* instrument_;
  MarketHours hours_;
  Path base_, quote_;
  Level level_;
  std::vector<FxTick> scratch_;
};

}  // namespace wick::sim
