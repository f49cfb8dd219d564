// What follows from what was found: which tier would answer, and what to do. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "cli/diagnose_findings.hpp"
#include "cli/shell.hpp"

namespace wick::cli {

// How many bars of a range each tier would give now.
struct Shares {
  std::int64_t bars{};
  std::int64_t cached{};
  std::int64_t archived{};
  std::int64_t paged{};  // of REST

  [[nodiscard]] std::int64_t missing() const { return bars - cached; }
};

struct LocalState {
  bool cache_writable{};
  std::string cache_folder{};
  std::string cache_trouble{};
  core::Micros cache_took{};  // of the last look
  Shares last_bars{};         // the last 500
  Shares last_days{};         // the last 30
};

struct TierState {
  core::Tier tier{};
  bool works{};
  std::int64_t bars{};  // of the last days, as things are
  std::optional<core::Micros> took{};
  int share_expected{};  // in percent of what it is asked for
  core::Micros took_expected{};
};

struct Diagnosis {
  Exit code{};
  std::vector<TierState> tiers{};     // cache, archive, REST
  std::string verdict{};              // one line
  std::vector<std::string> advice{};  // what to do: remarks that begin with #, and commands
};

// Streams decide no tier: without them history still answers.
[[nodiscard]] Diagnosis diagnose(const core::SeriesId& id, const LocalState& local,
                                 const venue::binance::ProbeReport& report,
                                 const std::vector<Finding>& streams = {});

}  // namespace wick::cli
