// Which symbols `wick warm` is about: named, listed in a file, or all of a market.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "port/files.hpp"

namespace wick::cli {

struct SymbolWish {
  std::vector<std::string> named{};
  std::string file{};
  bool all{};
  std::string quote{};  // of all, only those that are priced in it
};

struct Traded {
  std::string symbol;
  std::string quote;
};
// All that the market trades; called where everything is wished for, and after every mistake that
// can be told without it.
using MarketSymbols = std::function<base::Result<std::vector<Traded>>()>;

// Canonical, each once, in the order of their first mention. A mistake is kInvalid, and names the
// line where it is one of the file.
[[nodiscard]] base::Result<std::vector<std::string>> symbols_to_warm(const SymbolWish& wish,
                                                                     port::Files& files,
                                                                     const MarketSymbols& market);

// The symbols of such a file: lines, commas and blanks part them, # begins a remark, and a byte
// order mark or the line ends of other systems do no harm. `name` is for the mistakes.
[[nodiscard]] base::Result<std::vector<std::string>> parse_symbols(std::string_view text,
                                                                   const std::string& name);

}  // namespace wick::cli
