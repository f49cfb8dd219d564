#include "cli/chart_canvas.hpp"

#include <cstddef>

namespace wick::cli {
namespace {

std::string_view escape(Ink ink) {
  switch (ink) {
    case Ink::kPlain:
      return "\x1b[0m";
    case Ink::kRising:
      return "\x1b[32m";
    case Ink::kFalling:
      return "\x1b[31m";
    case Ink::kFaint:
      return "\x1b[90m";
  }
  return "";
}

}  // namespace

Canvas::Canvas(int width, int height)
    : width_(width),
      height_(height),
      cells_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

void Canvas::put(int x, int y, std::string_view glyph, Ink ink) {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return;
  const std::size_t row = static_cast<std::size_t>(y) * static_cast<std::size_t>(width_);
  cells_[row + static_cast<std::size_t>(x)] = {std::string(glyph), ink};
}

void Canvas::write(int x, int y, std::string_view ascii, Ink ink) {
  for (std::size_t i = 0; i < ascii.size(); ++i) {
    put(x + static_cast<int>(i), y, ascii.substr(i, 1), ink);
  }
}

void Canvas::append_to(std::string& out, bool colour) const {
  const auto width = static_cast<std::size_t>(width_);
  for (std::size_t at = 0; at < cells_.size(); at += width) {
    append_row(out, std::span(cells_).subspan(at, width), colour);
  }
}

void Canvas::append_row(std::string& out, std::span<const Cell> row, bool colour) {
  while (!row.empty() && row.back().glyph == " ") row = row.first(row.size() - 1);
  Ink ink = Ink::kPlain;
  for (const Cell& cell : row) {
    if (colour && cell.glyph != " " && cell.ink != ink) {
      ink = cell.ink;
      out += escape(ink);
    }
    out += cell.glyph;
  }
  if (ink != Ink::kPlain) out += escape(Ink::kPlain);
  out += '\n';
}

}  // namespace wick::cli
