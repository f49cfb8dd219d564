#include "cli/completion_command.hpp"

#include "cli/command_line.hpp"
#include "cli/completion.hpp"

namespace wick::cli {

Exit run_completion(const CompletionOptions& options, const CommandOutline& program,
                    const Shell& shell) {
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

void add_completion(Command program, CompletionOptions& options) {
  Command completion =
      program.add_command("completion", "A script that completes commands and options in a shell");
  completion.add_option("SHELL", options.shell, "bash, zsh, fish").required();
  completion.set_footer(
      "Examples:\n"
      "  source <(wick completion bash)\n"
      "  wick completion zsh > ~/.zfunc/_wick\n"
      "  wick completion fish > ~/.config/fish/completions/wick.fish");
  completion.runs([program, &options](const Shell& shell) {
    return run_completion(options, program.outline(), shell);
  });
}

}  // namespace wick::cli
