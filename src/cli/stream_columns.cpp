#include "cli/stream_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "codec/decimal.hpp"

namespace wick::cli {
namespace {

constexpr std::string_view kPlain = "\x1b[0m";
constexpr std::size_t kBetween = 2;
constexpr std::size_t kProgressCells = 8;
constexpr std::size_t kPriceMax = 10;  // letters

}  // namespace

std::vector<std::size_t> column_widths(const std::vector<std::vector<std::string>>& rows,
                                       std::size_t columns) {
  std::array<std::size_t, kStreamColumns.size()> order{};
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [](std::size_t i) { return kStreamColumns[i].importance; });
  std::vector<std::size_t> widths(kStreamColumns.size());
  std::size_t used = 0;
  for (const std::size_t i : order) {
    std::size_t width = kStreamColumns[i].usual;
    for (const auto& row : rows) width = std::max(width, row[i].size());
    const std::size_t needed = width + (used > 0 ? kBetween : 0);
    if (used > 0 && used + needed > columns) continue;
    widths[i] = width;
    used += needed;
  }
  return widths;
}

std::string table_line(const std::vector<std::string>& cells,
                       const std::vector<std::size_t>& widths, const StreamLineStyle& style) {
  std::string line;
  std::size_t painted_at = std::string::npos;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) continue;
    if (!line.empty()) line.append(kBetween, ' ');
    const std::string pad(widths[i] - std::min(widths[i], cells[i].size()), ' ');
    if (!kStreamColumns[i].left) line += pad;
    if (i == kColumnLast) painted_at = line.size();
    line += cells[i];
    if (kStreamColumns[i].left) line += pad;
  }
  line.resize(std::min(line.size(), style.columns));
  line.erase(line.find_last_not_of(' ') + 1);
  if (style.paint.empty() || painted_at >= line.size()) return line;
  const std::size_t end = std::min(line.size(), painted_at + cells[kColumnLast].size());
  line.insert(end, kPlain);
  line.insert(painted_at, style.paint);
  return line;
}

std::string price_text(double price, std::size_t places) {
  std::string text;
  codec::append_shortest(text, price);
  if (text.size() > kPriceMax) return fmt::format("{:.8g}", price);
  std::string longer = places > 0 ? fmt::format("{:.{}f}", price, places) : text;
  return longer.size() > text.size() && longer.size() <= kPriceMax ? longer : text;
}

std::size_t places_of(double price) {
  const std::string text = price_text(price);
  const std::size_t point = text.find('.');
  if (point == std::string::npos || text.find('e') != std::string::npos) return 0;
  return text.size() - point - 1;
}

std::string amount_text(double amount) {
  constexpr std::array kUnits = {"", "k", "M", "G", "T"};
  if (amount < 1e5) return fmt::format("{:.6g}", amount);
  std::size_t unit = 0;
  while (amount >= 1000 && unit + 1 < kUnits.size()) {
    amount /= 1000;
    ++unit;
  }
  return fmt::format("{:.4g}{}", amount, kUnits[unit]);
}

std::string change_text(double of, double from) {
  if (from == 0) return "";
  const std::string text = fmt::format("{:+.2f}%", (of - from) / from * 100);
  return text == "-0.00%" ? "+0.00%" : text;
}

std::string age_text(core::Micros age) {
  const auto seconds = std::max<std::int64_t>(0, age.count() / 1'000'000);
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  if (seconds < 86'400) return fmt::format("{}h{:02}", seconds / 3600, seconds % 3600 / 60);
  return fmt::format("{}d{:02}h", seconds / 86'400, seconds % 86'400 / 3600);
}

std::string progress_bar(core::Micros done, core::Micros all) {
  const auto cells = static_cast<std::int64_t>(kProgressCells);
  const auto full = std::clamp<std::int64_t>(done.count() * cells / all.count(), 0, cells);
  std::string text(static_cast<std::size_t>(full), '#');
  text.resize(kProgressCells, '.');
  return text;
}

}  // namespace wick::cli
