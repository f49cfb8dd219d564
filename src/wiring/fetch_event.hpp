// One fetch as an event, for the ring beside the cache.
#pragma once

#include <string_view>

#include "history/retrieval.hpp"
#include "store/event.hpp"

namespace wick::wiring {

struct Fetched {
  const core::SeriesId& id;
  const history::Answer& answer;
  core::Micros elapsed{};
};

// `command` is what people call whoever asked: get, warm, api.
[[nodiscard]] store::Event event_of(const Fetched& fetched, core::TimeRange range, core::UtcTime at,
                                    std::string_view command);

}  // namespace wick::wiring
