#include "cli/terminal.hpp"

#include <gtest/gtest.h>

namespace wick::cli::terminal_test {
namespace {

int columns(const std::string& said) {
  return terminal_columns({.environment = {{"COLUMNS", said}}});
}

TEST(Terminal, ColumnsAreWhatTheEnvironmentSaysElseEighty) {
  EXPECT_EQ(columns("132"), 132);
  for (const char* nonsense : {"", "0", "-5", "wide", "80x", "99999999999", "20000"}) {
    EXPECT_EQ(columns(nonsense), 80) << nonsense;
  }
  EXPECT_EQ(terminal_columns({.environment = {}}), 80);
}

}  // namespace
}  // namespace wick::cli::terminal_test
