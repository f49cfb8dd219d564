#include "cli/get_event.hpp"

#include "base/json_text.hpp"
#include "cli/failure_json.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using base::json_quoted;

std::string rows_json(const core::Series& series) {
  std::string json = "{";
  for (const auto& [tier, rows] : series.rows_by_tier()) {
    if (json.size() > 1) json += ',';
    json += json_quoted(core::name(tier)) + ":" + std::to_string(rows);
  }
  return json + "}";
}

}  // namespace

std::string event_json(const Answered& answered, core::TimeRange range, core::UtcTime at) {
  const core::SeriesId& id = answered.id;
  const history::Answer& answer = answered.answer;
  const core::Grid grid = core::grid_of(id);
  std::int64_t missing = 0;
  for (const core::Hole& hole : answer.missing) missing += grid.count(hole.range);
  std::string json = R"({"at":)" + json_quoted(core::to_iso(at));
  const auto add = [&](std::string_view key, std::string_view value) {
    json += "," + json_quoted(key) + ":" + json_quoted(value);
  };
  add("provider", core::name(id.provider));
  add("market", core::name(id.market));
  add("chart", core::name(id.chart));
  add("symbol", id.symbol);
  add("interval", core::name(id.interval));
  return json + R"(,"from":)" + json_quoted(core::to_iso(range.begin)) + R"(,"to":)" +
         json_quoted(core::to_iso(range.end)) + R"(,"rows":)" + rows_json(answer.series) +
         R"(,"missing":)" + std::to_string(missing) + R"(,"requests":)" +
         std::to_string(answer.requests) + R"(,"conflicts":)" +
         std::to_string(answer.series.conflicts().size()) + R"(,"elapsed_us":)" +
         std::to_string(answered.elapsed.count()) + R"(,"errors":)" +
         failures_json(answer.failures) + "}";
}

}  // namespace wick::cli
