// What a fetch came to: an exit code, and a few lines for people.
#pragma once

#include <cstdint>
#include <string>

#include "cli/shell.hpp"
#include "core/series_id.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {

// 0 when every wanted instant is settled and there are bars, 4 when there are none, 3 when some
// instant is not settled, 1 when nothing was obtained at all.
[[nodiscard]] Exit verdict(const history::Answer& answer);

[[nodiscard]] std::string summary(const core::SeriesId& id, const history::Answer& answer,
                                  core::Micros elapsed);

[[nodiscard]] std::string request_id(std::uint64_t random);  // eight hexadecimal digits

}  // namespace wick::cli
