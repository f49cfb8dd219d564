#include "cli/bar_table.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "codec/decimal.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kColumns = 8;
constexpr std::size_t kClose = 4;
constexpr std::string_view kRising = "\x1b[36m";  // told apart from the other by anyone
constexpr std::string_view kFalling = "\x1b[33m";
constexpr std::string_view kPlain = "\x1b[0m";

struct Row {
  std::array<std::string, kColumns> cells;
  std::string_view colour;  // of the close
};

std::string shortest(double value) {
  std::string text;
  codec::append_shortest(text, value);
  return text;
}

Row row_of(const core::Chunk& chunk, std::size_t index, TimeStyle time) {
  const core::Bar bar = chunk.bar(index);
  std::string open_time;
  append_time(open_time, bar.open_time, time);
  if (!chunk.mark().final) open_time += '*';
  Row row{
      {open_time, shortest(bar.open), shortest(bar.high), shortest(bar.low), shortest(bar.close),
       shortest(bar.volume), std::to_string(bar.count), std::string(core::name(chunk.tier()))},
      {}};
  if (bar.close != bar.open) row.colour = bar.close > bar.open ? kRising : kFalling;
  return row;
}

void append_padded(std::string& out, const std::string& text, std::size_t width, bool left) {
  const std::string padding(width > text.size() ? width - text.size() : 0, ' ');
  out += left ? text + padding : padding + text;
}

using Widths = std::array<std::size_t, kColumns>;

Widths widths_of(const std::vector<Row>& rows) {
  Widths widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      widths[i] = std::max(widths[i], row.cells[i].size());
    }
  }
  widths.back() = 0;  // nothing stands behind it
  return widths;
}

void append_row(std::string& out, const Row& row, const Widths& widths, bool colour) {
  for (std::size_t i = 0; i < kColumns; ++i) {
    const bool coloured = colour && i == kClose && !row.colour.empty();
    if (i > 0) out += "  ";
    if (coloured) out += row.colour;
    append_padded(out, row.cells[i], widths[i], i == 0);
    if (coloured) out += kPlain;
  }
  out += '\n';
}

}  // namespace

void append_table(std::string& out, const history::Answer& answer, const core::SeriesId& id,
                  const RowStyle& style) {
  if (answer.series.rows() == 0) return;
  std::vector<Row> rows = {
      {{"open time", "open", "high", "low", "close", "volume", "trades", "source"}, {}}};
  bool forming = false;
  for (const core::Chunk& chunk : answer.series.chunks()) {
    forming = forming || !chunk.mark().final;
    for (std::size_t i = 0; i < chunk.size(); ++i) rows.push_back(row_of(chunk, i, style.time));
  }
  if (style.with_symbol) out += core::describe(id) + "\n";
  const Widths widths = widths_of(rows);
  for (const Row& row : rows) append_row(out, row, widths, style.colour);
  if (forming) out += "* still forming: it will change until its time is over\n";
}

}  // namespace wick::cli
