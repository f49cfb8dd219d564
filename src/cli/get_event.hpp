// One fetch as a line of JSON, for the ring of events beside the cache.
#pragma once

#include <string>

#include "cli/get_fetch.hpp"

namespace wick::cli {

[[nodiscard]] std::string event_json(const Answered& answered, core::TimeRange range,
                                     core::UtcTime at);

}  // namespace wick::cli
