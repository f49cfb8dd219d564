// wick calendar: whether a market is open, why, and what comes next.
#pragma once

#include <string>

#include "cli/shell.hpp"
#include "wiring/calendar.hpp"

namespace wick::cli {

class Command;

struct CalendarOptions {
  std::string profile{};  // that of wick live where it is empty
  std::string at{};       // now where it is empty
  std::string from{};
  std::string to{};
  std::string overrides{};
  std::string symbol{};  // of whose bars there are statistics; none where it is empty
  bool next{};
  bool list{};
  bool profiles{};
  bool json{};
};

[[nodiscard]] Exit run_calendar(const CalendarOptions& options, const Shell& shell);

void add_calendar(Command program, CalendarOptions& options);

}  // namespace wick::cli
