// Bars of another program's cache on their way into the store, one series after the other.
//
// A period that is whole, with what the store has of it already, is sealed; bars of others rest in
// the series' tail until somebody fetches what is missing. What the store has stands unless it
// came from a stream: imported bars rank below the archive and REST, and where values differ the
// journal has both. To import the same again changes nothing. Being killed anywhere loses nothing
// that was there, and doing it again finishes it.
#pragma once

#include <map>
#include <vector>

#include "store/importing_rows.hpp"
#include "store/sealing.hpp"
#include "store/tail.hpp"

namespace wick::store {

// Whether to do it, or to say what would be done.
enum class ImportMode : std::uint8_t { kWrite, kJudge };

// How the bars that were brought compare with those of sealed files.
struct ImportCounts {
  std::uint64_t sealed{};     // periods that are now whole
  std::uint64_t unchanged{};  // periods that were, and stay as they were
  std::uint64_t incomplete{};
  std::uint64_t tail_rows{};  // new ones
  std::uint64_t known_rows{};
  std::uint64_t differing_rows{};  // the store has another value, which stands

  ImportCounts& operator+=(const ImportCounts& other);
};

class Importing {
 public:
  Importing(Shelf shelf, ImportMode mode) : shelf_(std::move(shelf)), mode_(mode) {}

  // Everything that there is of the period, from one file or several.
  [[nodiscard]] base::Result<void> take(const Period& period, std::vector<Sourced> rows,
                                        core::UtcTime now) {
    return take_all(period, {.rows = std::move(rows), .holes = {}}, now);
  }
  // The same with the instants that are known to have no bar. They are kept with a whole period
  // only.
  [[nodiscard]] base::Result<void> take_all(const Period& period, Brought brought,
                                            core::UtcTime now);
  // Puts what is left over into the tail.
  [[nodiscard]] base::Result<void> finish() { return put_into_tail(); }
  [[nodiscard]] const ImportCounts& counts() const { return counts_; }

 private:
  using Values = std::map<core::UtcTime, std::vector<core::Bar>>;

  [[nodiscard]] base::Result<Outcome> outcome(const Period& period, const Brought& brought,
                                              core::UtcTime now);
  [[nodiscard]] base::Result<Values> values_in_tail(const Tail& tail) const;
  [[nodiscard]] std::vector<TailEntry> news(const Values& known);
  [[nodiscard]] base::Result<void> put_into_tail();

  Shelf shelf_;
  ImportMode mode_;
  ImportCounts counts_;
  std::vector<Sourced> left_over_;  // of parts, in order of time
  std::size_t left_over_rows_{0};
};

}  // namespace wick::store
