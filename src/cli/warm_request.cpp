#include "cli/warm_request.hpp"

#include <algorithm>
#include <utility>

#include "cli/get_request.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

constexpr int kDaysByDefault = 365;
constexpr int kDaysMax = 20'000;

base::Error invalid(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

base::Result<core::UtcTime> day_of_option(const std::string& option, const std::string& text,
                                          core::UtcTime now) {
  const auto t = parse_instant(text, now);
  if (t) return core::day_of(*t).begin;
  return invalid(option + " '" + text + "' is no time; write 2024-01-01, now or 365d");
}

// Whole days, the last of them published.
base::Result<core::TimeRange> days_of(const WarmOptions& options, const WarmFrame& frame,
                                      std::vector<std::string>& notes) {
  const core::UtcTime last = published_until(frame);
  core::UtcTime end = last;
  if (!options.to.empty()) {
    const auto to = day_of_option("--to", options.to, frame.now);
    if (!to) return to.error();
    end = std::min(*to, last);
    if (*to > last) {
      notes.push_back("days from " + core::to_date(last) +
                      " on are too young for the archive; wick get fetches them when asked for");
    }
  }
  if (!options.from.empty() && options.days != 0) {
    return invalid("--from already says since when; leave out --days");
  }
  if (options.days < 0 || options.days > kDaysMax) {
    return invalid("--days is " + std::to_string(options.days) + "; it must be from 1 to " +
                   std::to_string(kDaysMax));
  }
  const int days = options.days == 0 ? kDaysByDefault : options.days;
  core::UtcTime begin = end - days * core::kDay;
  if (!options.from.empty()) {
    const auto from = day_of_option("--from", options.from, frame.now);
    if (!from) return from.error();
    begin = *from;
  }
  if (begin >= end) {
    return invalid("there is no whole day from " + core::to_date(begin) + " to " +
                   core::to_date(end) +
                   "; days younger than the archive's delay are not fetched ahead");
  }
  return core::TimeRange{std::max(begin, core::UtcTime{}), end};
}

// Those that open in the days and are over by their end.
core::TimeRange whole_bars(const core::Grid& grid, core::TimeRange days) {
  return {grid.floor(days.begin), grid.floor(days.end)};
}

base::Result<std::vector<core::SeriesId>> series_of(const WarmOptions& options,
                                                    const std::vector<std::string>& symbols,
                                                    const std::string& interval,
                                                    const WarmFrame& frame) {
  GetOptions as_get;  // the same words mean the same series
  as_get.symbols = symbols;
  as_get.provider = options.provider;
  as_get.market = options.market;
  as_get.chart = options.chart;
  as_get.interval = interval;
  auto request = understand(as_get, frame.now, frame.three_day_phase);
  if (!request) return request.error();
  return std::move(request->series);
}

// One, of the chart's own choice, where none is named.
std::vector<std::string> intervals_of(const WarmOptions& options) {
  return options.intervals.empty() ? std::vector<std::string>{""} : options.intervals;
}

// Each series once.
base::Result<void> add_items(const std::vector<core::SeriesId>& series, core::TimeRange days,
                             std::vector<WarmItem>& items) {
  for (const core::SeriesId& id : series) {
    const core::TimeRange range = whole_bars(core::grid_of(id), days);
    if (range.empty()) {
      return invalid("no bar of " + std::string(core::name(id.interval)) +
                     " is over in those days; ask for more of them");
    }
    if (std::ranges::find(items, id, &WarmItem::id) == items.end()) items.push_back({id, range});
  }
  return {};
}

}  // namespace

core::UtcTime published_until(const WarmFrame& frame) {
  return core::day_of(frame.now - frame.archive_delay).begin;
}

base::Result<WarmRequest> understand(const WarmOptions& options,
                                     const std::vector<std::string>& symbols,
                                     const WarmFrame& frame) {
  WarmRequest request;
  if (options.jobs < 1 || options.jobs > 64) {
    return invalid("--jobs is " + std::to_string(options.jobs) + "; it must be from 1 to 64");
  }
  const auto days = days_of(options, frame, request.notes);
  if (!days) return days.error();
  request.days = *days;
  for (const std::string& interval : intervals_of(options)) {
    const auto series = series_of(options, symbols, interval, frame);
    if (!series) return series.error();
    if (auto added = add_items(*series, *days, request.items); !added) return added.error();
  }
  const auto place = [&](const WarmItem& item) {
    return std::ranges::find(symbols, item.id.symbol) - symbols.begin();
  };
  std::ranges::stable_sort(request.items, {}, place);
  return request;
}

}  // namespace wick::cli
