// wick diagnose: every tier walked for real, and what to do where one does not answer.
#pragma once

#include <functional>
#include <string>

#include "cli/shell.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace wick::cli {

struct DiagnoseOptions {
  std::string symbol{};
  std::string market{"spot"};
  std::string interval{"1m"};
  std::string provider{"binance"};
  bool json{};
};

[[nodiscard]] Exit run_diagnose(const DiagnoseOptions& options, const Shell& shell);

void add_diagnose(CLI::App& app, DiagnoseOptions& options, std::function<Exit()>& run,
                  const Shell& shell);

}  // namespace wick::cli
