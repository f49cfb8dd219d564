// What an import came to: tables for people, one document for machines, an exit code. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/shell.hpp"
#include "core/series_id.hpp"
#include "store/importing.hpp"

namespace wick::cli {

// How often one thing was said, and of what first.
struct Reason {
  std::uint64_t times{};
  std::vector<std::string> examples;  // three at most
};
using Reasons = std::map<std::string, Reason>;
// Whatever a path holds, it stands on one line of a report and of a file's metadata.
[[nodiscard]] std::string printable(std::string path);
void add(Reasons& reasons, const std::string& why, const std::string& of_what);
[[nodiscard]] std::uint64_t count(const Reasons& reasons);

struct ImportedSeries {
  core::SeriesId id{};
  std::uint64_t files{};  // taken
  std::uint64_t refused_files{};
  std::uint64_t rows{};  // believed
  core::TimeRange span{};
  store::ImportCounts counts{};
};

struct ImportReport {
  std::string folder;
  bool dry_run{};
  std::uint64_t bars_files{};  // that were recognised
  std::uint64_t forming_rows{};
  std::uint64_t repeated_rows{};
  std::vector<ImportedSeries> series;
  std::map<std::string, std::uint64_t> layouts;  // files of each
  Reasons refused;                               // files
  Reasons refused_rows;
  Reasons ignored;
  std::optional<base::Error> failure;  // why it was given up

  [[nodiscard]] store::ImportCounts counts() const;
};

// The series' own entry, made where there is none yet.
[[nodiscard]] ImportedSeries& entry_of(const core::SeriesId& id, ImportReport& report);
// Counts a file of the series whose rows have been judged.
void note(const store::ForeignBars& found, const std::string& path, ImportedSeries& series,
          ImportReport& report);

// 0 all of it, 1 given up, 3 something was refused, 4 there was nothing.
[[nodiscard]] Exit verdict(const ImportReport& report);
[[nodiscard]] std::string text_of(const ImportReport& report);
[[nodiscard]] std::string json_of(const ImportReport& report);

}  // namespace wick::cli
