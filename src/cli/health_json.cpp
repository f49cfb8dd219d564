#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "cli/health_sums.hpp"
#include "cli/health_text.hpp"
#include "cli/origin_name.hpp"

namespace wick::cli {
namespace {

std::uint64_t positive(std::int64_t count) {
  return count < 0 ? 0 : static_cast<std::uint64_t>(count);
}

std::string bool_json(bool value) {
  return value ? "true" : "false";
}

std::string range_json(core::TimeRange range, const core::Grid& grid) {
  return JsonObject()
      .time("from", range.begin)
      .time("to", range.end)
      .number("bars", positive(grid.count(range)))
      .finish();
}

std::string hole_json(const store::StoredHole& stored, const core::Grid& grid, core::UtcTime now) {
  return JsonObject()
      .time("from", stored.hole.range.begin)
      .time("to", stored.hole.range.end)
      .number("bars", positive(grid.count(stored.hole.range)))
      .text("cause", core::name(stored.hole.cause))
      .text("evidence", stored.hole.evidence)
      .raw("provisional", bool_json(is_provisional(stored, now)))
      .time("asked", stored.asked)
      .finish();
}

std::string origins_json(const std::map<core::Origin, std::int64_t>& rows) {
  JsonObject json;
  for (const auto& [origin, count] : rows) json.number(origin_name(origin), positive(count));
  return json.finish();
}

std::string series_json(const store::SeriesCheckup& series, const HealthFacts& facts) {
  const core::Grid grid = core::grid_of(series.id);
  const SeriesSums sums = sums_of(series, facts);
  const core::RangeSet gaps = missing_of(series, facts);
  std::vector<std::string> missing;
  std::vector<std::string> holes;
  for (const core::TimeRange& range : gaps.ranges()) missing.push_back(range_json(range, grid));
  for (const store::StoredHole& stored : holes_of(series, facts.now)) {
    holes.push_back(hole_json(stored, grid, facts.now));
  }
  JsonObject json;
  json.text("provider", core::name(series.id.provider))
      .text("market", core::name(series.id.market))
      .text("chart", core::name(series.id.chart))
      .text("symbol", series.id.symbol)
      .text("interval", core::name(series.id.interval));
  if (!series.span.empty()) json.time("from", series.span.begin).time("to", series.span.end);
  return json.number("months", series.months)
      .number("days", series.days)
      .number("bytes", series.bytes)
      .number("bars", positive(sums.bars))
      .number("unsealed", positive(sums.unsealed))
      .raw("origins", origins_json(series.rows))
      .number("expected", positive(sums.expected))
      .number("missing_bars", positive(sums.missing))
      .raw("missing", json_array(missing))
      .raw("holes", json_array(holes))
      .finish();
}

std::string finding_json(const HealthFinding& finding) {
  JsonObject json;
  json.text("severity", name(finding.severity)).text("kind", finding.kind);
  if (!finding.path.empty()) json.text("path", finding.path);
  json.text("what", finding.what);
  if (!finding.command.empty()) json.text("command", finding.command);
  return json.finish();
}

std::string_view verdict_json(HealthVerdict verdict) {
  switch (verdict) {
    case HealthVerdict::kHealthy:
      return "healthy";
    case HealthVerdict::kCare:
      return "needs_care";
    case HealthVerdict::kBroken:
      return "broken";
    case HealthVerdict::kEmpty:
      return "empty";
  }
  return "";
}

void add_folder(JsonObject& json, const HealthFacts& facts) {
  json.text("root", facts.root)
      .raw("readable", bool_json(!facts.unreadable && !facts.absent))
      .raw("writable", bool_json(!facts.unreadable && !facts.absent && !facts.unwritable));
  if (facts.room) {
    json.number("disk_free_bytes", facts.room->free).number("disk_bytes", facts.room->whole);
  }
}

}  // namespace

std::string health_json(const HealthFacts& facts, const HealthReport& report) {
  const CacheSums sums = sums_of(facts);
  std::vector<std::string> series;
  std::vector<std::string> findings;
  std::vector<std::string> commands;
  for (const store::SeriesCheckup& one : facts.series) series.push_back(series_json(one, facts));
  for (const HealthFinding& finding : report.findings) findings.push_back(finding_json(finding));
  for (const std::string& command : report.commands())
    commands.push_back(base::json_quoted(command));
  JsonObject json;
  json.text("verdict", verdict_json(report.verdict));
  add_folder(json, facts);
  json.text("checked", facts.depth == store::Depth::kEveryByte ? "every_byte" : "metadata")
      .number("files", sums.files)
      .number("bytes", sums.bytes)
      .number("bars", positive(sums.series.bars))
      .number("unsealed", positive(sums.series.unsealed))
      .number("holes_settled", positive(sums.series.holes_settled))
      .number("holes_provisional", positive(sums.series.holes_provisional));
  if (facts.covers) {
    json.raw("covers", JsonObject()
                           .time("from", facts.covers->begin)
                           .time("to", facts.covers->end)
                           .raw("complete", bool_json(sums.count > 0 && sums.series.missing == 0))
                           .finish());
  }
  return json.raw("series", json_array(series))
             .raw("findings", json_array(findings))
             .raw("commands", json_array(commands))
             .number("elapsed_ms", positive(facts.elapsed.count() / 1000))
             .finish() +
         "\n";
}

}  // namespace wick::cli
