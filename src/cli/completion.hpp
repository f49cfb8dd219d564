// What can follow on the command line, as the program's own tree of commands and options says, and
// scripts by which shells offer it. Values are taken from an option's text where that is a list of
// words ("auto, cache (local files only), bulk"); a word alone in parentheses is one of them. What
// the text only describes is not guessed at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_outline.hpp"

namespace wick::cli {

enum class Follows { kNothing, kAnything, kValues, kFiles };  // kNothing: it is a flag

struct CompletedOption {
  std::vector<std::string> names{};  // as typed: -o, --output
  std::string about{};
  Follows follows{};
  std::vector<std::string> values{};
};

struct CompletedCommand {
  std::string path{};  // as typed: wick cache ls
  std::string about{};
  std::vector<std::string> commands{};  // the words that may come next
  std::vector<CompletedOption> options{};
  std::vector<CompletedOption> positionals{};  // in their order; without names
};

// Every command, the program itself first and each before its own.
[[nodiscard]] std::vector<CompletedCommand> completed_commands(const CommandOutline& program);

[[nodiscard]] std::vector<std::string> values_in(std::string_view text);

[[nodiscard]] std::string bash_completion(const std::vector<CompletedCommand>& commands);
[[nodiscard]] std::string zsh_completion(const std::vector<CompletedCommand>& commands);
[[nodiscard]] std::string fish_completion(const std::vector<CompletedCommand>& commands);

}  // namespace wick::cli
