// wick config: every setting with its origin.
#pragma once

#include "cli/shell.hpp"

namespace wick::cli {

[[nodiscard]] Exit run_config_show(bool json, const Shell& shell);
[[nodiscard]] Exit run_config_check(const Shell& shell);

}  // namespace wick::cli
