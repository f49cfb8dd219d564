#include "wiring/fetch_event.hpp"

#include <chrono>

namespace wick::wiring {
namespace {

store::EventTier tier_of(const history::Effort& effort) {
  return {.tier = effort.tier,
          .asked = effort.asked,
          .failed = effort.failed,
          .requests = effort.requests,
          .rows = effort.rows,
          .bytes = effort.bytes,
          .took = effort.took,
          .measured = static_cast<std::int64_t>(effort.took.size()),
          .untidy = effort.untidy,
          .odd_rows = effort.odd_rows};
}

store::EventError error_of(const history::Failure& failure) {
  store::EventError error{.tier = failure.tier,
                          .kind = base::name(failure.error.kind),
                          .what = failure.error.what,
                          .times = static_cast<std::int64_t>(failure.times)};
  if (const auto wait = failure.error.retry_after) {
    error.retry_after_s = std::chrono::ceil<std::chrono::seconds>(*wait).count();
  }
  return error;
}

}  // namespace

store::Event event_of(const Fetched& fetched, core::TimeRange range, core::UtcTime at,
                      std::string_view command) {
  const history::Answer& answer = fetched.answer;
  const core::Grid grid = core::grid_of(fetched.id);
  store::Event event{.at = at,
                     .command = std::string(command),
                     .id = fetched.id,
                     .range = range,
                     .requests = answer.requests,
                     .conflicts = static_cast<std::int64_t>(answer.series.conflicts().size()),
                     .elapsed = fetched.elapsed};
  for (const core::Hole& hole : answer.missing) event.missing += grid.count(hole.range);
  for (const auto& [tier, rows] : answer.series.rows_by_tier()) {
    event.rows[tier] = static_cast<std::int64_t>(rows);
  }
  for (const history::Effort& effort : answer.efforts) event.tiers.push_back(tier_of(effort));
  for (const history::Failure& failure : answer.failures) event.errors.push_back(error_of(failure));
  return event;
}

}  // namespace wick::wiring
