#include "cli/bar_strip.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace wick::cli {
namespace {

constexpr std::uint64_t kEighths = 8;
constexpr std::array<std::string_view, kEighths> kParts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
constexpr std::string_view kWhole = "█";

// part * cells / whole, rounded down, without overflow.
std::uint64_t share_of(Amount amount, std::uint64_t cells) {
  constexpr std::uint64_t kSafe = std::uint64_t{1} << 48U;
  while (amount.whole > kSafe) {
    amount.whole /= 2;
    amount.part /= 2;
  }
  return amount.whole == 0 ? 0 : std::min(amount.part, amount.whole) * cells / amount.whole;
}

std::string_view glyph_of(Cell cell, Glyphs glyphs) {
  const bool ascii = glyphs == Glyphs::kAscii;
  switch (cell) {
    case Cell::kEmpty:
      return ascii ? "." : "░";
    case Cell::kPart:
      return ascii ? "+" : "▒";
    case Cell::kFull:
      return ascii ? "#" : kWhole;
  }
  return "";
}

}  // namespace

Glyphs glyphs_of(const wiring::Environment& environment) {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto found = environment.find(name);
    if (found == environment.end() || found->second.empty()) continue;
    for (const char* const charset : {"UTF-8", "utf-8", "UTF8", "utf8"}) {
      if (found->second.find(charset) != std::string::npos) return Glyphs::kBlocks;
    }
    return Glyphs::kAscii;
  }
  return Glyphs::kAscii;
}

std::string amount_bar(Amount amount, int width, Glyphs glyphs) {
  const auto cells = static_cast<std::uint64_t>(std::max(width, 0));
  std::string bar;
  if (amount.part == 0 || cells == 0) return bar;
  if (glyphs == Glyphs::kAscii) {
    return bar.append(std::max<std::uint64_t>(share_of(amount, cells), 1), '#');
  }
  const std::uint64_t eighths = std::max<std::uint64_t>(share_of(amount, cells * kEighths), 1);
  for (std::uint64_t i = 0; i < eighths / kEighths; ++i) bar += kWhole;
  return bar.append(kParts[eighths % kEighths]);
}

std::string coverage_strip(const std::vector<Cell>& cells, Glyphs glyphs) {
  std::string strip;
  for (const Cell cell : cells) strip += glyph_of(cell, glyphs);
  return strip;
}

}  // namespace wick::cli
