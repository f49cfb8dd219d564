#include "cli/warm_text.hpp"

#include <algorithm>

#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "cli/failure_json.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kRangesShown = 4;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}
std::string to_the_right(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::int64_t percent(const WarmTally& tally) {
  return tally.wanted == 0 ? 100 : 100 * tally.settled / tally.wanted;
}

// Bars in a second, of those that had to be fetched.
std::int64_t rate_of(const WarmTally& tally, core::Micros spent) {
  if (spent.count() <= 0) return 0;
  const auto fetched = static_cast<double>(std::max<std::int64_t>(tally.settled - tally.cached, 0));
  return static_cast<std::int64_t>(fetched * 1e6 / static_cast<double>(spent.count()));
}

std::string time_left(std::int64_t seconds) {
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string((seconds + 59) / 60) + " min";
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds % 3600 / 60) + " min";
}

std::string bars_text(std::int64_t bars) {
  return plural(static_cast<std::uint64_t>(bars), "bar");
}

WarmTally sum_of(const std::vector<WarmSeries>& series) {
  WarmTally sum;
  for (const WarmSeries& one : series) sum.add(one.tally());
  return sum;
}

std::vector<std::string> row_of(const std::string& name, const WarmTally& tally,
                                core::Micros spent) {
  return {name,
          std::to_string(tally.bars()),
          std::to_string(tally.cached),
          std::to_string(tally.archived),
          std::to_string(tally.paged),
          std::to_string(tally.holes),
          std::to_string(tally.left()),
          std::to_string(tally.requests),
          seconds_text(spent)};
}

std::string reason_of(const WarmSeries& series) {
  if (series.failure()) return series.failure()->what;
  std::string reason;
  for (const history::Failure& failure : series.answer().failures) {
    if (failure.error.kind == base::ErrorKind::kUnsupported) continue;
    reason += (reason.empty() ? "" : "; ") + std::string(core::name(failure.tier)) + ": " +
              failure.error.what;
  }
  return reason.empty() ? "stopped before" : reason;
}

std::string advice_for(const WarmSeries& series) {
  const auto& failure = series.failure();
  if (failure && failure->kind == base::ErrorKind::kInvalid) {
    return "wick diagnose " + series.id().symbol + " " +
           std::string(core::name(series.id().market)) + " says what is known of it";
  }
  if (series.answer().trouble)
    return "make room or name another WICK_CACHE_DIR, then the same again";
  return "the same command again fetches what is left, and nothing twice";
}

std::string ranges_json(const core::RangeSet& ranges) {
  std::vector<std::string> items;
  for (const core::TimeRange& range : ranges.ranges()) {
    items.push_back(JsonObject().time("from", range.begin).time("to", range.end).finish());
  }
  return json_array(items);
}

JsonObject tally_json(const WarmTally& tally) {
  const auto unsigned_of = [](std::int64_t count) { return static_cast<std::uint64_t>(count); };
  JsonObject json;
  json.number("wanted", unsigned_of(tally.wanted));
  json.number("bars", unsigned_of(tally.bars()));
  json.raw("sources", JsonObject()
                          .number("CACHE", unsigned_of(tally.cached))
                          .number("BULK", unsigned_of(tally.archived))
                          .number("REST", unsigned_of(tally.paged))
                          .finish());
  json.number("holes", unsigned_of(tally.holes));
  json.number("left", unsigned_of(tally.left()));
  json.number("requests", static_cast<std::uint64_t>(tally.requests));
  return json.number("bytes", unsigned_of(tally.bytes));
}

std::string series_json(const WarmSeries& series, core::MonoTime now) {
  const core::SeriesId& id = series.id();
  std::vector<std::string> notes;
  for (const std::string& note : series.notes()) notes.push_back(base::json_quoted(note));
  JsonObject json = tally_json(series.tally());
  json.text("symbol", id.symbol)
      .text("market", core::name(id.market))
      .text("interval", core::name(id.interval))
      .time("from", series.range().begin)
      .time("to", series.range().end)
      .number("elapsed_ms", static_cast<std::uint64_t>(series.spent(now).count() / 1000))
      .raw("left_ranges", ranges_json(series.left()))
      .raw("notes", json_array(notes))
      .raw("errors", failures_json(series.answer().failures));
  if (series.failure()) json.text("failure", series.failure()->what);
  return json.finish();
}

}  // namespace

std::string series_name(const core::SeriesId& id) {
  return id.symbol + " " + std::string(core::name(id.interval));
}

std::string count_text(std::int64_t count) {
  if (count < 10'000) return std::to_string(count);
  const bool thousands = count < 1'000'000;
  const std::int64_t tenths = count / (thousands ? 100 : 100'000);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + (thousands ? "k" : "M");
}

std::string progress_line(const WarmReading& reading) {
  const WarmTally& tally = reading.tally;
  const std::string bytes = bytes_text(static_cast<std::uint64_t>(tally.bytes));
  const std::int64_t rate = rate_of(tally, reading.spent);
  std::string line =
      padded(reading.name, 17) + to_the_right(std::to_string(percent(tally)), 4) + " %" +
      to_the_right(count_text(rate) + " bars/s", 15) + to_the_right(bytes, 10) +
      to_the_right(plural(static_cast<std::uint64_t>(tally.requests), "request"), 15);
  if (reading.waiting) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*reading.waiting).count();
    return line + "\n  waiting " + std::to_string(wait) + " s for the rate limit";
  }
  if (rate == 0 || tally.left() == 0) return line;
  return line + "  " + time_left(tally.left() / rate + 1) + " left";
}

std::string finished_line(const WarmSeries& series, core::MonoTime now) {
  const WarmTally tally = series.tally();
  std::string line = series_name(series.id()) + ": ";
  if (series.failure()) line += "failed, ";
  line += tally.left() == 0 ? "complete, " : count_text(tally.left()) + " bars left, ";
  line += bars_text(tally.bars());
  if (tally.cached > 0) line += ", " + std::to_string(tally.cached) + " of them were there";
  if (tally.holes > 0) line += ", " + std::to_string(tally.holes) + " do not exist";
  return line + "; " + plural(static_cast<std::uint64_t>(tally.requests), "request") + ", " +
         bytes_text(static_cast<std::uint64_t>(tally.bytes)) + ", " +
         seconds_text(series.spent(now));
}

std::string warm_table(const std::vector<WarmSeries>& series, core::Micros spent,
                       core::MonoTime now) {
  using Side = TextTable::Side;
  std::vector<Side> sides(9, Side::kRight);
  sides.front() = Side::kLeft;
  TextTable table(sides);
  table.add({"SERIES", "BARS", "CACHE", "ARCHIVE", "REST", "HOLES", "LEFT", "REQUESTS", "TIME"});
  for (const WarmSeries& one : series) {
    table.add(row_of(series_name(one.id()), one.tally(), one.spent(now)));
  }
  if (series.size() > 1) table.add(row_of("all", sum_of(series), spent));
  return table.text();
}

std::string left_text(const WarmSeries& series) {
  if (series.left().empty()) return "";
  std::string text = series_name(series.id()) + ": " + bars_text(series.tally().left()) + " left";
  const auto& ranges = series.left().ranges();
  for (std::size_t i = 0; i < std::min(ranges.size(), kRangesShown); ++i) {
    text += (i == 0 ? ", " : "; ") + instant_text(ranges[i].begin) + " .. " +
            instant_text(ranges[i].end);
  }
  if (ranges.size() > kRangesShown) {
    text += " and " + plural(ranges.size() - kRangesShown, "more range");
  }
  return text + "\n  why: " + reason_of(series) + "\n  do:  " + advice_for(series);
}

std::string warm_json(const std::vector<WarmSeries>& series, const WarmEnd& end,
                      core::MonoTime now) {
  std::vector<std::string> all;
  all.reserve(series.size());
  for (const WarmSeries& one : series) all.push_back(series_json(one, now));
  return tally_json(sum_of(series))
             .number("elapsed_ms", static_cast<std::uint64_t>(end.spent.count() / 1000))
             .raw("interrupted", end.interrupted ? "true" : "false")
             .raw("series", json_array(all))
             .finish() +
         "\n";
}

Exit verdict(const std::vector<WarmSeries>& series) {
  const WarmTally sum = sum_of(series);
  if (sum.left() == 0) return Exit::kOk;
  return sum.settled == 0 ? Exit::kFailed : Exit::kPartial;
}

}  // namespace wick::cli
