// How often history is polled: often while ticks come, seldom when they get rare, not at all when
// they have stopped or the market is closed.
//
// Every timeframe has a slot that opens once in its cadence; nothing opens it earlier, whoever is
// in a hurry. When polling resumes after a pause every slot is open at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/interval.hpp"
#include "core/time.hpp"
#include "policy/ratio.hpp"

namespace wick::policy {

struct TickCadenceOptions {
  core::Micros poll{std::chrono::seconds{5}};
  core::Micros live_threshold{std::chrono::seconds{30}};   // silent no longer: live
  core::Micros idle_threshold{std::chrono::seconds{120}};  // silent so long: idle
  Ratio live_multiplier{Ratio::percent(100)};
  Ratio idle_multiplier{Ratio::percent(250)};
};

// A poll above zero, multipliers of at least 0.5 and 1, thresholds in order.
[[nodiscard]] TickCadenceOptions clamped(TickCadenceOptions options);

enum class CadenceState : std::uint8_t { kLive, kIdle };  // history is polled, or paused
enum class HistoryState : std::uint8_t { kOk, kLag, kStale };
enum class CadenceReason : std::uint8_t {
  kLiveTicks,
  kTickLag,
  kNoTicks,  // none since the start
  kTickIdle,
  kCalendarClosed,
};
[[nodiscard]] std::string_view name(CadenceState state);
[[nodiscard]] std::string_view name(HistoryState state);
[[nodiscard]] std::string_view name(CadenceReason reason);  // live_ticks, tick_lag, ...

class TickCadence {
 public:
  static constexpr core::Micros kBaseLeast = std::chrono::seconds{2};
  static constexpr core::Micros kBaseMost = std::chrono::seconds{20};

  // Options are clamped. Paused until the market was seen for the first time.
  TickCadence(TickCadenceOptions options, const std::vector<core::Interval>& timeframes);

  struct Sight {
    bool market_open{};  // by calendar or by ticks
    std::optional<core::Micros> tick_silence{};
  };
  void observe(const Sight& sight);

  [[nodiscard]] CadenceState state() const;
  [[nodiscard]] HistoryState history_state() const;
  [[nodiscard]] CadenceReason reason() const { return reason_; }
  [[nodiscard]] Ratio multiplier() const;
  [[nodiscard]] core::Micros cadence(core::Interval timeframe) const;

  // Whether its slot is open; then it is shut until the next one. All symbols share it.
  [[nodiscard]] bool take_slot(core::Interval timeframe, core::MonoTime now);
  // Zero: its slot is open. Nothing: paused, or no timeframe of ours.
  [[nodiscard]] std::optional<core::Micros> next_poll_in(core::Interval timeframe,
                                                         core::MonoTime now) const;
  // How long nothing is to do here; while paused no less than a poll.
  [[nodiscard]] core::Micros sleep(core::MonoTime now) const;

  struct Snapshot {
    struct Slot {
      core::Interval timeframe{};
      core::Micros cadence{};
      std::optional<core::Micros> next_poll_in{};
    };
    CadenceState state{};
    HistoryState history_state{};
    CadenceReason reason{};
    Ratio multiplier{};
    std::optional<core::Micros> tick_silence{};
    std::vector<Slot> slots{};
  };
  [[nodiscard]] Snapshot snapshot(core::MonoTime now) const;

 private:
  struct Slot {
    core::Interval timeframe{};
    std::optional<core::MonoTime> taken{};  // since polling resumed
  };
  [[nodiscard]] core::Micros until_open(const Slot& slot, core::MonoTime now) const;

  TickCadenceOptions options_;
  std::vector<Slot> slots_;
  CadenceReason reason_{CadenceReason::kCalendarClosed};
  std::optional<core::Micros> silence_;
};

}  // namespace wick::policy
