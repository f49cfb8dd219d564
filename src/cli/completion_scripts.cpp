// The scripts of bash and zsh walk the words before the cursor with the same few lines: these find
// the command, the option that waits for its value, or the place among the words without a dash.
// One table then says what may come. fish keeps such a table itself, with a condition for each
// line.
#include <algorithm>
#include <map>
#include <set>

#include "cli/completion.hpp"

namespace wick::cli {
namespace {

using Words = std::vector<std::string>;
using Commands = std::vector<CompletedCommand>;

std::string joined(const Words& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

std::string replaced(std::string text, std::string_view old, std::string_view now) {
  for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at)) {
    text.replace(at, old.size(), now);
    at += now.size();
  }
  return text;
}

std::string in_quotes(const std::string& text) {
  return "'" + replaced(text, "'", "'\\''") + "'";
}

std::string fish_quoted(const std::string& text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

// Whether every command has it, as the program itself does.
bool is_general(const Commands& commands, const CompletedOption& option) {
  const auto& general = commands.front().options;
  return std::any_of(general.begin(), general.end(),
                     [&](const CompletedOption& other) { return other.names == option.names; });
}

// Where something may come, by what comes: 'wick get --market', or 'wick diagnose 1' for the second
// word without a dash.
struct Table {
  std::map<Words, Words> keys_of_values{};
  Words keys_of_files{};

  void add(const std::string& key, const CompletedOption& what) {
    if (what.follows == Follows::kValues) keys_of_values[what.values].push_back(key);
    if (what.follows == Follows::kFiles) keys_of_files.push_back(key);
  }
};

// Of all commands, which any command may be before.
void add_general(const CompletedCommand& program, Table& table) {
  for (const CompletedOption& option : program.options) {
    for (const std::string& name : option.names) table.add("*" + in_quotes(" " + name), option);
  }
}

void add_own(const CompletedCommand& command, const CompletedOption& option, Table& table) {
  for (const std::string& name : option.names) {
    table.add(in_quotes(command.path + " " + name), option);
  }
}

Table table_of(const Commands& commands) {
  Table table;
  add_general(commands.front(), table);
  for (const CompletedCommand& command : commands) {
    for (const CompletedOption& option : command.options) {
      if (!is_general(commands, option)) add_own(command, option, table);
    }
    for (std::size_t place = 0; place < command.positionals.size(); ++place) {
      table.add(in_quotes(command.path + " " + std::to_string(place)), command.positionals[place]);
    }
  }
  return table;
}

// 'a' | 'b' | ...: alternatives of a case, on lines of a hundred columns at most.
std::string alternatives(const Words& patterns, const std::string& indent) {
  constexpr std::size_t kColumns = 98;
  std::string text = indent;
  std::size_t line = text.size();
  for (const std::string& pattern : patterns) {
    const bool first = text.size() == indent.size();
    const bool fits = line + 3 + pattern.size() <= kColumns;
    if (!first) text += fits ? " | " : " | \\\n" + indent;
    line = first || fits ? line + 3 + pattern.size() : indent.size() + pattern.size();
    text += pattern;
  }
  return text + ")\n";
}

Words paths_of(const Commands& commands) {
  Words paths;
  for (std::size_t i = 1; i < commands.size(); ++i) paths.push_back(in_quotes(commands[i].path));
  return paths;
}

Words names_with_value(const Commands& commands) {
  std::set<std::string> names;
  for (const CompletedCommand& command : commands) {
    for (const CompletedOption& option : command.options) {
      if (option.follows == Follows::kNothing) continue;
      for (const std::string& name : option.names) names.insert("*' " + name + "'");
    }
  }
  return {names.begin(), names.end()};
}

// Of the words before the cursor; `list` is where the shell has them.
std::string walk(const Commands& commands, const std::string& list) {
  const std::string indent(6, ' ');
  return "  for word in " + list +
         "; do\n"
         "    [[ $word == '=' ]] && continue\n"
         "    if [[ -n $asked ]]; then asked=; continue; fi\n"
         "    case \"$command $word\" in\n" +
         alternatives(paths_of(commands), indent) + "        command+=\" $word\" ;;\n" +
         alternatives(names_with_value(commands), indent) +
         "        asked=$word ;;\n"
         "      *' -'*) ;;\n"
         "      *) ((++place)) ;;\n"
         "    esac\n"
         "  done\n";
}

std::string values_cases(const Table& table) {
  std::string text;
  for (const auto& [values, keys] : table.keys_of_values) {
    text += alternatives(keys, "    ") + "      offered=(" + joined(values, " ") + ") ;;\n";
  }
  return text;
}

const CompletedCommand& command_at(const Commands& commands, const std::string& path) {
  return *std::find_if(commands.begin(), commands.end(),
                       [&](const CompletedCommand& command) { return command.path == path; });
}

std::string described(std::string name, const std::string& about) {
  name += ":" + about;
  return in_quotes(name);
}

// With what they are for, as 'name:about', where `with_about`.
std::string commands_cases(const Commands& commands, bool with_about) {
  std::string text;
  for (const CompletedCommand& command : commands) {
    if (command.commands.empty()) continue;
    Words words;
    for (const std::string& name : command.commands) {
      const auto& about = command_at(commands, command.path + " " + name).about;
      words.push_back(with_about ? described(name, about) : name);
    }
    text += "    " + in_quotes(command.path + " 0") + ")\n      offered=(" +
            joined(words, with_about ? "\n        " : " ") + ") ;;\n";
  }
  return text;
}

Words option_words(const CompletedCommand& command, bool with_about) {
  Words words;
  for (const CompletedOption& option : command.options) {
    for (const std::string& name : option.names) {
      words.push_back(with_about ? described(name, option.about) : name);
    }
  }
  return words;
}

std::string options_cases(const Commands& commands, bool with_about) {
  std::string text;
  for (const CompletedCommand& command : commands) {
    text += "      " + in_quotes(command.path) + ")\n        offered=(" +
            joined(option_words(command, with_about), with_about ? "\n          " : " ") + ") ;;\n";
  }
  return text;
}

std::string fish_condition(const Commands& commands, const CompletedCommand& command) {
  Words words;
  for (std::size_t at = 0; at < command.path.size();) {
    const std::size_t end = std::min(command.path.find(' ', at), command.path.size());
    words.push_back(command.path.substr(at, end - at));
    at = end + 1;
  }
  if (words.size() == 1) return "__fish_use_subcommand";
  std::string text;
  for (std::size_t i = 1; i < words.size(); ++i) {
    text += (i > 1 ? "; and " : "") + ("__fish_seen_subcommand_from " + words[i]);
  }
  const Words& below = command_at(commands, command.path).commands;
  return below.empty() ? text
                       : text + "; and not __fish_seen_subcommand_from " + joined(below, " ");
}

std::string fish_follows(const CompletedOption& option) {
  if (option.follows == Follows::kNothing) return "";
  if (option.follows == Follows::kFiles) return " -r -F";
  if (option.follows == Follows::kAnything) return " -x";
  return " -x -a " + fish_quoted(joined(option.values, " "));
}

std::string fish_option(const std::string& begin, const CompletedOption& option) {
  std::string text = begin;
  for (const std::string& name : option.names) {
    text += name[1] == '-' ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  return text + fish_follows(option) + " -d " + fish_quoted(option.about) + "\n";
}

std::string fish_positional(const std::string& begin, const CompletedOption& positional) {
  if (positional.follows == Follows::kFiles) return begin + " -F\n";
  if (positional.follows != Follows::kValues) return "";
  return begin + " -a " + fish_quoted(joined(positional.values, " ")) + "\n";
}

std::string fish_command(const Commands& commands, const CompletedCommand& command) {
  const std::string begin = "complete -c wick -n " + fish_quoted(fish_condition(commands, command));
  std::string text;
  for (const std::string& name : command.commands) {
    const auto& about = command_at(commands, command.path + " " + name).about;
    text += begin;
    text += " -a " + name + " -d " + fish_quoted(about) + "\n";
  }
  for (const CompletedOption& option : command.options) {
    if (!is_general(commands, option)) text += fish_option(begin, option);
  }
  for (const auto& positional : command.positionals) text += fish_positional(begin, positional);
  return text;
}

}  // namespace

std::string bash_completion(const Commands& commands) {
  const Table table = table_of(commands);
  return "# Completion of wick for bash, made by: wick completion bash\n"
         "_wick() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} command=wick asked= place=0 word\n"
         "  local -a offered=()\n"
         "  [[ $current == '=' ]] && current=\n" +
         walk(commands, "\"${COMP_WORDS[@]:1:COMP_CWORD-1}\"") +
         "  case \"$command ${asked:-$place}\" in\n" + commands_cases(commands, false) +
         values_cases(table) + alternatives(table.keys_of_files, "    ") +
         "      compopt -o filenames 2>/dev/null\n"
         "      mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
         "      return ;;\n"
         "  esac\n"
         "  if [[ -z $asked && $current == -* ]]; then\n"
         "    case $command in\n" +
         options_cases(commands, false) +
         "    esac\n"
         "  fi\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"${offered[*]}\" -- \"$current\")\n"
         "}\n"
         "complete -F _wick wick\n";
}

std::string zsh_completion(const Commands& commands) {
  const Table table = table_of(commands);
  return "#compdef wick\n"
         "# Completion of wick for zsh, made by: wick completion zsh\n"
         "_wick() {\n"
         "  local command=wick asked= place=0 word\n"
         "  local -a offered\n" +
         walk(commands, "\"${(@)words[2,CURRENT-1]}\"") +
         "  if [[ -z $asked && $words[CURRENT] == --*=* ]]; then\n"
         "    asked=${words[CURRENT]%%=*}\n"
         "    compset -P '*='\n"
         "  fi\n"
         "  case \"$command ${asked:-$place}\" in\n" +
         commands_cases(commands, true) + values_cases(table) +
         alternatives(table.keys_of_files, "    ") +
         "      _files\n      return ;;\n"
         "  esac\n"
         "  if [[ -z $asked && $words[CURRENT] == -* ]]; then\n"
         "    case $command in\n" +
         options_cases(commands, true) +
         "    esac\n"
         "    _describe -o option offered\n"
         "  else\n"
         "    _describe word offered\n"
         "  fi\n"
         "}\n"
         "if [[ ${funcstack[1]} == _wick ]]; then _wick \"$@\"; else compdef _wick wick; fi\n";
}

std::string fish_completion(const Commands& commands) {
  std::string text =
      "# Completion of wick for fish, made by: wick completion fish\n"
      "complete -c wick -f\n";
  for (const CompletedOption& option : commands.front().options) {
    text += fish_option("complete -c wick", option);
  }
  for (const CompletedCommand& command : commands) text += fish_command(commands, command);
  return text;
}

}  // namespace wick::cli
