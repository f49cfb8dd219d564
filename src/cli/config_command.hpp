// wick config: every setting with its origin, and whether the files that hold them are good.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/shell.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): a vendor's
class App;
}

namespace wick::cli {

struct ConfigOptions {
  bool live{};
  bool json{};
  std::vector<std::string> files{};
};

[[nodiscard]] Exit run_config_show(const ConfigOptions& options, const Shell& shell);
[[nodiscard]] Exit run_config_check(const ConfigOptions& options, const Shell& shell);
void add_config(CLI::App& app, ConfigOptions& options, std::function<Exit()>& run,
                const Shell& shell);

}  // namespace wick::cli
