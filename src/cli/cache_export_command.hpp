// wick cache export: the bars of the store as plain day files, with a list of their checksums.
#pragma once

#include <string>

#include "cli/care_request.hpp"
#include "cli/shell.hpp"

namespace wick::cli {

struct ExportOptions {
  std::string folder{};
  CareOptions care{};
  std::string from{};
  std::string to{};
  std::string format{"arrow"};
};

[[nodiscard]] Exit run_cache_export(const ExportOptions& options, const Shell& shell);

}  // namespace wick::cli
