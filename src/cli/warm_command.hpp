// wick warm: the cache filled ahead of time, for many symbols, as often as it takes.
#pragma once

#include <functional>

#include "cli/shell.hpp"
#include "cli/warm_request.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace wick::cli {

[[nodiscard]] Exit run_warm(const WarmOptions& options, const Shell& shell);

void add_warm(CLI::App& app, WarmOptions& options, std::function<Exit()>& run, const Shell& shell);

}  // namespace wick::cli
