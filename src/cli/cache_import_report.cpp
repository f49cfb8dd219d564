#include "cli/cache_import_report.hpp"

#include <algorithm>

#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using Side = TextTable::Side;

constexpr std::size_t kExamplesMax = 3;
constexpr std::size_t kColumns = 78;
constexpr std::size_t kIndent = 4;

std::uint64_t taken_files(const ImportReport& report) {
  std::uint64_t files = 0;
  for (const ImportedSeries& series : report.series) files += series.files;
  return files;
}

std::string table_of(const ImportReport& report) {
  if (report.series.empty()) return "";
  TextTable table({Side::kLeft, Side::kLeft, Side::kLeft, Side::kLeft, Side::kLeft, Side::kRight,
                   Side::kRight, Side::kRight, Side::kRight});
  table.add({"market", "symbol", "", "from", "to", "files", "whole", "parts", "refused"});
  for (const ImportedSeries& series : report.series) {
    const bool any = !series.span.empty();
    table.add({std::string(core::name(series.id.market)), series.id.symbol,
               std::string(core::is_sparse(series.id.chart) ? core::name(series.id.chart)
                                                            : core::name(series.id.interval)),
               any ? core::to_date(series.span.begin) : "",
               any ? core::to_date(series.span.end - core::kDay) : "", std::to_string(series.files),
               std::to_string(series.counts.sealed + series.counts.unchanged),
               std::to_string(series.counts.incomplete), std::to_string(series.refused_files)});
  }
  return table.text();
}

// Words on lines of 80 columns, all but the first set in.
std::string wrapped(const std::string& text) {
  std::string lines;
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (column > 0 && column + 1 + word.size() > kColumns) {
      lines += "\n" + std::string(kIndent, ' ');
      column = kIndent;
    } else if (column > 0) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
    at = end + 1;
  }
  return lines + "\n";
}

// "refused  3 files: why" and the examples below it.
std::string lines_of(const Reasons& reasons, const std::string& what, const std::string& noun) {
  std::string text;
  for (const auto& [why, reason] : reasons) {
    std::string line = what + " ";
    line.append(plural(reason.times, noun)).append(": ").append(why);
    text += wrapped(line);
    for (const std::string& example : reason.examples) {
      text += std::string(kIndent, ' ') + example + "\n";
    }
    if (reason.times > reason.examples.size()) text += std::string(kIndent, ' ') + "...\n";
  }
  return text;
}

std::string json_of(const Reasons& reasons, const char* noun) {
  std::vector<std::string> items;
  for (const auto& [why, reason] : reasons) {
    std::vector<std::string> examples;
    for (const std::string& example : reason.examples) {
      examples.push_back(base::json_quoted(example));
    }
    items.push_back(JsonObject()
                        .text("reason", why)
                        .number(noun, reason.times)
                        .raw("examples", json_array(examples))
                        .finish());
  }
  return json_array(items);
}

void add_counts(JsonObject& json, const store::ImportCounts& counts) {
  json.number("sealed", counts.sealed)
      .number("unchanged", counts.unchanged)
      .number("incomplete", counts.incomplete)
      .number("tail_rows", counts.tail_rows)
      .number("known_rows", counts.known_rows)
      .number("differing_rows", counts.differing_rows);
}

std::string json_of(const ImportedSeries& series) {
  JsonObject json;
  json.text("provider", core::name(series.id.provider))
      .text("market", core::name(series.id.market))
      .text("chart", core::name(series.id.chart))
      .text("symbol", series.id.symbol)
      .text("interval", core::name(series.id.interval));
  if (!series.span.empty()) json.time("from", series.span.begin).time("to", series.span.end);
  json.number("files", series.files)
      .number("refused_files", series.refused_files)
      .number("rows", series.rows);
  add_counts(json, series.counts);
  return json.finish();
}

std::string sum_of(const ImportReport& report) {
  const store::ImportCounts counts = report.counts();
  const char* const would = report.dry_run ? "would be " : "";
  std::string text = plural(taken_files(report), "file") + " " + would + "taken\n";
  const auto add_line = [&](std::uint64_t number, const char* noun, const std::string& what) {
    if (number > 0) text += "  " + wrapped(plural(number, noun) + " " + what);
  };
  add_line(counts.sealed, "whole period",
           std::string("(days, or months of long bars) ") + would + "new");
  add_line(counts.unchanged, "whole period", "known already");
  add_line(counts.incomplete, "part",
           "of one that is not whole; " + plural(counts.tail_rows, "new bar") + " " + would +
               "kept in the tail");
  add_line(counts.differing_rows, "bar",
           "of which the cache has another value, which stands; wick why shows both");
  add_line(report.forming_rows, "bar",
           "left out that may have been forming when the file was written");
  add_line(report.repeated_rows, "row", "left out that were there twice");
  return text;
}

}  // namespace

std::string printable(std::string path) {
  for (char& c : path) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = '?';
  }
  return path;
}

void add(Reasons& reasons, const std::string& why, const std::string& of_what) {
  Reason& reason = reasons[why];
  ++reason.times;
  if (reason.examples.size() < kExamplesMax) reason.examples.push_back(of_what);
}

std::uint64_t count(const Reasons& reasons) {
  std::uint64_t times = 0;
  for (const auto& [why, reason] : reasons) times += reason.times;
  return times;
}

ImportedSeries& entry_of(const core::SeriesId& id, ImportReport& report) {
  const auto known = std::ranges::find(report.series, id, &ImportedSeries::id);
  if (known != report.series.end()) return *known;
  return report.series.emplace_back(ImportedSeries{.id = id});
}

void note(const store::ForeignBars& found, const std::string& path, ImportedSeries& series,
          ImportReport& report) {
  for (const store::RowFault& fault : found.faults) {
    const bool timed = fault.open != core::UtcTime{};
    add(report.refused_rows, "it " + fault.why,
        path + (timed ? " " + core::to_iso(fault.open) : ""));
  }
  report.forming_rows += found.forming;
  report.repeated_rows += found.repeated;
  ++series.files;
  series.rows += found.bars.size();
  if (found.bars.empty()) return;
  const core::TimeRange span{core::day_of(found.bars.front().open_time).begin,
                             core::day_of(found.bars.back().open_time).end};
  if (series.span.empty()) series.span = span;
  series.span = {std::min(series.span.begin, span.begin), std::max(series.span.end, span.end)};
}

store::ImportCounts ImportReport::counts() const {
  store::ImportCounts sum;
  for (const ImportedSeries& one : series) sum += one.counts;
  return sum;
}

Exit verdict(const ImportReport& report) {
  if (report.failure) return Exit::kFailed;
  if (!report.refused.empty() || !report.refused_rows.empty()) return Exit::kPartial;
  return report.bars_files == 0 ? Exit::kNoData : Exit::kOk;
}

std::string text_of(const ImportReport& report) {
  return table_of(report) + sum_of(report) + lines_of(report.refused, "refused", "file") +
         lines_of(report.refused_rows, "refused", "row") +
         lines_of(report.ignored, "ignored", "file");
}

std::string json_of(const ImportReport& report) {
  std::vector<std::string> series;
  for (const ImportedSeries& one : report.series) series.push_back(json_of(one));
  JsonObject layouts;
  for (const auto& [layout, files] : report.layouts) layouts.number(layout, files);
  JsonObject json;
  json.text("folder", report.folder)
      .raw("dry_run", report.dry_run ? "true" : "false")
      .number("found_files", report.bars_files)
      .number("taken_files", taken_files(report))
      .number("refused_files", count(report.refused))
      .number("ignored_files", count(report.ignored))
      .number("refused_rows", count(report.refused_rows))
      .number("forming_rows", report.forming_rows)
      .number("repeated_rows", report.repeated_rows);
  add_counts(json, report.counts());
  json.raw("layouts", layouts.finish())
      .raw("series", json_array(series))
      .raw("refused", json_of(report.refused, "files"))
      .raw("rows_refused", json_of(report.refused_rows, "rows"))
      .raw("ignored", json_of(report.ignored, "files"));
  if (report.failure) json.text("failure", report.failure->what);
  return json.finish() + "\n";
}

}  // namespace wick::cli
