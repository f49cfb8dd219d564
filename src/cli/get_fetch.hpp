// The fetching of `wick get`: all symbols at once, to the end.
#pragma once

#include <vector>

#include "cli/get_request.hpp"
#include "cli/progress.hpp"
#include "cli/runtime.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {

struct Answered {
  core::SeriesId id;
  history::Answer answer;
  core::Micros elapsed{};
};

enum class Throttled { kReturn, kWait };  // what to do when a server says: not now

[[nodiscard]] wiring::History::Wish wish_of(const GetRequest& request, const core::SeriesId& id,
                                            Throttled throttled);

// One for each series of the request, in its order.
[[nodiscard]] std::vector<Answered> fetch_all(const GetRequest& request, Throttled throttled,
                                              Runtime& runtime, Progress& progress);

}  // namespace wick::cli
