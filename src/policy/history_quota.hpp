// How often a feed's history may be asked: so many calls a minute, so many an hour.
//
// Never waits: a call may go now, or is denied with the reason and how long that holds. Some
// targets have priority, and a reserve that the others leave alone when it gets tight. Whoever asks
// and is let go must call; what was denied costs nothing. Takes no more memory once every target
// was seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "policy/poll_target.hpp"
#include "policy/ratio.hpp"
#include "policy/sliding_window.hpp"

namespace wick::policy {

// Of the fuller of both windows.
struct LoadThresholds {
  Ratio min_interval{Ratio::percent(70)};  // from here one target must pause between its calls
  Ratio warn{Ratio::percent(90)};
  Ratio reserve{Ratio::percent(90)};  // from here the reserve is kept for priority targets
  Ratio critical{Ratio::percent(95)};

  bool operator==(const LoadThresholds&) const = default;
};

struct HistoryQuotaOptions {
  std::size_t history_max_calls_per_min{360};
  std::size_t history_max_calls_per_hour{7200};
  core::Micros history_min_interval_m1{std::chrono::seconds{2}};
  core::Micros history_min_interval_m5{std::chrono::seconds{6}};
  std::vector<PollTarget> history_priority_targets{};
  std::size_t history_priority_reserve_per_min{108};
  std::size_t history_priority_reserve_per_hour{2160};
  LoadThresholds history_load_thresholds{};
};

// At least one call, no reserve above its limit, thresholds within [0, 1] and none below the one
// before it.
[[nodiscard]] HistoryQuotaOptions clamped(HistoryQuotaOptions options);

enum class DenyReason : std::uint8_t { kMinuteQuota, kHourQuota, kMinInterval, kPriorityReserve };
[[nodiscard]] std::string_view name(DenyReason reason);  // minute_quota, hour_quota, ...

struct Denial {
  DenyReason reason{};   // of several the one that holds longest
  core::Micros wait{};   // until it may be otherwise
  bool quota_full{};     // the quota itself was among the reasons
  bool worth_telling{};  // nothing was told for 12 s
};

enum class ThrottleState : std::uint8_t { kOk, kWarn, kCritical };
[[nodiscard]] std::string_view name(ThrottleState state);

class HistoryQuota {
 public:
  static constexpr core::Micros kMinute = std::chrono::minutes{1};
  static constexpr core::Micros kHour = std::chrono::hours{1};
  static constexpr core::Micros kDenialFresh = std::chrono::seconds{15};
  static constexpr core::Micros kTellEvery = std::chrono::seconds{12};
  static constexpr std::size_t kSkippedShown = 12;

  explicit HistoryQuota(HistoryQuotaOptions options);  // clamped

  // Nothing: it may go, and is counted.
  [[nodiscard]] std::optional<Denial> ask(PollTarget target, core::MonoTime now);
  // What ask() would say, without a trace.
  [[nodiscard]] std::optional<Denial> look(PollTarget target, core::MonoTime now) const;

  [[nodiscard]] Ratio load(core::MonoTime now) const;
  [[nodiscard]] bool is_tight(core::MonoTime now) const;  // the reserve is kept
  [[nodiscard]] ThrottleState throttle_state(core::MonoTime now) const;
  [[nodiscard]] bool has_priority(PollTarget target) const;
  [[nodiscard]] const HistoryQuotaOptions& options() const { return options_; }

  // Calls in any minute and any hour that priority targets get, whatever the others want, as long
  // as they ask for no more together.
  struct Promise {
    std::size_t per_min{};
    std::size_t per_hour{};
  };
  [[nodiscard]] Promise promise() const;

  struct Skipped {
    PollTarget target{};
    std::uint64_t polls{};
    DenyReason last_reason{};
  };
  struct Snapshot {
    std::size_t calls_60s{};
    std::size_t limit_60s{};
    std::size_t calls_3600s{};
    std::size_t limit_3600s{};
    std::size_t priority_calls_60s{};
    std::size_t priority_calls_3600s{};
    ThrottleState throttle_state{};
    core::Micros next_slot{};  // until both windows have room; zero: now
    std::optional<DenyReason> last_denied_reason{};
    std::vector<Skipped> skipped_polls{};  // the most skipped ones first
  };
  [[nodiscard]] Snapshot snapshot(core::MonoTime now) const;

 private:
  struct Account {  // of one target
    bool priority{};
    std::optional<core::MonoTime> called{};
    std::uint64_t skipped{};
    DenyReason last_reason{};
  };
  struct Pair {  // the same calls in both windows
    SlidingWindow minute;
    SlidingWindow hour;
    void add(core::MonoTime now);
  };

  [[nodiscard]] const Account& account(PollTarget target) const;
  [[nodiscard]] Account& open_account(PollTarget target);
  [[nodiscard]] core::Micros min_interval(core::Interval interval) const;
  [[nodiscard]] bool loaded(Ratio ratio, core::MonoTime now) const;
  [[nodiscard]] core::Micros reserve_wait(core::MonoTime now) const;
  void note(Denial& denial, PollTarget target, core::MonoTime now);

  HistoryQuotaOptions options_;
  Pair all_;
  Pair others_;  // without priority
  std::vector<Account> accounts_;
  std::optional<core::MonoTime> denied_;
  std::optional<core::MonoTime> quota_denied_;
  std::optional<core::MonoTime> told_;
  std::optional<DenyReason> last_reason_;
};

}  // namespace wick::policy
