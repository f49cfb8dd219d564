// wick config: every setting with its origin, and whether the files that hold them are good.
#pragma once

#include <string>
#include <vector>

#include "cli/shell.hpp"

namespace wick::cli {

class Command;

struct ConfigOptions {
  bool live{};
  bool json{};
  std::vector<std::string> files{};
};

[[nodiscard]] Exit run_config_show(const ConfigOptions& options, const Shell& shell);
[[nodiscard]] Exit run_config_check(const ConfigOptions& options, const Shell& shell);
void add_config(Command program, ConfigOptions& options);

}  // namespace wick::cli
