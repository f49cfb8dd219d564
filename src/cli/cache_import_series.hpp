// Files of whole series, from the live predecessor's cache, on their way into the store.
//
// Each is cut into days by the calendar of its instrument; what it comes to is written into the
// report. A disk that fails ends it with report.failure.
#pragma once

#include <string>
#include <vector>

#include "cli/cache_import_command.hpp"
#include "cli/cache_import_report.hpp"
#include "cli/runtime.hpp"
#include "store/series_file.hpp"

namespace wick::cli {

struct FoundSeries {
  std::string path;       // below the folder
  std::string meta_path;  // empty: there is none
  core::SeriesId id;
};

// Takes the paths of such files out of `files`, in order. Those beside them go too.
[[nodiscard]] std::vector<FoundSeries> take_series_files(std::vector<std::string>& files);

void import_series_file(const FoundSeries& file, const ImportOptions& options, Runtime& runtime,
                        ImportReport& report);

}  // namespace wick::cli
