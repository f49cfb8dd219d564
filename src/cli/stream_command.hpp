// wick stream: candles as they close, without a gap.
#pragma once

#include <functional>

#include "cli/shell.hpp"
#include "cli/stream_request.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace wick::cli {

[[nodiscard]] Exit run_stream(const StreamOptions& options, const Shell& shell);

void add_stream(CLI::App& app, StreamOptions& options, std::function<Exit()>& run,
                const Shell& shell);

}  // namespace wick::cli
