// What came of a question, as the public face tells it. For the sources of this room alone.
#pragma once

#include <wick/bars.hpp>

#include "api/question.hpp"
#include "history/retrieval.hpp"
#include "store/events.hpp"

namespace wick::api {

// Bars, also where some are missing; an error where the question was refused, or where nothing
// could be had though something may be there.
[[nodiscard]] Result<Bars> bars_of(const Question& question, const history::Answer& answer,
                                   core::Micros elapsed);

// The same once it is over: an event in the ring beside the cache, too. A look at the cache alone
// leaves no trace.
struct Ending {
  core::Micros elapsed{};
  core::Now at{};
};
[[nodiscard]] Result<Bars> concluded(const Question& question, history::Answer answer,
                                     const Ending& ending, store::Events& events);

[[nodiscard]] Hole hole_of(const core::Hole& hole);
[[nodiscard]] Origin origin_of(core::Origin origin);

}  // namespace wick::api
