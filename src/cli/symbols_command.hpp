// wick symbols: what is and was traded, since when and until when.
#pragma once

#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "store/instrument_book.hpp"

namespace wick::cli {

class Command;

struct SymbolsOptions {
  std::vector<std::string> patterns{};
  std::string provider{"binance"};
  std::string market{"spot"};
  std::string status{};
  std::string quote{};
  std::string age_max{"24h"};
  bool dates{};
  bool json{};
  bool refresh{};
  bool offline{};
};

[[nodiscard]] Exit run_symbols(const SymbolsOptions& options, const Shell& shell);

void add_symbols(Command program, SymbolsOptions& options);

// What was found, as it is shown; pure.
struct SymbolsFound {
  core::Provider provider{};
  std::string market{};  // as asked for: a market's name, or all
  core::UtcTime as_of{};
  core::Micros age{};
  std::vector<core::Instrument> instruments{};
};
[[nodiscard]] std::string symbols_text(const SymbolsFound& found);
[[nodiscard]] std::string symbols_json(const SymbolsFound& found);
[[nodiscard]] std::string symbols_summary(const SymbolsFound& found);

}  // namespace wick::cli
