// wick completion: a script by which a shell completes the program's commands and options.
#pragma once

#include <string>

#include "cli/command_outline.hpp"
#include "cli/shell.hpp"

namespace wick::cli {

class Command;

struct CompletionOptions {
  std::string shell{};
};

[[nodiscard]] Exit run_completion(const CompletionOptions& options, const CommandOutline& program,
                                  const Shell& shell);

// The script is made of all that the program has when it runs.
void add_completion(Command program, CompletionOptions& options);

}  // namespace wick::cli
