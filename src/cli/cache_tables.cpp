#include <algorithm>
#include <map>

#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "cli/cache_command.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kBarWidth = 20;

using Side = TextTable::Side;

// How many there are of a kind.
std::uint64_t count(const store::SeriesCensus& series, store::FileKind kind) {
  return static_cast<std::uint64_t>(
      std::ranges::count(series.files, kind, &store::CensusFile::kind));
}

bool has_bars(const store::SeriesCensus& series) {
  return !series.span().empty();
}

std::string bar_of(std::uint64_t part, std::uint64_t whole) {
  const std::uint64_t filled = whole == 0 ? 0 : (part * kBarWidth + whole - 1) / whole;
  std::string bar;
  return bar.append(filled, '#');
}

// "spot", "okx spot", "futures_usdt mark": what is usual is left out.
std::string market_of(const core::SeriesId& id) {
  std::string text;
  if (id.provider != core::Provider::kBinance) text.append(core::name(id.provider)).append(" ");
  text += core::name(id.market);
  if (id.chart != core::ChartType::kKlines) text.append(" ").append(core::name(id.chart));
  return text;
}

using Sizes = std::map<std::string, std::uint64_t>;

struct Usage {
  Sizes markets;
  Sizes symbols;
  Sizes intervals;
  std::uint64_t series{};
  std::uint64_t quarantine{};
  std::uint64_t leftovers{};
};

Usage usage_of(const store::Census& census) {
  Usage usage;
  for (const store::SeriesCensus& series : census.series) {
    const std::uint64_t bytes = series.bytes();
    usage.markets[market_of(series.id)] += bytes;
    usage.symbols[series.id.symbol] += bytes;
    usage.intervals[std::string(core::name(series.id.interval))] += bytes;
    usage.series += bytes;
  }
  for (const store::Quarantined& one : census.quarantined) usage.quarantine += one.file.facts.size;
  for (const store::Stray& stray : census.leftovers) usage.leftovers += stray.facts.size;
  return usage;
}

std::vector<std::pair<std::string, std::uint64_t>> largest_first(const Sizes& sizes) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(sizes.begin(), sizes.end());
  std::ranges::stable_sort(sorted, std::ranges::greater{},
                           [](const auto& one) { return one.second; });
  return sorted;
}

void append_sizes(TextTable& table, const Sizes& sizes, std::uint64_t whole) {
  for (const auto& [name, bytes] : largest_first(sizes)) {
    table.add({"  " + name, bytes_text(bytes), bar_of(bytes, whole)});
  }
}

std::string json_of(const Sizes& sizes) {
  JsonObject json;
  for (const auto& [name, bytes] : sizes) json.number(name, bytes);
  return json.finish();
}

std::string json_of(const store::SeriesCensus& series) {
  JsonObject json;
  json.text("provider", core::name(series.id.provider))
      .text("market", core::name(series.id.market))
      .text("chart", core::name(series.id.chart))
      .text("symbol", series.id.symbol)
      .text("interval", core::name(series.id.interval));
  if (has_bars(series)) json.time("from", series.span().begin).time("to", series.span().end);
  json.number("months", count(series, store::FileKind::kMonth))
      .number("days", count(series, store::FileKind::kDay))
      .number("bytes", series.bytes());
  if (has_bars(series)) json.time("used", series.used());
  std::vector<std::string> paths;
  for (const store::CensusFile& file : series.files) paths.push_back(base::json_quoted(file.path));
  return json.raw("files", json_array(paths)).finish();
}

}  // namespace

std::string listing_text(const store::Census& census) {
  TextTable table({Side::kLeft, Side::kLeft, Side::kLeft, Side::kLeft, Side::kLeft, Side::kRight,
                   Side::kRight, Side::kRight, Side::kLeft});
  table.add({"market", "symbol", "", "from", "to", "months", "days", "size", "used"});
  std::uint64_t files = 0;
  for (const store::SeriesCensus& series : census.series) {
    files += series.files.size();
    const bool bars = has_bars(series);
    table.add({market_of(series.id), series.id.symbol, std::string(core::name(series.id.interval)),
               bars ? core::to_date(series.span().begin) : "",
               bars ? core::to_date(series.span().end - core::kDay) : "",
               std::to_string(count(series, store::FileKind::kMonth)),
               std::to_string(count(series, store::FileKind::kDay)), bytes_text(series.bytes()),
               bars ? core::to_date(series.used()) : ""});
  }
  return table.text() + std::to_string(census.series.size()) + " series, " + plural(files, "file") +
         ", " + bytes_text(store::bytes_of(census)) + "\n";
}

std::string listing_json(const store::Census& census, const std::string& root) {
  std::vector<std::string> items;
  for (const store::SeriesCensus& series : census.series) items.push_back(json_of(series));
  return JsonObject().text("root", root).raw("series", json_array(items)).finish() + "\n";
}

std::string usage_text(const store::Census& census) {
  const Usage usage = usage_of(census);
  TextTable table({Side::kLeft, Side::kRight, Side::kLeft});
  table.add({"by market"});
  append_sizes(table, usage.markets, usage.series);
  table.add({"by symbol"});
  append_sizes(table, usage.symbols, usage.series);
  table.add({"by interval"});
  append_sizes(table, usage.intervals, usage.series);
  table.add({"all series", bytes_text(usage.series)});
  if (usage.quarantine > 0) table.add({"quarantine", bytes_text(usage.quarantine)});
  if (usage.leftovers > 0) table.add({"leftovers", bytes_text(usage.leftovers)});
  return table.text();
}

std::string usage_json(const store::Census& census, const std::string& root) {
  const Usage usage = usage_of(census);
  return JsonObject()
             .text("root", root)
             .number("bytes", usage.series)
             .number("quarantine_bytes", usage.quarantine)
             .number("leftover_bytes", usage.leftovers)
             .raw("markets", json_of(usage.markets))
             .raw("symbols", json_of(usage.symbols))
             .raw("intervals", json_of(usage.intervals))
             .finish() +
         "\n";
}

}  // namespace wick::cli
