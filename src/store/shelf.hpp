// The sealed files of one series: found, checked, written, moved away when damaged.
//
// A day file replaces that day of its month's file: it is either a repair of it, or about to be
// removed after having been folded in. Readers need no lock; writers hold the series' one.
#pragma once

#include <optional>
#include <vector>

#include "store/disk.hpp"
#include "store/merging.hpp"
#include "store/sealed.hpp"

namespace wick::store {

// What one file has of the bars that were looked for.
struct Found {
  SealedFacts facts;
  core::RangeSet opens;        // the instants that it speaks for
  std::vector<Sourced> parts;  // its rows among them
  std::vector<StoredHole> holes;
};

class Shelf {
 public:
  Shelf(const Disk& disk, core::SeriesId id);

  struct Damage {
    Period period;
    base::Error error;  // kCorrupt where the file itself is bad
  };
  struct Look {
    std::vector<Found> found;  // in order of time; no two speak for one instant
    std::vector<Damage> damaged;
  };
  [[nodiscard]] Look look(const core::RangeSet& opens) const;

  // One file whole, as it is; nothing where there is none.
  using Opened = std::optional<base::Result<Found>>;
  [[nodiscard]] Opened open(const Period& period) const;

  // Written whole and durable, or not at all.
  [[nodiscard]] base::Result<void> write(SealedFacts facts,
                                         const std::vector<Sourced>& parts) const;
  [[nodiscard]] base::Result<void> remove(const Period& period) const;

  // Moves a damaged file where nobody reads it, and notes that in the journal. The caller holds the
  // lock.
  void quarantine(const Damage& damage, core::UtcTime now) const;

  [[nodiscard]] std::vector<Period> periods() const;  // of all files there are, months first
  [[nodiscard]] base::Result<port::Files::Lock> lock() const;
  // The same without waiting: nothing while somebody else has it.
  [[nodiscard]] base::Result<std::optional<port::Files::Lock>> try_lock() const;
  [[nodiscard]] const core::SeriesId& id() const { return id_; }
  [[nodiscard]] const core::Grid& grid() const { return grid_; }
  [[nodiscard]] const Disk& disk() const { return disk_; }

 private:
  [[nodiscard]] Opened open(const Period& period, core::TimeRange opens) const;
  [[nodiscard]] std::vector<Period> days_of(const core::RangeSet& opens) const;
  void take(const Period& period, core::RangeSet& left, Look& look) const;

  const Disk& disk_;
  core::SeriesId id_;
  core::Grid grid_;
};

}  // namespace wick::store
