#include "cli/completion_command.hpp"

#include <CLI/CLI.hpp>

#include "cli/completion.hpp"

namespace wick::cli {

Exit run_completion(const CompletionOptions& options, const CLI::App& program, const Shell& shell) {
  const auto commands = completed_commands(program);
  std::string script;
  if (options.shell == "bash") script = bash_completion(commands);
  if (options.shell == "zsh") script = zsh_completion(commands);
  if (options.shell == "fish") script = fish_completion(commands);
  if (script.empty()) {
    return complain(shell, {base::ErrorKind::kInvalid,
                            "no completion for '" + options.shell + "'; bash, zsh, fish"});
  }
  std::fputs(script.c_str(), shell.out);
  return Exit::kOk;
}

void add_completion(CLI::App& app, CompletionOptions& options, std::function<Exit()>& run,
                    const Shell& shell) {
  CLI::App* const completion =
      app.add_subcommand("completion", "A script that completes commands and options in a shell");
  completion->add_option("SHELL", options.shell, "bash, zsh, fish")->required();
  completion->footer(
      "Examples:\n"
      "  source <(wick completion bash)\n"
      "  wick completion zsh > ~/.zfunc/_wick\n"
      "  wick completion fish > ~/.config/fish/completions/wick.fish");
  completion->callback([&app, &options, &run, &shell] {
    run = [&app, &options, &shell] { return run_completion(options, app, shell); };
  });
}

}  // namespace wick::cli
