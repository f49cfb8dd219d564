// wick version: what this program is, and what it tells others that it is.
#pragma once

#include <functional>

#include "cli/shell.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): a vendor's
class App;
}

namespace wick::cli {

struct VersionOptions {
  bool json{};
};

[[nodiscard]] Exit run_version(const VersionOptions& options, const Shell& shell);
void add_version(CLI::App& app, VersionOptions& options, std::function<Exit()>& run,
                 const Shell& shell);

}  // namespace wick::cli
