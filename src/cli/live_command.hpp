// `wick live`: ticks and history of a feed as bars, kept and told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/shell.hpp"

namespace wick::cli {

class Command;

// As typed; what is empty is left to the configuration.
struct LiveOptions {
  std::vector<std::string> targets{};  // XAU/USD:m1, ...
  std::string feed{};
  std::string replay{};
  std::string speed{};
  std::string bridge{};
  std::string market{};  // of binance-ws
  bool quotes{};         // not trades
  std::string mode{};
  std::string lasting{};  // --for
  std::optional<std::int64_t> count{};
  std::string hours{};  // of a sample
  bool sample{};
  bool no_bus{};
  bool polled{};  // bars of history, not of ticks
  bool ticks{};
  bool previews{};
  bool warm_lines{};
  bool no_store{};
  bool verbose{};
  bool json{};
};

[[nodiscard]] Exit run_live(const LiveOptions& options, const Shell& shell);

void add_live(Command program, LiveOptions& options);

}  // namespace wick::cli
