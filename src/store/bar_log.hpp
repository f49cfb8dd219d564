// Bars of all streams of a program, laid down in the tails of their series a bounded time later.
//
// Each series is written at its own moment of each `commit_every`, so that a thousand of them do
// not ask the disk at once. Nothing waits here: neither for another program that holds a lock, nor
// for a disk that is full. What cannot be written is kept in memory, up to a bound, and tried
// again.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "port/bar_log.hpp"
#include "store/series_log.hpp"

namespace wick::store {

struct BarLogLimits {
  core::Micros commit_every{std::chrono::seconds{60}};
  std::size_t commits_per_step{4};
  std::size_t bars_max{10'000};  // of one series, not written yet; the earliest are let go
};

class BarLog final : public port::BarLog {
 public:
  explicit BarLog(Disk disk, BarLogLimits limits = {});
  BarLog(const BarLog&) = delete;
  BarLog& operator=(const BarLog&) = delete;

  void take(const core::SeriesId& id, const core::Bar& bar, core::Mark mark,
            core::Now now) override;
  void take_hole(const core::SeriesId& id, const core::Hole& hole, core::Now now) override;
  void step(core::Now now) override;
  [[nodiscard]] core::MonoTime wake() const override;
  // A series whose lock is held is tried twice; then there is trouble.
  void finish(core::Now now) override;
  // Of the series that failed first; nothing any more as soon as all of them can be written.
  [[nodiscard]] std::optional<base::Error> trouble() const override { return trouble_; }
  [[nodiscard]] std::int64_t failures() const override { return failures_; }

 private:
  struct Line {
    SeriesLog log;
    core::Micros phase{};  // its moment of each `commit_every`
    bool due{};
    unsigned held{};    // in a row
    unsigned failed{};  // in a row
  };
  using Lines = std::map<std::string, Line>;  // by the path of the tail

  [[nodiscard]] Lines::iterator line_of(const core::SeriesId& id);
  [[nodiscard]] core::MonoTime moment_after(core::MonoTime now, core::Micros phase) const;
  void schedule(Lines::iterator line, core::MonoTime when);
  void commit(Lines::iterator at, core::Now now);
  void commit_all(core::Now now);
  void tell(Line& line, const base::Error& error);
  void forgive(Line& line);

  Disk disk_;
  BarLogLimits limits_;
  Lines lines_;
  std::set<std::pair<core::MonoTime, std::string>> due_;
  std::size_t failing_{};  // lines
  std::int64_t failures_{};
  std::optional<base::Error> trouble_;
};

}  // namespace wick::store
