// wick sim: the simulated exchange, served on this machine.
#pragma once

#include <cstdint>
#include <string>

#include "cli/shell.hpp"

namespace wick::cli {

struct SimOptions {
  std::uint64_t seed{1};
  std::string scenario{"calm"};  // a shipped name, or a file
  bool list_scenarios{};
  bool json{};
  std::uint16_t port{};  // the first of sixteen; 0: any free ones
  bool print_env{};
  bool tls{};
  bool daemon{};
  std::string ca_folder;
  std::string log_path;
  std::string now;  // the simulated time at the start; empty: the real one
  std::int64_t speed{1};
};

[[nodiscard]] Exit run_sim(const SimOptions& options, const Shell& shell);

}  // namespace wick::cli
