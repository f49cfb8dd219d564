// wick stream: candles as they close, without a gap.
#pragma once

#include "cli/shell.hpp"
#include "cli/stream_request.hpp"

namespace wick::cli {

class Command;

[[nodiscard]] Exit run_stream(const StreamOptions& options, const Shell& shell);

void add_stream(Command program, StreamOptions& options);

}  // namespace wick::cli
