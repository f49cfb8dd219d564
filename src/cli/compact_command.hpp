// wick compact: day files folded into the files of their months.
#pragma once

#include "cli/care_request.hpp"
#include "cli/shell.hpp"

namespace wick::cli {

[[nodiscard]] Exit run_compact(const CareOptions& options, const Shell& shell);

}  // namespace wick::cli
