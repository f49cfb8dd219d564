#include "cli/terminal.hpp"

#include <sys/ioctl.h>

#include <charconv>
#include <optional>

namespace wick::cli {
namespace {

constexpr int kColumnsUsual = 80;
constexpr int kColumnsMax = 10'000;

std::optional<int> columns_of(const wiring::Environment& environment) {
  const auto found = environment.find("COLUMNS");
  if (found == environment.end()) return std::nullopt;
  const std::string& text = found->second;
  int columns{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), columns);
  const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  if (!whole || columns < 1 || columns > kColumnsMax) return std::nullopt;
  return columns;
}

}  // namespace

int terminal_columns(const Shell& shell) {
  if (const auto columns = columns_of(shell.environment)) return *columns;
  winsize size{};
  if (!shell.out_is_terminal || ::ioctl(::fileno(shell.out), TIOCGWINSZ, &size) != 0 ||
      size.ws_col == 0) {
    return kColumnsUsual;
  }
  return size.ws_col;
}

}  // namespace wick::cli
