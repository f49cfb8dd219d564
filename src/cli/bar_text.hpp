// Bars as text: CSV and JSON for programs, a table for people.
#pragma once

#include <string>

#include "cli/get_request.hpp"
#include "core/chunk.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {

struct RowStyle {
  TimeStyle time{};
  bool with_symbol{};  // where an answer speaks of several
  bool colour{};
};

void append_csv_header(std::string& out, const RowStyle& style);
void append_csv(std::string& out, const core::Chunk& chunk, const std::string& symbol,
                const RowStyle& style);

void append_table(std::string& out, const history::Answer& answer, const core::SeriesId& id,
                  const RowStyle& style);

// The document of one symbol, on one line.
struct JsonFacts {
  const core::SeriesId* id{};
  core::TimeRange range;
  core::Micros elapsed{};
  bool bars{true};
};
void append_json(std::string& out, const history::Answer& answer, const JsonFacts& facts,
                 TimeStyle time);

}  // namespace wick::cli
