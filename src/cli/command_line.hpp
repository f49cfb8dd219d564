// The command line: commands are declared with their options, then what was typed is read. Plain
// calls, behind which the library that does it is compiled once. Values are bound, not copied: they
// keep their default unless something is typed, and must outlive the reading and the running.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cli/command_outline.hpp"
#include "cli/shell.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): a vendor's
class App;
class Option;
}  // namespace CLI

namespace wick::cli {

using Action = std::function<Exit(const Shell&)>;

// What else is to be said of an option that was added.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  Option& required();
  Option& show_default();          // in the help, as it stands now
  Option& split_at(char between);  // one word is several values

 private:
  CLI::Option* option_;
};

// One command; copies mean the same one, and the line it belongs to must outlive them. Names are as
// typed, "-o,--output"; one without dashes stands for a word that is told by its place.
class Command {
 public:
  Command(CLI::App& app, Action& chosen) : app_(&app), chosen_(&chosen) {}

  Option add_option(std::string_view names, std::string& value, std::string_view about);
  Option add_option(std::string_view names, std::vector<std::string>& values,
                    std::string_view about);
  Option add_option(std::string_view names, int& value, std::string_view about);
  Option add_option(std::string_view names, std::int64_t& value, std::string_view about);
  Option add_option(std::string_view names, std::uint64_t& value, std::string_view about);
  Option add_option(std::string_view names, std::uint16_t& value, std::string_view about);
  Option add_option(std::string_view names, std::optional<std::int64_t>& value,
                    std::string_view about);
  void add_flag(std::string_view names, bool& value, std::string_view about);

  Command add_command(std::string_view name, std::string_view about);
  Command add_group(std::string_view name, std::string_view about);  // one of its own must follow

  void set_footer(std::string_view text);  // also of commands added later that set none
  void runs(Action action);

  [[nodiscard]] CommandOutline outline() const;

 private:
  CLI::App* app_;
  Action* chosen_;
};

struct ProgramFacts {
  std::string_view name{};
  std::string_view about{};
  std::string_view version{};
};

class CommandLine {
 public:
  explicit CommandLine(const ProgramFacts& facts);
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;
  ~CommandLine();

  // To which every command is added. Its own options may be typed after those of a command, too.
  [[nodiscard]] Command program();

  // What is to be run, be it to print the help; values are filled by then. What cannot be
  // understood is kInvalid. The first word is the program's own.
  [[nodiscard]] base::Result<Action> read(std::span<const char* const> words);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace wick::cli
