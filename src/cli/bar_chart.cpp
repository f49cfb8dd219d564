#include "cli/bar_chart.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

#include "cli/chart_axis.hpp"
#include "cli/chart_candles.hpp"
#include "cli/get_summary.hpp"
#include "codec/decimal.hpp"

namespace wick::cli {
namespace {

constexpr int kVolumeRows = 3;
constexpr int kRowsBesidePrices = kVolumeRows + 3;  // a blank one, the axis of time, its labels
constexpr int kPlotWidthMin = 24;
constexpr int kWide = 3;     // characters of a wide candle
constexpr int kStepMax = 4;  // and with the gap behind it
constexpr std::size_t kGapsShown = 5;

std::string shortest(double value) {
  std::string text;
  codec::append_shortest(text, value);
  return text;
}

Candle all_of(const Candles& candles) {
  Candle all;
  for (const Candle& candle : candles.columns) {
    if (candle.bars == 0) continue;
    if (all.bars == 0) all = candle;
    all.high = std::max(all.high, candle.high);
    all.low = std::min(all.low, candle.low);
    all.close = candle.close;
  }
  return all;
}

double highest_volume(const Candles& candles) {
  double highest = 0;
  for (const Candle& candle : candles.columns) highest = std::max(highest, candle.volume);
  return highest;
}

class Picture {
 public:
  Picture(const Candles& candles, const PriceScale& scale, const ChartStyle& style)
      : candles_(candles),
        scale_(scale),
        price_rows_(style.height - kRowsBesidePrices),
        marks_(price_marks(scale, price_rows_ / 3)),
        volume_(highest_volume(candles)),
        step_(step_of(candles, plot_width_max(style.width))),
        plot_width_(std::max(static_cast<int>(candles.columns.size()) * step_, kPlotWidthMin)),
        canvas_(plot_width_ + label_width() + 3, style.height) {}

  const Canvas& draw(core::UtcTime end) {
    for (std::size_t i = 0; i < candles_.columns.size(); ++i) {
      const Candle& candle = candles_.columns[i];
      if (candle.bars == 0) continue;
      draw_candle(candle, static_cast<int>(i) * step_);
      draw_volume(candle, static_cast<int>(i) * step_);
    }
    draw_price_axis();
    draw_time_axis(end);
    return canvas_;
  }
  [[nodiscard]] bool wide() const { return step_ >= kWide; }

 private:
  [[nodiscard]] int label_width() const {
    std::size_t width = brief_amount(volume_).size();
    for (const PriceMark& mark : marks_) width = std::max(width, mark.label.size());
    return static_cast<int>(width);
  }
  [[nodiscard]] int plot_width_max(int width) const { return width - label_width() - 3; }

  [[nodiscard]] static int step_of(const Candles& candles, int width) {
    return std::clamp(width / static_cast<int>(candles.columns.size()), 1, kStepMax);
  }

  void draw_candle(const Candle& candle, int x) {
    const int halves = 2 * price_rows_;
    const CandleShape shape{.high = scale_.row(candle.high, halves),
                            .body_top = scale_.row(std::max(candle.open, candle.close), halves),
                            .body_bottom = scale_.row(std::min(candle.open, candle.close), halves),
                            .low = scale_.row(candle.low, halves)};
    if (wide()) {
      draw_wide(canvas_, x, shape, candle.ink());
    } else {
      draw_narrow(canvas_, x, shape, candle.ink());
    }
  }

  // A traded bar shows at least the least that can be drawn.
  void draw_volume(const Candle& candle, int x) {
    if (volume_ <= 0 || candle.volume <= 0) return;
    constexpr std::array<std::string_view, 8> kEighths = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const double share = candle.volume / volume_;
    const int levels = wide() ? 2 : 8;
    const int halves = static_cast<int>(share * 2 * kVolumeRows * levels);
    int left = std::max(1, (halves + 1) / 2);
    for (int y = price_rows_ + kVolumeRows; left > 0; --y, left -= levels) {
      const int here = std::min(left, levels);
      if (!wide()) {
        canvas_.put(x, y, kEighths[static_cast<std::size_t>(here - 1)], candle.ink());
        continue;
      }
      canvas_.put(x, y, here == 2 ? "▐" : "▗", candle.ink());
      canvas_.put(x + 1, y, here == 2 ? "█" : "▄", candle.ink());
      canvas_.put(x + 2, y, here == 2 ? "▌" : "▖", candle.ink());
    }
  }

  void draw_price_axis() {
    const int x = plot_width_;
    const int bottom = price_rows_ + 1 + kVolumeRows;
    for (int y = 0; y < bottom; ++y) canvas_.put(x, y, "│", Ink::kFaint);
    for (const PriceMark& mark : marks_) {
      const int y = scale_.row(mark.price, 2 * price_rows_) / 2;
      canvas_.put(x, y, "├", Ink::kFaint);
      canvas_.write(x + 2, y, mark.label);
    }
    if (volume_ <= 0) return;
    canvas_.put(x, price_rows_ + 1, "├", Ink::kFaint);
    canvas_.write(x + 2, price_rows_ + 1, brief_amount(volume_));
  }

  void draw_time_axis(core::UtcTime end) {
    const int y = price_rows_ + 1 + kVolumeRows;
    std::vector<core::UtcTime> begins;
    for (const Candle& candle : candles_.columns) begins.push_back(candle.begin);
    const int used = static_cast<int>(begins.size()) * step_;
    for (int x = 0; x < plot_width_; ++x) {
      const auto column = static_cast<std::size_t>(x / step_);
      const bool gap = x < used && candles_.columns[column].bars == 0;
      canvas_.put(x, y, gap ? "┄" : "─", Ink::kFaint);
    }
    canvas_.put(plot_width_, y, "┘", Ink::kFaint);
    int free = 0;  // where the next label may begin
    for (const TimeMark& mark : time_marks(begins, end, step_)) {
      const int x = mark.column * step_ + (wide() ? 1 : 0);
      const int size = static_cast<int>(mark.label.size());
      const int begin = std::clamp(x - size / 2, 0, plot_width_ + label_width() + 3 - size);
      if (begin < free) continue;
      canvas_.put(x, y, "┬", Ink::kFaint);
      canvas_.write(begin, y + 1, mark.label);
      free = begin + size + 2;
    }
  }

  const Candles& candles_;
  PriceScale scale_;
  int price_rows_;
  std::vector<PriceMark> marks_;
  double volume_;
  int step_;
  int plot_width_;
  Canvas canvas_;
};

void append_titles(std::string& out, const Candle& all, const ChartFacts& facts, bool colour) {
  out += core::describe(*facts.id) + "  " + brief_time(facts.range.begin) + " .. " +
         brief_time(facts.range.end) + "\n";
  out += "open " + shortest(all.open) + "  high " + shortest(all.high) + "  low " +
         shortest(all.low) + "  close " + shortest(all.close);
  if (all.open > 0) {
    std::array<char, 64> text{};
    const double percent = (all.close / all.open - 1) * 100;
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), percent, std::chars_format::fixed, 2);
    if (colour) out += all.rising() ? "\x1b[32m" : "\x1b[31m";
    out += percent < 0 ? "  " : "  +";
    if (end.ec == std::errc{}) out.append(text.data(), end.ptr);
    out += colour ? " %\x1b[0m" : " %";
  }
  out += "\n\n";
}

void append_legend(std::string& out, const history::Answer& answer, const ChartFacts& facts,
                   const Candles& candles) {
  if (candles.bars_a_column > 1) {
    out += "each column is " + std::to_string(candles.bars_a_column) + " bars of " +
           std::string(core::name(facts.id->interval)) + "\n";
  }
  const auto& chunks = answer.series.chunks();
  if (!chunks.back().mark().final) out += "the last bar is still forming\n";
  const std::size_t shown = std::min(answer.missing.size(), kGapsShown);
  for (std::size_t i = 0; i < shown; ++i) {
    out += "gap  " + hole_text(answer.missing[i], core::grid_of(*facts.id)) + "\n";
  }
  if (answer.missing.size() > shown) {
    out += "and " + std::to_string(answer.missing.size() - shown) + " more gaps\n";
  }
}

}  // namespace

void append_chart(std::string& out, const history::Answer& answer, const ChartFacts& facts,
                  const ChartStyle& style) {
  if (answer.series.rows() == 0) return;
  ChartStyle fitting = style;
  fitting.width = std::clamp(style.width, kChartWidthMin, kChartWidthMax);
  fitting.height = std::max(style.height, 10);
  const core::Grid grid = core::grid_of(*facts.id);

  // How wide the labels are decides how many columns there are; prices are the same in any fold.
  const Candle all = all_of(fold(answer.series, grid, facts.range, 1));
  const PriceScale scale = scale_of(all.low, all.high);
  std::size_t labels = 6;
  for (const PriceMark& mark : price_marks(scale, (fitting.height - kRowsBesidePrices) / 3)) {
    labels = std::max(labels, mark.label.size());
  }
  const Candles candles =
      fold(answer.series, grid, facts.range, fitting.width - static_cast<int>(labels) - 3);
  Picture picture(candles, scale, fitting);
  append_titles(out, all, facts, fitting.colour);
  picture.draw(facts.range.end).append_to(out, fitting.colour);
  append_legend(out, answer, facts, candles);
}

}  // namespace wick::cli
