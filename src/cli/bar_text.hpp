// Bars as CSV, and the times that every text format shares.
#pragma once

#include <string>

#include "cli/get_request.hpp"
#include "core/chunk.hpp"

namespace wick::cli {

struct RowStyle {
  TimeStyle time{};
  bool with_symbol{};  // where an answer speaks of several
  bool with_final{};   // where a bar may be there that is still forming
  bool colour{};
};

void append_time(std::string& out, core::UtcTime t, TimeStyle style);

void append_csv_header(std::string& out, const RowStyle& style);
void append_csv(std::string& out, const core::Chunk& chunk, const std::string& symbol,
                const RowStyle& style);

}  // namespace wick::cli
