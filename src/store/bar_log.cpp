#include "store/bar_log.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "codec/crc32c.hpp"

namespace wick::store {
namespace {

constexpr core::Micros kHeldAgainMin = std::chrono::milliseconds{100};
constexpr core::Micros kHeldAgainMax = std::chrono::seconds{5};
constexpr core::Micros kFailedAgainMin = std::chrono::seconds{5};
constexpr core::Micros kFailedAgainMax = std::chrono::minutes{5};

// Twice as long each time.
core::Micros delay(unsigned times, core::Micros first, core::Micros most) {
  constexpr unsigned kDoublingsMax = 16;
  return std::min(most, first * (1U << std::min(times, kDoublingsMax)));
}

}  // namespace

BarLog::BarLog(Disk disk, BarLogLimits limits) : disk_(std::move(disk)), limits_(limits) {
  WICK_CHECK(limits_.commit_every > core::Micros{0} && limits_.commits_per_step > 0);
}

BarLog::Lines::iterator BarLog::line_of(const core::SeriesId& id) {
  const std::string path = disk_.layout.tail(id);
  const auto known = lines_.find(path);
  if (known != lines_.end()) return known;
  const core::Micros phase{codec::crc32c(0, path) % limits_.commit_every.count()};
  return lines_.emplace(path, Line{SeriesLog(disk_, id, limits_.bars_max), phase}).first;
}

core::MonoTime BarLog::moment_after(core::MonoTime now, core::Micros phase) const {
  const core::Micros every = limits_.commit_every;
  const core::Micros since = (now.time_since_epoch() - phase) % every;
  const core::Micros passed = since < core::Micros{0} ? since + every : since;
  return now + (every - passed);
}

void BarLog::take(const core::SeriesId& id, const core::Bar& bar, core::Mark mark, core::Now now) {
  const auto line = line_of(id);
  line->second.log.take(bar, mark, now.utc);
  if (line->second.due || line->second.log.empty()) return;
  schedule(line, moment_after(now.mono, line->second.phase));
}

void BarLog::take_hole(const core::SeriesId& id, const core::Hole& hole, core::Now now) {
  const auto line = line_of(id);
  line->second.log.take(hole, now.utc);
  if (line->second.due || line->second.log.empty()) return;
  schedule(line, moment_after(now.mono, line->second.phase));
}

void BarLog::schedule(Lines::iterator line, core::MonoTime when) {
  line->second.due = true;
  due_.emplace(when, line->first);
}

void BarLog::step(core::Now now) {
  for (std::size_t n = 0; n < limits_.commits_per_step && wake() <= now.mono; ++n) {
    const auto line = lines_.find(due_.begin()->second);
    due_.erase(due_.begin());
    commit(line, now);
  }
}

core::MonoTime BarLog::wake() const {
  return due_.empty() ? core::MonoTime::max() : due_.begin()->first;
}

void BarLog::commit(Lines::iterator at, core::Now now) {
  Line& line = at->second;
  line.due = false;
  const auto done = line.log.commit(now);
  if (done && *done == SeriesLog::Commit::kHeld) {
    return schedule(at, now.mono + delay(line.held++, kHeldAgainMin, kHeldAgainMax));
  }
  line.held = 0;
  if (done) return forgive(line);
  tell(line, done.error());
  // A day that could not be sealed keeps no bar waiting: what comes next has its usual moment.
  schedule(at, line.log.empty()
                   ? moment_after(now.mono, line.phase)
                   : now.mono + delay(line.failed - 1, kFailedAgainMin, kFailedAgainMax));
}

void BarLog::tell(Line& line, const base::Error& error) {
  ++failures_;
  if (line.failed++ == 0) ++failing_;
  if (!trouble_) trouble_ = error;
}

void BarLog::forgive(Line& line) {
  if (line.failed == 0) return;
  line.failed = 0;
  if (--failing_ == 0) trouble_.reset();
}

void BarLog::commit_all(core::Now now) {
  for (const auto& [when, path] : std::exchange(due_, {})) commit(lines_.find(path), now);
}

void BarLog::finish(core::Now now) {
  commit_all(now);
  commit_all(now);
  for (const auto& [when, path] : due_) {
    Line& line = lines_.find(path)->second;
    if (line.held == 0 || line.log.empty()) continue;
    tell(line, {base::ErrorKind::kUnavailable,
                path + ": another program holds the lock of its series; " +
                    std::to_string(line.log.size()) +
                    (line.log.size() == 1 ? " bar was not kept" : " bars were not kept")});
  }
}

}  // namespace wick::store
