// Small drawings for one line of a terminal: how much of a whole, and how full along a time.
//
// Pure; each cell is one column wide. Where the terminal does not speak UTF-8 the drawings are
// plain ASCII.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wiring/config.hpp"

namespace wick::cli {

enum class Glyphs : std::uint8_t { kAscii, kBlocks };

// As LC_ALL, else LC_CTYPE, else LANG says.
[[nodiscard]] Glyphs glyphs_of(const wiring::Environment& environment);

// `width` cells for `whole`, and its share for `part`; something for anything above zero.
struct Amount {
  std::uint64_t part{};
  std::uint64_t whole{};
};
[[nodiscard]] std::string amount_bar(Amount amount, int width, Glyphs glyphs);

enum class Cell : std::uint8_t { kEmpty, kPart, kFull };
[[nodiscard]] std::string coverage_strip(const std::vector<Cell>& cells, Glyphs glyphs);

}  // namespace wick::cli
