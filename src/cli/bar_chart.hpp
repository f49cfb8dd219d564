// Bars as a picture for a terminal: candles, volume below them, and where bars are missing.
//
// Pure: the same bars, width and height give the same text. A rising candle is hollow or thin and a
// falling one filled, so that the picture can be read without colours too. Where there are more
// bars than columns, each column folds several and the legend says how many.
#pragma once

#include <string>

#include "history/retrieval.hpp"

namespace wick::cli {

inline constexpr int kChartWidthMin = 40;
inline constexpr int kChartWidthMax = 400;

struct ChartStyle {
  int width{80};   // of a line; brought between the two above
  int height{20};  // of the picture with its axes; 10 at least
  bool colour{};
};

struct ChartFacts {
  const core::SeriesId* id{};
  core::TimeRange range;  // on the grid; what is shown from left to right
};

// Nothing where there are no bars.
void append_chart(std::string& out, const history::Answer& answer, const ChartFacts& facts,
                  const ChartStyle& style);

}  // namespace wick::cli
