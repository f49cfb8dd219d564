#include "policy/poll_schedule.hpp"

#include <algorithm>

namespace wick::policy {

PollSchedule::PollSchedule(HistoryQuota& quota, PollScheduleOptions options)
    : quota_(quota), options_(options) {}

void PollSchedule::want(const std::vector<PollTarget>& targets) {
  for (Entries& line : lines_) {
    for (Entry& entry : line) entry.wanted = false;
  }
  priority_.clear();
  for (const PollTarget target : targets) {
    if (places_.size() <= place(target)) places_.resize(place(target) + 1);
    auto& at = places_[place(target)];
    if (!at.has_value()) at = lines_[kIdle].insert(lines_[kIdle].end(), {.target = target});
    if (!(*at)->wanted && quota_.has_priority(target)) priority_.push_back(place(target));
    (*at)->wanted = true;
  }
  promise_ = promise_to(priority_.size());
  forget_unwanted();
}

void PollSchedule::forget_unwanted() {
  for (Entries& line : lines_) {
    for (const Entry& entry : line) {
      if (!entry.wanted) places_[place(entry.target)].reset();
    }
    line.remove_if([](const Entry& entry) { return !entry.wanted; });
  }
}

// A window that slides holds ceil(window / pace) calls of one target at most.
std::optional<core::Micros> PollSchedule::promise_to(std::size_t targets) const {
  const HistoryQuota::Promise sure = quota_.promise();
  if (targets == 0 || sure.per_min < targets || sure.per_hour < targets) return std::nullopt;
  const auto pace = [&](core::Micros window, std::size_t calls) {
    const auto each = static_cast<std::int64_t>(calls / targets);
    return core::Micros{(window.count() + each - 1) / each};
  };
  return std::max(pace(HistoryQuota::kMinute, sure.per_min),
                  pace(HistoryQuota::kHour, sure.per_hour));
}

PollSchedule::Entry* PollSchedule::find(PollTarget target) const {
  const std::size_t at = place(target);
  if (at >= places_.size() || !places_[at].has_value()) return nullptr;
  return &**places_[at];
}

bool PollSchedule::forced(const Entry& entry) {
  if (entry.asked) return true;
  return entry.closed.has_value() && (!entry.confirmed || *entry.confirmed < *entry.closed);
}

bool PollSchedule::forced(PollTarget target) const {
  const Entry* entry = find(target);
  return entry != nullptr && forced(*entry);
}

void PollSchedule::closed_by_ticks(PollTarget target, core::UtcTime open) {
  Entry* entry = find(target);
  if (entry == nullptr) return;
  entry->closed = entry->closed ? std::max(*entry->closed, open) : open;
  go_ahead(*entry);
}

void PollSchedule::confirmed(PollTarget target, core::UtcTime open) {
  Entry* entry = find(target);
  if (entry == nullptr) return;
  entry->confirmed = entry->confirmed ? std::max(*entry->confirmed, open) : open;
}

void PollSchedule::force(PollTarget target) {
  Entry* entry = find(target);
  if (entry == nullptr) return;
  entry->asked = true;
  go_ahead(*entry);
}

// One that waits already need not wait among the others; one that does not waits for its slot.
void PollSchedule::go_ahead(Entry& entry) {
  if (!forced(entry)) return;
  if (entry.line == kOrdinary) move(*places_[place(entry.target)], kForced);
  if (entry.line == kPriority) move(*places_[place(entry.target)], kForcedPriority);
}

void PollSchedule::move(Entries::iterator entry, Line to) {
  lines_[to].splice(lines_[to].end(), lines_[entry->line], entry);
  entry->line = to;
}

bool PollSchedule::paced(const Entry& entry, core::MonoTime now) const {
  if (!promise_.has_value() || !quota_.has_priority(entry.target)) return false;
  return !entry.polled.has_value() || now >= *entry.polled + *promise_;
}

PollSchedule::Line PollSchedule::line_of(const Entry& entry, core::MonoTime now) const {
  if (paced(entry, now)) return forced(entry) ? kForcedPriority : kPriority;
  return forced(entry) ? kForced : kOrdinary;
}

// A priority target that waits among the others goes ahead as soon as its pace allows. The idle
// ones are in the order of their last polls, and so they get into line.
void PollSchedule::open_slot(core::Interval timeframe, core::MonoTime now) {
  for (const std::size_t at : priority_) {
    const Entries::iterator entry = *places_[at];
    const bool behind = entry->line == kOrdinary || entry->line == kForced;
    if (behind && entry->target.interval == timeframe && paced(*entry, now)) {
      move(entry, line_of(*entry, now));
    }
  }
  Entries& idle = lines_[kIdle];
  for (auto entry = idle.begin(); entry != idle.end();) {
    const auto here = entry++;
    if (here->target.interval != timeframe) continue;
    if (timeframe == core::Interval::k1m && here->cycle == cycle_) continue;
    move(here, line_of(*here, now));
  }
}

std::optional<PollTarget> PollSchedule::take(core::MonoTime now) {
  constexpr std::array<Line, 4> kForcedFirst = {kForcedPriority, kForced, kPriority, kOrdinary};
  constexpr std::array<Line, 4> kForcedLast = {kForcedPriority, kPriority, kOrdinary, kForced};
  const bool enough = forced_run_ >= options_.forced_run_max;
  for (const Line line : enough ? kForcedLast : kForcedFirst) {
    const std::optional<PollTarget> taken = take_from(line, now);
    if (!taken.has_value()) continue;
    if (line == kForced) ++forced_run_;
    if (line == kOrdinary) forced_run_ = 0;
    return taken;
  }
  return std::nullopt;
}

// Where there is a promise, nobody else goes once the load calls for the reserve.
bool PollSchedule::held_back(Line line, PollTarget target, core::MonoTime now) const {
  const bool promised = line == kForcedPriority || line == kPriority;
  return !promised && promise_.has_value() && quota_.is_tight(now) &&
         !quota_.look(target, now).has_value();
}

std::optional<PollTarget> PollSchedule::take_from(Line line, core::MonoTime now) {
  for (auto entry = lines_[line].begin(); entry != lines_[line].end(); ++entry) {
    if (held_back(line, entry->target, now)) return std::nullopt;
    const std::optional<Denial> denial = quota_.ask(entry->target, now);
    if (!denial.has_value()) {
      entry->asked = false;
      entry->polled = now;
      entry->cycle = cycle_;
      move(entry, kIdle);
      return entry->target;
    }
    // Only a pause of its own is no reason for the next one to wait.
    if (denial->quota_full || denial->reason != DenyReason::kMinInterval) return std::nullopt;
  }
  return std::nullopt;
}

std::size_t PollSchedule::waiting() const {
  std::size_t found = 0;
  for (const Line line : {kForcedPriority, kForced, kPriority, kOrdinary}) {
    found += lines_[line].size();
  }
  return found;
}

}  // namespace wick::policy
