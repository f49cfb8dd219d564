// Alarms of a calendar or a clock that does not fit the market: ticks while it is closed, none
// while it is open, a table of holidays that is about to end, ticks of another time than ours. Each
// is told when it begins and when it ends.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace wick::policy {

enum class MarketAlarm : std::uint8_t {
  kTicksWhileClosed,
  kNoTicksWhileOpen,
  kHolidaysEnd,
  kClockWrong,
};
inline constexpr std::array kMarketAlarms = {MarketAlarm::kTicksWhileClosed,
                                             MarketAlarm::kNoTicksWhileOpen,
                                             MarketAlarm::kHolidaysEnd, MarketAlarm::kClockWrong};
[[nodiscard]] std::string_view name(MarketAlarm alarm);  // ticks_while_closed, ...

struct MarketAlarmOptions {
  core::Micros close_grace{std::chrono::seconds{60}};  // ticks may come so long after the close
  core::Micros silence{std::chrono::seconds{120}};     // none for so long is none
  core::Micros holiday_notice{30 * core::kDay};
  core::Micros clock_error{std::chrono::seconds{30}};
};

class MarketAlarms {
 public:
  explicit MarketAlarms(MarketAlarmOptions options = {}) : options_(options) {}

  struct Sight {
    bool calendar_open{};
    std::optional<core::Micros> tick_silence{};
    std::optional<core::UtcTime> holidays_end{};  // nothing: there is no table to end
    core::Micros clock_ahead{};                   // our clock less the venue's, as ticks tell
  };
  struct Change {
    MarketAlarm alarm{};
    bool raised{};

    bool operator==(const Change&) const = default;
  };
  [[nodiscard]] std::vector<Change> observe(const Sight& sight, core::Now now);
  // Since when; nothing: all is well.
  [[nodiscard]] std::optional<core::UtcTime> raised(MarketAlarm alarm) const;

 private:
  [[nodiscard]] bool holds(MarketAlarm alarm, const Sight& sight, core::Now now) const;

  MarketAlarmOptions options_;
  std::optional<bool> open_;
  core::MonoTime since_{};  // the calendar says so
  std::array<std::optional<core::UtcTime>, kMarketAlarms.size()> raised_;
};

}  // namespace wick::policy
