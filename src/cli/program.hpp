// The command line as a whole: which command is meant, and its options.
#pragma once

#include "cli/shell.hpp"

namespace wick::cli {

[[nodiscard]] int run(int argc, const char* const* argv, const Shell& outside);

}  // namespace wick::cli
