// The venue's own errors by their codes, for scenarios that name one.
#pragma once

#include <optional>
#include <string>

#include "sim/rest/venue_error.hpp"

namespace wick::sim {

// With plausible particulars where the text has any; nothing for codes the venue does not have.
[[nodiscard]] std::optional<VenueError> known_error(int code);
[[nodiscard]] std::string known_error_codes();  // "-1000, -1001, ..."

}  // namespace wick::sim
