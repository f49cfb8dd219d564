#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>
#include <sstream>
#include <system_error>
#include <type_traits>

#include "base/check.hpp"

namespace wick::cli {
namespace {

template <typename Value>
Option added(CLI::App& app, std::string_view names, Value& value, std::string_view about) {
  return Option(*app.add_option(std::string(names), value, std::string(about)));
}

// What is wrong with the word, which the library would take and cut to fit.
template <typename Number>
std::string mistake_in_number(const std::string& word) {
  Number number{};
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (fault == std::errc::result_out_of_range) return "'" + word + "' is too large a number";
  if (fault == std::errc() && end == word.data() + word.size()) return {};
  return "'" + word + "' is no whole number" + (std::is_unsigned_v<Number> ? " from 0 up" : "");
}

template <typename Number, typename Value>
Option added_number(CLI::App& app, std::string_view names, Value& value, std::string_view about) {
  CLI::Option* const option = app.add_option(std::string(names), value, std::string(about));
  return Option(*option->check(mistake_in_number<Number>));
}

OptionOutline outline_of(const CLI::Option& option) {
  OptionOutline outline{.word = option.get_name(true),
                        .about = option.get_description(),
                        .takes_value = option.get_items_expected_max() > 0};
  for (const std::string& name : option.get_snames()) outline.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) outline.names.push_back("--" + name);
  return outline;
}

CommandOutline outline_of(const CLI::App& app) {
  CommandOutline outline{.name = app.get_name(), .about = app.get_description()};
  for (const CLI::Option* option : app.get_options()) {
    outline.options.push_back(outline_of(*option));
  }
  for (const CLI::App* next : app.get_subcommands([](const CLI::App*) { return true; })) {
    outline.commands.push_back(outline_of(*next));
  }
  return outline;
}

// A command that is none is a likelier mistake than the option after it.
std::string mistake_in(std::span<const char* const> words, const CLI::App& app,
                       const CLI::ParseError& mistake) {
  const bool mistyped = app.get_subcommands().empty() && words.size() > 1 && words[1][0] != '-';
  return mistyped ? "'" + std::string(words[1]) + "' is no command" : mistake.what();
}

Action print(std::string text) {
  return [text = std::move(text)](const Shell& shell) {
    std::fputs(text.c_str(), shell.out);
    return Exit::kOk;
  };
}

}  // namespace

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::show_default() {
  option_->capture_default_str();
  return *this;
}

Option& Option::split_at(char between) {
  option_->delimiter(between);
  return *this;
}

Option Command::add_option(std::string_view names, std::string& value, std::string_view about) {
  return added(*app_, names, value, about);
}
Option Command::add_option(std::string_view names, std::vector<std::string>& values,
                           std::string_view about) {
  return added(*app_, names, values, about);
}
Option Command::add_option(std::string_view names, int& value, std::string_view about) {
  return added_number<int>(*app_, names, value, about);
}
Option Command::add_option(std::string_view names, std::int64_t& value, std::string_view about) {
  return added_number<std::int64_t>(*app_, names, value, about);
}
Option Command::add_option(std::string_view names, std::uint64_t& value, std::string_view about) {
  return added_number<std::uint64_t>(*app_, names, value, about);
}
Option Command::add_option(std::string_view names, std::uint16_t& value, std::string_view about) {
  return added_number<std::uint16_t>(*app_, names, value, about);
}
Option Command::add_option(std::string_view names, std::optional<std::int64_t>& value,
                           std::string_view about) {
  return added_number<std::int64_t>(*app_, names, value, about);
}

void Command::add_flag(std::string_view names, bool& value, std::string_view about) {
  app_->add_flag(std::string(names), value, std::string(about));
}

Command Command::add_command(std::string_view name, std::string_view about) {
  return {*app_->add_subcommand(std::string(name), std::string(about)), *chosen_};
}

Command Command::add_group(std::string_view name, std::string_view about) {
  CLI::App* const group = app_->add_subcommand(std::string(name), std::string(about));
  group->require_subcommand(1);
  return {*group, *chosen_};
}

void Command::set_footer(std::string_view text) {
  app_->footer(std::string(text));
}

void Command::runs(Action action) {
  app_->callback([chosen = chosen_, action = std::move(action)] { *chosen = action; });
}

CommandOutline Command::outline() const {
  return outline_of(*app_);
}

struct CommandLine::Inside {
  CLI::App app;
  Action chosen{};
};

CommandLine::CommandLine(const ProgramFacts& facts)
    : inside_(new Inside{.app = CLI::App(std::string(facts.about), std::string(facts.name))}) {
  CLI::App& app = inside_->app;
  app.set_help_flag("-h,--help", "This text");
  app.set_version_flag("--version", std::string(facts.name) + " " + std::string(facts.version));
  app.require_subcommand(1);
  app.fallthrough();
}

CommandLine::~CommandLine() = default;

Command CommandLine::program() {
  return {inside_->app, inside_->chosen};
}

base::Result<Action> CommandLine::read(std::span<const char* const> words) {
  CLI::App& app = inside_->app;
  try {
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::Success& asked) {  // --help and --version
    std::ostringstream text;
    app.exit(asked, text, text);
    return print(std::move(text).str());
  } catch (const CLI::ParseError& mistake) {
    return base::Error{base::ErrorKind::kInvalid, mistake_in(words, app, mistake)};
  }
  WICK_CHECK(inside_->chosen);  // every command says what it runs
  return inside_->chosen;
}

}  // namespace wick::cli
