// wick warm: the cache filled ahead of time, for many symbols, as often as it takes.
#pragma once

#include "cli/shell.hpp"
#include "cli/warm_request.hpp"

namespace wick::cli {

class Command;

[[nodiscard]] Exit run_warm(const WarmOptions& options, const Shell& shell);

void add_warm(Command program, WarmOptions& options);

}  // namespace wick::cli
