// The columns of the live table: as many as fit, the important ones first. They keep their places
// from frame to frame: a column has room for what it usually holds, also while it is empty.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace wick::cli {

struct StreamColumn {
  const char* title;
  bool left;          // else numbers: to the right
  int importance;     // the highest number goes first where room is short
  std::size_t usual;  // letters
};

inline constexpr std::array kStreamColumns = {
    StreamColumn{"symbol", true, 0, 6},  StreamColumn{"last", false, 1, 8},
    StreamColumn{"change", false, 2, 6}, StreamColumn{"open", false, 9, 8},
    StreamColumn{"high", false, 6, 8},   StreamColumn{"low", false, 7, 8},
    StreamColumn{"volume", false, 4, 7}, StreamColumn{"trades", false, 8, 6},
    StreamColumn{"age", false, 5, 5},    StreamColumn{"progress", true, 11, 8},
    StreamColumn{"closed", true, 10, 8}, StreamColumn{"state", true, 3, 7},
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

// At most ten digits; so many places where there is room for them, so that a price that moves
// does not jump to and fro.
[[nodiscard]] std::string price_text(double price, std::size_t places = 0);
[[nodiscard]] std::size_t places_of(double price);              // it needs
[[nodiscard]] std::string amount_text(double amount);           // 1271.68, 1.234M
[[nodiscard]] std::string change_text(double of, double from);  // +0.12%
[[nodiscard]] std::string age_text(core::Micros age);           // 34s, 12:05, 3h05, 2d07h
[[nodiscard]] std::string progress_bar(core::Micros done, core::Micros all);  // ####....

}  // namespace wick::cli
