// Files of funding rates, from the predecessor's cache, on their way into the store.
//
// What they come to is written into the report. A disk that fails ends it with report.failure.
#pragma once

#include <string>
#include <vector>

#include "cli/cache_import_command.hpp"
#include "cli/cache_import_report.hpp"
#include "cli/runtime.hpp"
#include "store/funding_file.hpp"

namespace wick::cli {

struct FoundFundings {
  std::string path;  // below the folder
  store::FundingPlace place;
};

// Takes the paths of such files, and of the lists beside them, out of `files`, in order. Those that
// a list marks as invalid, and those that do not belong to the wish, are noted and left out.
[[nodiscard]] std::vector<FoundFundings> take_funding_files(std::vector<std::string>& files,
                                                            const store::ForeignWish& wish,
                                                            port::Files& disk,
                                                            ImportReport& report);

void import_funding_file(const FoundFundings& file, const ImportOptions& options, Runtime& runtime,
                         ImportReport& report);

}  // namespace wick::cli
