// wick version: what this program is, and what it tells others that it is.
#pragma once

#include "cli/shell.hpp"

namespace wick::cli {

class Command;

struct VersionOptions {
  bool json{};
};

[[nodiscard]] Exit run_version(const VersionOptions& options, const Shell& shell);
void add_version(Command program, VersionOptions& options);

}  // namespace wick::cli
