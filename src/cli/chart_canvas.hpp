// Rows of characters to draw on, each with an ink; printed with or without colours.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::cli {

enum class Ink : std::uint8_t { kPlain, kRising, kFalling, kFaint };

class Canvas {
 public:
  Canvas(int width, int height);

  // What lies outside is not drawn.
  void put(int x, int y, std::string_view glyph, Ink ink = Ink::kPlain);  // one column wide
  void write(int x, int y, std::string_view ascii, Ink ink = Ink::kPlain);

  // A line for each row, without the blanks at its end.
  void append_to(std::string& out, bool colour) const;

 private:
  struct Cell {
    std::string glyph{" "};
    Ink ink{};
  };
  static void append_row(std::string& out, std::span<const Cell> row, bool colour);

  int width_;
  int height_;
  std::vector<Cell> cells_;
};

}  // namespace wick::cli
