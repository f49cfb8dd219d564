// Which symbol at which timeframe is polled next, when a quota does not allow for all of them.
//
// A target gets into line when the slot of its timeframe opens, and stays there until it is polled:
// whoever came first is polled first, so nobody starves. Some go ahead:
//   - forced ones, whose bar was closed by ticks and is not in history yet, or that were asked for;
//     after so many of them in a row one that waits in the ordinary line has its turn;
//   - priority targets, at a pace that the quota's reserve allows for whatever the others want.
// Nothing gets into line without a slot, forced or not, and a symbol's minutes are polled once in a
// cycle. Takes no more memory while the targets stay the same.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <vector>

#include "core/time.hpp"
#include "policy/history_quota.hpp"
#include "policy/poll_target.hpp"

namespace wick::policy {

struct PollScheduleOptions {
  std::size_t forced_run_max{3};
};

class PollSchedule {
 public:
  // The quota must outlive this, and only this may spend what the priority targets are promised.
  explicit PollSchedule(HistoryQuota& quota, PollScheduleOptions options = {});
  PollSchedule(const PollSchedule&) = delete;
  PollSchedule& operator=(const PollSchedule&) = delete;

  // From now on these; what was known of those that stay is kept, their place in line as well.
  void want(const std::vector<PollTarget>& targets);

  // Bars are named by their open times, which everybody counts alike. The newest counts.
  void closed_by_ticks(PollTarget target, core::UtcTime open);
  void confirmed(PollTarget target, core::UtcTime open);  // history has it
  void force(PollTarget target);                          // until it was polled

  void begin_cycle() { ++cycle_; }
  void open_slot(core::Interval timeframe, core::MonoTime now);
  // The next one that the quota lets go; it is counted there, and is to be polled now.
  [[nodiscard]] std::optional<PollTarget> take(core::MonoTime now);

  [[nodiscard]] bool forced(PollTarget target) const;
  [[nodiscard]] std::size_t waiting() const;
  // A priority target is polled at the first slot that opens so long after its last poll. Nothing:
  // the quota has no reserve for so many, and they wait like all others.
  [[nodiscard]] std::optional<core::Micros> promise() const { return promise_; }

 private:
  enum Line : std::uint8_t { kIdle, kForcedPriority, kForced, kPriority, kOrdinary, kLines };
  struct Entry {
    PollTarget target{};
    Line line{kIdle};
    bool wanted{};
    bool asked{};  // forced until polled
    std::optional<core::UtcTime> closed{};
    std::optional<core::UtcTime> confirmed{};
    std::optional<core::MonoTime> polled{};
    std::uint64_t cycle{};
  };
  using Entries = std::list<Entry>;

  [[nodiscard]] Entry* find(PollTarget target) const;
  [[nodiscard]] static bool forced(const Entry& entry);
  [[nodiscard]] bool paced(const Entry& entry, core::MonoTime now) const;
  [[nodiscard]] Line line_of(const Entry& entry, core::MonoTime now) const;
  void move(Entries::iterator entry, Line to);
  void go_ahead(Entry& entry);
  void forget_unwanted();
  [[nodiscard]] std::optional<core::Micros> promise_to(std::size_t targets) const;
  [[nodiscard]] std::optional<PollTarget> take_from(Line line, core::MonoTime now);
  [[nodiscard]] bool held_back(Line line, PollTarget target, core::MonoTime now) const;

  HistoryQuota& quota_;
  PollScheduleOptions options_;
  std::array<Entries, kLines> lines_;
  std::vector<std::optional<Entries::iterator>> places_;
  std::vector<std::size_t> priority_;  // places of those that have it
  std::optional<core::Micros> promise_;
  std::uint64_t cycle_{1};
  std::size_t forced_run_{};
};

}  // namespace wick::policy
