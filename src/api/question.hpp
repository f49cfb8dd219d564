// A request as it is understood: checked, aligned, cut at now. For the sources of this room alone.
#pragma once

#include <wick/request.hpp>
#include <wick/stream.hpp>

#include "core/series_id.hpp"
#include "live/candle_stream.hpp"
#include "wiring/history.hpp"

namespace wick::api {

struct Question {
  core::SeriesId id{};
  core::TimeRange range{};  // on the grid, and over by now; empty when it lies in the future
  wiring::SourceChoice source{};
  bool include_open{};  // the range ends with the bar that is still forming
  bool wait{};
};

// Refuses what nobody could have, before anything is asked. The phase is that of three-day bars.
[[nodiscard]] Result<Question> understand(const Request& request, core::UtcTime now,
                                          int three_day_phase = 0);

[[nodiscard]] wiring::History::Wish wish_of(const Question& question);

struct StreamQuestion {
  live::CandleStream::Wish wish{};  // each series once, in the order of the request
  bool keep{};
};
[[nodiscard]] Result<StreamQuestion> understand(const StreamRequest& request, core::UtcTime now);

[[nodiscard]] Result<core::SeriesId> series_id(const Series& series);
[[nodiscard]] Series series_of(const core::SeriesId& id);  // in canonical words

}  // namespace wick::api
