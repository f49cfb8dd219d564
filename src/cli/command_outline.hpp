// A program as it describes itself: its commands and what may be typed after each; plain data.
#pragma once

#include <string>
#include <vector>

namespace wick::cli {

struct OptionOutline {
  std::vector<std::string> names{};  // as typed: -o, --output; none of a positional
  std::string word{};                // that stands for a positional: SYMBOL
  std::string about{};
  bool takes_value{};
};

struct CommandOutline {
  std::string name{};
  std::string about{};
  std::vector<OptionOutline> options{};
  std::vector<CommandOutline> commands{};
};

}  // namespace wick::cli
