// One fetch as a line of JSON, for the ring of events beside the cache.
#pragma once

#include <string>
#include <string_view>

#include "cli/get_fetch.hpp"
#include "store/event.hpp"

namespace wick::cli {

[[nodiscard]] store::Event event_of(const Answered& answered, core::TimeRange range,
                                    core::UtcTime at, std::string_view command = "get");

[[nodiscard]] std::string event_json(const Answered& answered, core::TimeRange range,
                                     core::UtcTime at, std::string_view command = "get");

}  // namespace wick::cli
