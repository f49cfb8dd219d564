#include "cli/health_text.hpp"

#include <algorithm>

#include "cli/amounts.hpp"
#include "cli/health_sums.hpp"
#include "cli/origin_name.hpp"
#include "cli/stats_text.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using Side = TextTable::Side;
using store::SeriesCheckup;

constexpr std::size_t kSeriesShown = 40;
constexpr std::size_t kHolesShown = 8;
constexpr std::size_t kFindingsShown = 20;
constexpr std::size_t kCommandsShown = 10;
constexpr int kStripMax = 48;

std::uint64_t positive(std::int64_t count) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
}

std::string line(const char* label, const std::string& text) {
  std::string padded = label;
  padded.resize(std::max<std::size_t>(padded.size(), 9), ' ');
  return padded + " " + text + "\n";
}

std::string folder_line(const HealthFacts& facts) {
  if (facts.unreadable) return "cannot be read";
  if (facts.absent) return "not there yet; the first wick get makes it";
  std::string text = facts.unwritable ? "readable, not writable" : "readable, writable";
  if (facts.room) {
    text += "; " + bytes_text(facts.room->free) + " free of " + bytes_text(facts.room->whole);
  }
  return text;
}

std::string holes_sum(const SeriesSums& sums) {
  const std::int64_t holes = sums.holes_settled + sums.holes_provisional;
  if (holes == 0) return "no holes";
  return std::to_string(holes) + " in holes (" + std::to_string(sums.holes_settled) + " settled, " +
         std::to_string(sums.holes_provisional) + " provisional)";
}

std::string origins_text(const std::map<core::Origin, std::int64_t>& rows) {
  std::int64_t whole = 0;
  for (const auto& [origin, count] : rows) whole += count;
  std::string text;
  for (const auto& [origin, count] : rows) {
    text += (text.empty() ? "" : ", ") + std::string(origin_name(origin)) + " " +
            share_text(share_of(count, whole));
  }
  return text.empty() ? "none" : text;
}

std::string head_of(const HealthFacts& facts, const HealthStyle& style) {
  std::string text = line("cache", facts.root) + line("folder", folder_line(facts));
  const CacheSums sums = sums_of(facts);
  if (sums.count == 0) return text;
  text += line("holds", std::to_string(sums.count) + " series, " + plural(sums.files, "file") +
                            ", " + bytes_text(sums.bytes));
  std::string bars = plural(positive(sums.series.bars), "bar") + ", " + holes_sum(sums.series);
  if (sums.series.unsealed > 0) bars += ", " + std::to_string(sums.series.unsealed) + " unsealed";
  text += line("bars", bars);
  if (style.detail == HealthDetail::kVerbose) text += line("from", origins_text(sums.rows));
  const bool whole = facts.depth == store::Depth::kEveryByte;
  return text +
         line("checked", std::string(whole ? "every byte" : "metadata; --deep reads every byte") +
                             ", " + seconds_text(facts.elapsed));
}

int strip_width(const HealthStyle& style, std::size_t taken) {
  return std::clamp(style.columns - static_cast<int>(taken), 8, kStripMax);
}

// Where not all can be shown, those that lack something come first.
std::vector<const SeriesCheckup*> shown(const HealthFacts& facts, const HealthStyle& style) {
  std::vector<const SeriesCheckup*> all;
  for (const SeriesCheckup& series : facts.series) all.push_back(&series);
  if (style.detail == HealthDetail::kVerbose || all.size() <= kSeriesShown) return all;
  std::stable_partition(all.begin(), all.end(), [&](const SeriesCheckup* series) {
    return !series->troubles.empty() || !missing_of(*series, facts).empty();
  });
  all.resize(kSeriesShown);
  return all;
}

std::string verbose_line(const SeriesCheckup& series) {
  std::string text = "  " + plural(series.months, "month file") + ", " +
                     plural(series.days, "day file") + ", " + bytes_text(series.bytes) + ", from " +
                     origins_text(series.rows);
  if (!series.span.empty()) {
    text += "\n  oldest " + instant_text(series.span.begin) + ", newest ends " +
            instant_text(series.span.end);
  }
  return text + "\n";
}

std::string series_lines(const HealthFacts& facts, const HealthStyle& style) {
  const auto chosen = shown(facts, style);
  std::size_t longest = 6;
  for (const SeriesCheckup* series : chosen) {
    longest = std::max(longest, series_text(series->id).size());
  }
  const int width = strip_width(style, longest + 2 + 10 + 2 + 10 + 2 + 6 + 2);
  std::string text;
  TextTable table({Side::kLeft, Side::kLeft, Side::kLeft, Side::kRight, Side::kLeft});
  table.add({"series", "from", "until", "there"});
  for (const SeriesCheckup* series : chosen) {
    const core::TimeRange range = judged_range(*series, facts);
    const core::Grid grid = core::grid_of(series->id);
    const auto cells = coverage_cells(series->settled(), range, grid, width);
    const bool any = !range.empty();
    table.add({series_text(series->id), any ? core::to_date(range.begin) : "",
               any ? core::to_date(range.end - core::Micros{1}) : "",
               share_text(sums_of(*series, facts).covered_thousandths()),
               coverage_strip(cells, style.glyphs)});
  }
  text = table.text();
  const std::size_t left = facts.series.size() - chosen.size();
  if (left > 0) text += "and " + std::to_string(left) + " more series; --verbose shows them all\n";
  if (style.detail == HealthDetail::kBrief) return text;
  text += "\n";
  for (const SeriesCheckup* series : chosen) {
    text += series_text(series->id) + "\n" + verbose_line(*series);
  }
  return text;
}

std::string hole_line(const SeriesCheckup& series, const store::StoredHole& stored,
                      const HealthFacts& facts) {
  const core::TimeRange range = stored.hole.range;
  return "  " + series_text(series.id) + "  " +
         std::to_string(core::grid_of(series.id).count(range)) + "  " + instant_text(range.begin) +
         " .. " + instant_text(range.end) + "  " +
         (is_provisional(stored, facts.now) ? "provisional" : "settled") +
         (core::settled(stored.hole) ? "" : ", not fetched") + "\n";
}

std::string hole_lines(const HealthFacts& facts, const HealthStyle& style) {
  std::string text;
  std::size_t told = 0;
  for (const SeriesCheckup& series : facts.series) {
    if (core::is_sparse(series.id.chart)) continue;
    for (const store::StoredHole& stored : holes_of(series, facts.now)) {
      const bool tell = style.detail == HealthDetail::kVerbose || told < kHolesShown;
      if (tell) text += hole_line(series, stored, facts);
      ++told;
    }
  }
  if (told == 0) return "";
  text = "\nholes: bars that the exchange does not have; it may yet mend provisional ones\n" + text;
  if (style.detail == HealthDetail::kBrief && told > kHolesShown) {
    text += "  and " + std::to_string(told - kHolesShown) + " more; --verbose shows them all\n";
  }
  return text;
}

std::string finding_lines(const HealthReport& report, const HealthStyle& style) {
  if (report.findings.empty()) return "";
  const bool all = style.detail == HealthDetail::kVerbose;
  const std::size_t count =
      all ? report.findings.size() : std::min(report.findings.size(), kFindingsShown);
  std::string text = "\nfound\n";
  for (std::size_t i = 0; i < count; ++i) {
    const HealthFinding& finding = report.findings[i];
    std::string label = "  " + std::string(name(finding.severity));
    label.resize(10, ' ');
    text += label;
    text += finding.path.empty() ? finding.what + "\n"
                                 : finding.path + "\n" + std::string(10, ' ') + finding.kind +
                                       ": " + finding.what + "\n";
  }
  if (count < report.findings.size()) {
    text += "  and " + std::to_string(report.findings.size() - count) +
            " more; --verbose shows them all\n";
  }
  return text;
}

std::string verdict_lines(const HealthReport& report, const HealthStyle& style) {
  std::string text = "\n" + std::string(name(report.verdict));
  const auto cares = static_cast<std::uint64_t>(std::ranges::count_if(
      report.findings,
      [](const HealthFinding& finding) { return finding.severity != Severity::kNote; }));
  if (report.verdict == HealthVerdict::kEmpty) text += ": wick get BTCUSDT --last 7d fills it";
  const auto commands = report.commands();
  if (cares > 0) text += ": " + plural(cares, "finding") + (commands.empty() ? "" : "; to mend it");
  text += "\n";
  const bool all = style.detail == HealthDetail::kVerbose;
  const std::size_t count = all ? commands.size() : std::min(commands.size(), kCommandsShown);
  for (std::size_t i = 0; i < count; ++i) text += "  " + commands[i] + "\n";
  if (count < commands.size()) {
    text += "  and " + std::to_string(commands.size() - count) +
            " more commands; --verbose shows them all\n";
  }
  return text;
}

}  // namespace

std::vector<Cell> coverage_cells(const core::RangeSet& settled, core::TimeRange range,
                                 const core::Grid& grid, int width) {
  const std::int64_t bars = grid.count(range);
  const std::int64_t cells = std::min<std::int64_t>(bars, width);
  std::vector<Cell> strip;
  core::UtcTime begin = grid.ceil(range.begin);
  for (std::int64_t i = 0; i < cells; ++i) {
    const std::int64_t wanted = (i + 1) * bars / cells - i * bars / cells;
    const core::UtcTime end = grid.advance(begin, wanted);
    const std::int64_t there = grid.count(settled.intersect({{begin, end}}));
    strip.push_back(there == 0 ? Cell::kEmpty : there < wanted ? Cell::kPart : Cell::kFull);
    begin = end;
  }
  return strip;
}

std::string health_text(const HealthFacts& facts, const HealthReport& report,
                        const HealthStyle& style) {
  std::string text = head_of(facts, style);
  if (!facts.series.empty()) text += "\n" + series_lines(facts, style) + hole_lines(facts, style);
  return text + finding_lines(report, style) + verdict_lines(report, style);
}

}  // namespace wick::cli
