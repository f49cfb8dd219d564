// What a fetch came to: an exit code, and a few lines for people.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "core/series_id.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {

// 0 when every wanted instant is settled and there are bars, 4 when there are none, 3 when some
// instant is not settled, 1 when nothing was obtained at all.
[[nodiscard]] Exit verdict(const history::Answer& answer);

// Of two verdicts on parts of one question: bars if either has some, settled if both are.
[[nodiscard]] Exit together(Exit a, Exit b);

[[nodiscard]] std::string summary(const core::SeriesId& id, const history::Answer& answer,
                                  core::Micros elapsed);

// What is worth knowing of bars that are there: that they were not kept, or contradicted.
[[nodiscard]] std::vector<std::string> warnings(const history::Answer& answer);

// "94  2024-04-28T17:52Z .. 2024-04-28T19:26Z  none at the exchange"
[[nodiscard]] std::string hole_text(const core::Hole& hole, const core::Grid& grid);

// Without seconds where there are none: such times are read in numbers.
[[nodiscard]] std::string brief_time(core::UtcTime t);

[[nodiscard]] std::string request_id(std::uint64_t random);  // eight hexadecimal digits

}  // namespace wick::cli
