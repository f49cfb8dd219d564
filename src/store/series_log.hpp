// What a stream brings of one series, on its way into the tail and from there into whole days.
//
// A commit is one append, however many bars it brings, and reads the tail only where somebody else
// has changed it or it may have some of these bars already. It never waits for another program.
#pragma once

#include <optional>
#include <vector>

#include "store/fresh_bars.hpp"
#include "store/sealing.hpp"

namespace wick::store {

class SeriesLog {
 public:
  // `disk` must outlive it.
  SeriesLog(const Disk& disk, const core::SeriesId& id, std::size_t bars_max);

  // Refuses what is not final and what is not on the grid of the series.
  void take(const core::Bar& bar, core::Mark mark, core::UtcTime now);
  void take(const core::Hole& hole, core::UtcTime now);  // of it, whole instants of the grid
  [[nodiscard]] bool empty() const { return fresh_.empty(); }
  [[nodiscard]] std::size_t size() const { return fresh_.size(); }
  [[nodiscard]] const core::SeriesId& id() const { return shelf_.id(); }

  // Seals each day that has ended and is whole with these bars, and appends the rest. After an
  // error what is not on disk is still here. A day that could not be sealed is an error too, though
  // its bars then rest in the tail.
  enum class Commit { kDone, kHeld };  // held: another program has the lock of the series
  [[nodiscard]] base::Result<Commit> commit(core::Now now);

 private:
  // The tail as it was last seen.
  struct Seen {
    std::optional<port::FileFacts> facts;  // nothing: there is no tail
    core::RangeSet rows;
    core::RangeSet settled;  // rows and holes
  };
  [[nodiscard]] Tail tail() const;
  [[nodiscard]] base::Result<std::optional<port::FileFacts>> tail_facts() const;
  [[nodiscard]] base::Result<void> look_at_tail();
  [[nodiscard]] base::Error lose_sight(const base::Error& error);
  [[nodiscard]] base::Result<void> seal_ripe(core::Now now);
  [[nodiscard]] std::vector<Period> ripe(core::UtcTime now) const;
  [[nodiscard]] bool may_be_sealed(const Period& period) const;
  [[nodiscard]] base::Result<void> seal_one(const Period& period, core::UtcTime now);
  [[nodiscard]] base::Result<void> append();

  Shelf shelf_;
  FreshBars fresh_;
  std::optional<Seen> seen_;
  bool looked_back_{false};  // at what an earlier run left behind
  std::optional<base::Error> not_sealed_;
  core::MonoTime seal_again_{core::MonoTime::min()};
};

}  // namespace wick::store
