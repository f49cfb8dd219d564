// An answer as a JSON document.
#pragma once

#include <string>
#include <vector>

#include "cli/bar_text.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {

struct JsonFacts {
  const core::SeriesId* id{};
  core::TimeRange range;
  core::Micros elapsed{};
  bool bars{true};
};

// The document of one symbol, on one line.
void append_json(std::string& out, const history::Answer& answer, const JsonFacts& facts,
                 TimeStyle time);

// Provider and chart, where they are others than binance and klines.
void append_unusual_series(std::string& out, const core::SeriesId& id);

// {"from":...,"to":...,"cause":...,"evidence":...}, where `first` may hold members before those.
[[nodiscard]] std::string hole_json(const core::Hole& hole, const std::string& first = "");

}  // namespace wick::cli
