// How wide the terminal is that a command prints to.
#pragma once

#include "cli/shell.hpp"

namespace wick::cli {

// What COLUMNS says, else the terminal on standard output; 80 where neither is known.
[[nodiscard]] int terminal_columns(const Shell& shell);

}  // namespace wick::cli
