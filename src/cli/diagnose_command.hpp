// wick diagnose: every tier walked for real, and what to do where one does not answer.
#pragma once

#include <string>

#include "cli/shell.hpp"

namespace wick::cli {

class Command;

struct DiagnoseOptions {
  std::string symbol{};
  std::string market{"spot"};
  std::string interval{"1m"};
  std::string provider{"binance"};
  bool json{};
};

[[nodiscard]] Exit run_diagnose(const DiagnoseOptions& options, const Shell& shell);

void add_diagnose(Command program, DiagnoseOptions& options);

}  // namespace wick::cli
