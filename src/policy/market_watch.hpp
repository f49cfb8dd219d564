// Whether the market counts as open, and if nothing is going on, why.
//
// It is open when the calendar says so or when ticks come: a calendar never silences a live feed.
// Trouble with history or with a login is no reason to be idle while ticks come; history alone
// pauses then.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace wick::policy {

enum class IdleReason : std::uint8_t {
  kCalendarClosed,
  kTicksStoppedAfterCalendarClose,  // the market went on after its hours and has ended now
  kFxcmTemporarilyUnavailable,      // history is not ready
  kFxcmBackoff,                     // left alone for a while after a failure
  kMarketClosed,                    // the feed says so
};
[[nodiscard]] std::string_view name(IdleReason reason);  // calendar_closed, ...

class MarketWatch {
 public:
  // The cadence's idle_threshold where there is one.
  explicit MarketWatch(core::Micros ticks_alive_within = std::chrono::seconds{60})
      : ticks_alive_within_(ticks_alive_within) {}

  struct Sight {
    bool calendar_open{};
    std::optional<core::Micros> tick_silence{};  // since the latest tick of any symbol
    bool history_ready{true};
    bool backoff_active{};
    bool feed_closed{};  // its own trading session status
  };
  struct View {
    bool calendar_open{};
    bool ticks_alive{};
    bool effective_market_open{};
    bool history_paused{};
    std::optional<IdleReason> idle_reason{};  // nothing: not idle

    bool operator==(const View&) const = default;
  };
  [[nodiscard]] View observe(const Sight& sight, core::MonoTime now);

 private:
  [[nodiscard]] std::optional<IdleReason> idle_reason(const Sight& sight) const;

  core::Micros ticks_alive_within_;
  std::optional<core::MonoTime> closed_since_;
  bool ticked_since_{};
};

}  // namespace wick::policy
