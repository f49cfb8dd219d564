#include "cli/get_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/json_text.hpp"
#include "cli/bar_json.hpp"
#include "cli/get_fetch.hpp"
#include "cli/get_summary.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using base::json_quoted;

struct Counts {
  std::size_t objects{};          // of the archive
  std::size_t object_requests{};  // their checksums have requests of their own
  std::size_t pages{};
};

Counts count(const history::Plan& plan) {
  Counts counts;
  for (const history::PlannedAsk& ask : plan.asks) {
    if (ask.tier != core::Tier::kBulk) {
      counts.pages += ask.addresses.size();
      continue;
    }
    counts.object_requests += ask.addresses.size();
    counts.objects += static_cast<std::size_t>(std::ranges::count_if(
        ask.addresses, [](const std::string& address) { return !address.ends_with(".CHECKSUM"); }));
  }
  return counts;
}

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

std::string plan_text(const history::Plan& plan, const core::SeriesId& id) {
  const core::Grid grid = core::grid_of(id);
  std::string text;
  for (const core::TimeRange& range : plan.cached.ranges()) {
    text += "CACHE  " + brief_time(range.begin) + " .. " + brief_time(range.end) + "  " +
            plural(static_cast<std::size_t>(grid.count(range)), "bar") + "\n";
  }
  for (const history::PlannedAsk& ask : plan.asks) {
    for (const std::string& address : ask.addresses) {
      text += std::string(core::name(ask.tier)) + "  " + address + "\n";
    }
  }
  for (const core::Hole& hole : plan.missing) {
    text += "nobody  " + hole_text(hole, grid) + ", " + hole.evidence + "\n";
  }
  const Counts counts = count(plan);
  return text + plural(counts.objects, "archive object") + " (" +
         plural(counts.object_requests, "request") + "), " + plural(counts.pages, "page") + "\n";
}

std::string plan_json(const history::Plan& plan, const core::SeriesId& id, core::TimeRange range) {
  const core::Grid grid = core::grid_of(id);
  std::string text =
      "{\"symbol\":" + json_quoted(id.symbol) + ",\"market\":" + json_quoted(core::name(id.market));
  append_unusual_series(text, id);
  text += ",\"interval\":" + json_quoted(core::name(id.interval)) +
          ",\"from\":" + json_quoted(core::to_iso(range.begin)) +
          ",\"to\":" + json_quoted(core::to_iso(range.end)) +
          ",\"cached\":" + std::to_string(grid.count(plan.cached)) + ",\"asks\":[";
  const char* between_asks = "";
  for (const history::PlannedAsk& ask : plan.asks) {
    text += between_asks + std::string("{\"tier\":") + json_quoted(core::name(ask.tier)) +
            ",\"objects\":[";
    const char* between = "";
    for (const std::string& address : ask.addresses) {
      text += between + json_quoted(address);
      between = ",";
    }
    text += "]}";
    between_asks = ",";
  }
  const Counts counts = count(plan);
  return text + "],\"requests\":" + std::to_string(counts.object_requests + counts.pages) + "}\n";
}

base::Result<void> print_plans(const GetRequest& request, Runtime& runtime, const Shell& shell,
                               Output& output) {
  for (const core::SeriesId& id : request.series) {
    const auto wish = wish_of(request, id, Throttled::kReturn);
    const history::Plan plan = history::plan(runtime.history().request(wish, runtime.now().utc),
                                             runtime.history().tiers(wish), runtime.reactor());
    for (const base::Error& error : plan.errors) say(shell, "wick: CACHE: " + error.what);
    const bool titled = request.format != Format::kJson && request.series.size() > 1;
    std::string text = titled ? core::describe(id) + "\n" : "";
    text +=
        request.format == Format::kJson ? plan_json(plan, id, request.range) : plan_text(plan, id);
    if (auto written = output.write(text); !written) return written;
  }
  return output.commit();
}

}  // namespace wick::cli
