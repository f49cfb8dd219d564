#include "cli/get_summary.hpp"

#include <algorithm>
#include <cmath>

#include "codec/decimal.hpp"
#include "core/interval.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kHolesShown = 8;

std::string seconds(core::Micros time) {
  std::string text;
  codec::append_shortest(text, std::ceil(static_cast<double>(time.count()) / 1e4) / 100);
  return text + " s";
}

std::string plural(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string explained(core::Cause cause) {
  switch (cause) {
    case core::Cause::kNoBarAtSource:
      return "none at the exchange";
    case core::Cause::kNotFetched:
      return "not fetched";
    case core::Cause::kDelisted:
      return "traded no more";
    case core::Cause::kMarketClosed:
      return "market closed";
  }
  return "";
}

std::string line_of(const history::Failure& failure) {
  std::string line = "\n  " + std::string(core::name(failure.tier)) + ": " + failure.error.what;
  if (failure.times > 1) line += " (and " + std::to_string(failure.times - 1) + " more like it)";
  if (failure.error.retry_after) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*failure.error.retry_after).count();
    line += "; try again in " + std::to_string(wait) + " s";
    if (failure.error.kind == base::ErrorKind::kThrottled) line += ", or use --wait";
  }
  return line;
}

std::string untidy_text(const history::Effort& effort) {
  const bool pages = effort.tier == core::Tier::kRest;
  std::string text = std::string(core::name(effort.tier)) + ": untidy rows in " +
                     plural(effort.untidy, pages ? "page" : "object") + ": " +
                     core::describe(effort.odd_rows);
  if (effort.odd_rows.unsorted + effort.odd_rows.duplicates > 0) text += "; put in order";
  return text;
}

}  // namespace

std::string brief_time(core::UtcTime t) {
  std::string text = core::to_iso(t);
  if (text.ends_with(":00Z")) text.replace(text.size() - 4, 4, "Z");
  return text;
}

std::string hole_text(const core::Hole& hole, const core::Grid& grid) {
  return std::to_string(grid.count(hole.range)) + "  " + brief_time(hole.range.begin) + " .. " +
         brief_time(hole.range.end) + "  " + explained(hole.cause);
}

std::vector<std::string> warnings(const history::Answer& answer) {
  std::vector<std::string> found;
  const auto conflicts = static_cast<std::int64_t>(answer.series.conflicts().size());
  if (conflicts > 0) {
    found.push_back(plural(conflicts, "bar") + " came with two different values; the first stands");
  }
  for (const history::Effort& effort : answer.efforts) {
    if (effort.untidy > 0) found.push_back(untidy_text(effort));
  }
  if (answer.trouble) found.push_back("not kept: " + answer.trouble->what);
  return found;
}

Exit verdict(const history::Answer& answer) {
  const bool settled = std::ranges::all_of(
      answer.missing, [](const core::Hole& hole) { return core::settled(hole); });
  if (answer.series.rows() == 0) return settled ? Exit::kNoData : Exit::kFailed;
  return settled ? Exit::kOk : Exit::kPartial;
}

Exit together(Exit a, Exit b) {
  const auto has_bars = [](Exit code) { return code == Exit::kOk || code == Exit::kPartial; };
  const auto is_settled = [](Exit code) { return code == Exit::kOk || code == Exit::kNoData; };
  const bool settled = is_settled(a) && is_settled(b);
  if (has_bars(a) || has_bars(b)) return settled ? Exit::kOk : Exit::kPartial;
  return settled ? Exit::kNoData : Exit::kFailed;
}

std::string summary(const core::SeriesId& id, const history::Answer& answer, core::Micros elapsed) {
  const core::Grid grid = core::grid_of(id);
  std::string text =
      core::describe(id) + ": " + plural(static_cast<std::int64_t>(answer.series.rows()), "bar");
  for (const auto& [tier, rows] : answer.series.rows_by_tier()) {
    text += ", " + std::string(core::name(tier)) + " " + std::to_string(rows);
  }
  text += "; " + plural(answer.requests, "request") + ", " + seconds(elapsed);

  const std::size_t shown = std::min(answer.missing.size(), kHolesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    text += "\n  missing " + hole_text(answer.missing[i], grid);
  }
  if (answer.missing.size() > shown) {
    text += "\n  and " + std::to_string(answer.missing.size() - shown) +
            " more holes; --json lists them all";
  }
  for (const history::Failure& failure : answer.failures) text += line_of(failure);
  for (const std::string& warning : warnings(answer)) text += "\n  " + warning;
  return text;
}

std::string request_id(std::uint64_t random) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  for (int i = 0; i < 8; ++i, random >>= 4U) id += kDigits[random & 15U];
  return id;
}

}  // namespace wick::cli
