// wick cache import: the day files of crypto-kline-vision-data taken into the store.
#pragma once

#include <string>

#include "cli/shell.hpp"

namespace wick::cli {

struct ImportOptions {
  std::string folder{};
  std::string market{};
  std::string provider{};
  bool check{};
  bool dry_run{};
  bool json{};
};

[[nodiscard]] Exit run_cache_import(const ImportOptions& options, const Shell& shell);

}  // namespace wick::cli
