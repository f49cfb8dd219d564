// Bars as a table for people.
#pragma once

#include <string>

#include "cli/bar_text.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {

// Nothing where there are no bars. A bar that is still forming has a star behind its time.
void append_table(std::string& out, const history::Answer& answer, const core::SeriesId& id,
                  const RowStyle& style);

}  // namespace wick::cli
