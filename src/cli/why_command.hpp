// wick why: where one bar came from, and which rule chose it.
#pragma once

#include "cli/shell.hpp"

namespace wick::cli {

struct WhyOptions {
  std::string symbol{};
  std::string time{};
  std::string market{"spot"};
  std::string interval{};
  std::string provider{"binance"};
  std::string chart{"klines"};
  bool json{};
};

[[nodiscard]] Exit run_why(const WhyOptions& options, const Shell& shell);

}  // namespace wick::cli
