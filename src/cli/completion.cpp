#include "cli/completion.hpp"

#include <algorithm>
#include <array>

#include "core/interval.hpp"

namespace wick::cli {
namespace {

constexpr std::string_view kIntervalsBegin = "1s 1m 3m ";
constexpr std::array<std::string_view, 6> kFileOptions = {"--output", "--symbols-file", "--log",
                                                          "--ca-dir", "--scenario",     "DIR"};

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_word_part(char c) {
  return is_lower(c) || is_upper(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// A word that begins a sentence is none: "Exchange".
bool is_value(std::string_view text) {
  const bool word = !text.empty() && std::all_of(text.begin(), text.end(), is_word_part);
  const bool sentence =
      word && is_upper(text.front()) && std::any_of(text.begin(), text.end(), is_lower);
  return word && !sentence;
}

std::string_view without_title(std::string_view text) {
  const std::size_t colon = text.find(": ");
  const bool titled =
      colon != std::string_view::npos &&
      std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), is_word_part);
  return titled ? text.substr(colon + 2) : text;
}

// "or of futures: mark" goes on with a list.
std::string_view after_colon(std::string_view item) {
  const std::size_t colon = item.rfind(": ");
  return colon == std::string_view::npos ? item : item.substr(colon + 2);
}

// "futures_usdt (um)" is two of them, "arrow (a file)" one. False when it is none.
bool add_values(std::string_view item, std::vector<std::string>& values) {
  const std::size_t open = item.find(" (");
  const std::string_view first = item.substr(0, open);
  if (!is_value(first)) return false;
  values.emplace_back(first);
  if (open == std::string_view::npos) return true;
  const std::string_view inside = item.substr(open + 2, item.size() - open - 3);
  if (is_value(inside)) values.emplace_back(inside);
  return item.back() == ')';
}

bool is_file(std::string_view name) {
  return std::find(kFileOptions.begin(), kFileOptions.end(), name) != kFileOptions.end();
}

// The names of symbols are examples of what may be typed, and no list of it.
bool are_examples(const std::vector<std::string>& values) {
  const auto spells_all_capital = [](const std::string& value) {
    return std::none_of(value.begin(), value.end(), is_lower) && is_upper(value.front());
  };
  return std::all_of(values.begin(), values.end(), spells_all_capital);
}

CompletedOption completed(const OptionOutline& option) {
  CompletedOption found{.names = option.names, .about = option.about};
  if (!option.takes_value) return found;
  const std::string& name = found.names.empty() ? option.word : found.names.back();
  found.values = values_in(found.about);
  if (found.names.empty() && are_examples(found.values)) found.values.clear();
  found.follows = found.values.empty() ? Follows::kAnything : Follows::kValues;
  if (is_file(name)) found.follows = Follows::kFiles;
  return found;
}

// Of the whole program: logging, which every command takes.
std::vector<CompletedOption> options_for_all(const CommandOutline& program) {
  std::vector<CompletedOption> options;
  for (const OptionOutline& option : program.options) {
    if (option.takes_value) options.push_back(completed(option));
  }
  return options;
}

void walk(const CommandOutline& outline, const std::string& path,
          std::vector<CompletedCommand>& commands) {
  CompletedCommand command{.path = path, .about = outline.about};
  for (const OptionOutline& option : outline.options) {
    auto& list = option.names.empty() ? command.positionals : command.options;
    list.push_back(completed(option));
  }
  for (const CommandOutline& next : outline.commands) command.commands.push_back(next.name);
  commands.push_back(std::move(command));
  for (const CommandOutline& next : outline.commands) walk(next, path + " " + next.name, commands);
}

}  // namespace

std::vector<std::string> values_in(std::string_view text) {
  std::vector<std::string> values;
  if (text.substr(0, kIntervalsBegin.size()) == kIntervalsBegin) {
    for (const core::Interval interval : core::kIntervals) values.emplace_back(name(interval));
    return values;
  }
  std::string_view rest = without_title(text);
  rest = rest.substr(0, rest.find("; "));
  while (!rest.empty()) {
    const std::size_t comma = rest.find(", ");
    std::string_view item = rest.substr(0, comma);
    if (!values.empty()) item = after_colon(item);
    if (item != "..." && !add_values(item, values)) return {};
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
  }
  return values;
}

std::vector<CompletedCommand> completed_commands(const CommandOutline& program) {
  std::vector<CompletedCommand> commands;
  walk(program, program.name, commands);
  const auto shared = options_for_all(program);
  for (CompletedCommand& command : commands) {
    if (command.path == program.name) continue;
    command.options.insert(command.options.end(), shared.begin(), shared.end());
  }
  return commands;
}

}  // namespace wick::cli
