// wick repair: damaged files out of the way, what was in them fetched again, and every hole asked
// for once more.
#pragma once

#include "cli/care_request.hpp"
#include "cli/shell.hpp"
#include "cli/survey.hpp"

namespace wick::cli {

[[nodiscard]] Exit run_repair(const CareOptions& options, const Shell& shell);

// What is to be asked for of one series, closed by now: its holes, old ones too; what damaged files
// held; and what was quarantined earlier and has no file since.
struct Wanted {
  core::SeriesId id;
  core::RangeSet holes;
  core::RangeSet lost;

  [[nodiscard]] core::RangeSet all() const;
};
[[nodiscard]] std::vector<Wanted> wanted_of(const std::vector<Surveyed>& files,
                                            const store::Census& census, core::UtcTime now);

}  // namespace wick::cli
