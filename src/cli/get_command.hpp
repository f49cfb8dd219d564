// wick get: bars on stdout, and on stderr where they came from.
#pragma once

#include "cli/get_request.hpp"
#include "cli/shell.hpp"

namespace wick::cli {

[[nodiscard]] Exit run_get(const GetOptions& options, const Shell& shell);

}  // namespace wick::cli
