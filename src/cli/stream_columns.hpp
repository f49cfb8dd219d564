// The columns of the live table: as many as fit, the important ones first.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace wick::cli {

struct StreamColumn {
  const char* title;
  bool left;       // else numbers: to the right
  int importance;  // the highest number goes first where room is short
};

inline constexpr std::array kStreamColumns = {
    StreamColumn{"symbol", true, 0},  StreamColumn{"last", false, 1},
    StreamColumn{"change", false, 2}, StreamColumn{"open", false, 9},
    StreamColumn{"high", false, 6},   StreamColumn{"low", false, 7},
    StreamColumn{"volume", false, 4}, StreamColumn{"trades", false, 8},
    StreamColumn{"age", false, 5},    StreamColumn{"progress", true, 11},
    StreamColumn{"closed", true, 10}, StreamColumn{"state", true, 3},
};
inline constexpr std::size_t kColumnLast = 1;

// How wide each column is; 0 for those that are left out.
[[nodiscard]] std::vector<std::size_t> column_widths(
    const std::vector<std::vector<std::string>>& rows, std::size_t columns);

// One line, cut at `columns`. `paint` goes around the last price, where it is not empty.
struct StreamLineStyle {
  std::size_t columns{};
  std::string paint{};
};
[[nodiscard]] std::string table_line(const std::vector<std::string>& cells,
                                     const std::vector<std::size_t>& widths,
                                     const StreamLineStyle& style);

[[nodiscard]] std::string price_text(double price);             // at most ten digits
[[nodiscard]] std::string amount_text(double amount);           // 1271.68, 1.234M
[[nodiscard]] std::string change_text(double of, double from);  // +0.12%
[[nodiscard]] std::string age_text(core::Micros age);           // 34s, 12:05, 3h05, 2d07h
[[nodiscard]] std::string progress_bar(core::Micros done, core::Micros all);  // ####....

}  // namespace wick::cli
