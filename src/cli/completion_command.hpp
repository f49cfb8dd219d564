// wick completion: a script by which a shell completes the program's commands and options.
#pragma once

#include <functional>

#include "cli/shell.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): a vendor's
class App;
}

namespace wick::cli {

struct CompletionOptions {
  std::string shell{};
};

[[nodiscard]] Exit run_completion(const CompletionOptions& options, const CLI::App& program,
                                  const Shell& shell);

// To be added last: `app` is what the script is made of, and must outlive the running.
void add_completion(CLI::App& app, CompletionOptions& options, std::function<Exit()>& run,
                    const Shell& shell);

}  // namespace wick::cli
