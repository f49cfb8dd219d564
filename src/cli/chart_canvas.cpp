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
  cells_[static_cast<std::size_t>(y * width_ + x)] = {std::string(glyph), ink};
}

void Canvas::write(int x, int y, std::string_view ascii, Ink ink) {
  for (std::size_t i = 0; i < ascii.size(); ++i) {
    put(x + static_cast<int>(i), y, ascii.substr(i, 1), ink);
  }
}

void Canvas::append_to(std::string& out, bool colour) const {
  for (int y = 0; y < height_; ++y) {
    const Cell* const row = &cells_[static_cast<std::size_t>(y * width_)];
    int end = width_;
    while (end > 0 && row[end - 1].glyph == " ") --end;
    Ink ink = Ink::kPlain;
    for (int x = 0; x < end; ++x) {
      const bool changes = colour && row[x].glyph != " " && row[x].ink != ink;
      if (changes) {
        ink = row[x].ink;
        out += escape(ink);
      }
      out += row[x].glyph;
    }
    if (ink != Ink::kPlain) out += escape(Ink::kPlain);
    out += '\n';
  }
}

}  // namespace wick::cli
