#include "cli/get_request.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/get_parquet.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

constexpr std::int64_t kBarsByDefault = 500;
// A bar that closed this moment may not have reached every server yet.
constexpr core::Micros kFinalityMargin = std::chrono::seconds{1};

base::Error invalid(const std::string& what) {
  return {base::ErrorKind::kInvalid, what};
}

base::Error unknown(const std::string& option, const std::string& value, const char* known) {
  return invalid(option + " '" + value + "' is not known; there is " + known);
}

std::optional<core::Interval> interval_of(const GetOptions& options, core::ChartType chart) {
  if (!options.interval.empty()) return core::parse_interval(options.interval);
  return core::is_sparse(chart) ? core::kFundingInterval : core::Interval::k1m;
}

base::Result<std::vector<core::SeriesId>> series_of(const GetOptions& options) {
  core::SeriesId id;
  const auto provider = core::parse_provider(options.provider);
  if (!provider) return unknown("--provider", options.provider, "binance, okx and fxcm");
  const auto market = core::parse_market(options.market);
  if (!market) {
    return unknown("--market", options.market, "spot, futures_usdt (um), futures_coin (cm) and fx");
  }
  const auto chart = core::parse_chart(options.chart);
  if (!chart) {
    return unknown("--chart", options.chart, "klines, mark, index, premium and funding");
  }
  const auto interval = interval_of(options, *chart);
  if (!interval) {
    return unknown("--interval", options.interval,
                   "1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M");
  }
  id.provider = *provider;
  id.market = *market;
  id.chart = *chart;
  id.interval = *interval;

  std::vector<core::SeriesId> series;
  for (const std::string& text : options.symbols) {
    auto symbol = core::canonical_symbol(text);
    if (!symbol) return symbol.error();
    id.symbol = *std::move(symbol);
    if (auto fits = core::check_series(id); !fits) return fits.error();
    if (std::ranges::find(series, id) == series.end()) series.push_back(id);
  }
  return series;
}

base::Result<core::UtcTime> instant(const char* option, const std::string& text,
                                    core::UtcTime now) {
  const auto t = parse_instant(text, now);
  if (t) return *t;
  return invalid(std::string(option) + " '" + text +
                 "' is no time; write 2024-01-01, 2024-01-01T05:30, now, or 7d for seven days ago");
}

// The range as typed, neither aligned nor cut.
base::Result<core::TimeRange> asked_range(const GetOptions& options, const core::Grid& grid,
                                          core::UtcTime now) {
  if (!options.last.empty()) {
    if (!options.from.empty() || !options.to.empty()) {
      return invalid("--last already says when; leave out --from and --to");
    }
    const auto length = core::parse_duration(options.last);
    if (!length) return invalid("--last '" + options.last + "' is no duration; write 7d or 36h");
    return core::TimeRange{now - *length, now};
  }
  const auto end =
      options.to.empty() ? base::Result<core::UtcTime>(now) : instant("--to", options.to, now);
  if (!end) return end.error();
  if (options.from.empty()) {
    return core::TimeRange{grid.advance(grid.floor(*end), -kBarsByDefault), *end};
  }
  const auto begin = instant("--from", options.from, now);
  if (!begin) return begin.error();
  if (*begin >= *end && options.to.empty()) return core::TimeRange{*begin, *begin};  // not yet
  if (*begin >= *end) {
    return invalid("--from " + core::to_iso(*begin) + " does not lie before --to " +
                   core::to_iso(*end));
  }
  return core::TimeRange{*begin, *end};
}

base::Result<Format> format_of(const GetOptions& options) {
  using Name = std::pair<std::string_view, Format>;
  constexpr std::array kNames = {
      Name{"table", Format::kTable}, Name{"csv", Format::kCsv},
      Name{"json", Format::kJson},   Name{"arrow", Format::kArrow},
      Name{"chart", Format::kChart}, Name{"arrow-stream", Format::kArrowStream},
  };
  if (options.json) return Format::kJson;
  const auto* const name = std::ranges::find(kNames, options.format, &Name::first);
  if (name != kNames.end()) return name->second;
  if (options.format == "parquet") {
    return invalid("--format parquet needs a Parquet library, which this program is without; " +
                   std::string("this pipe does it:\n  ") + parquet_pipe(options));
  }
  return unknown("--format", options.format, "table, csv, json, arrow, arrow-stream and chart");
}

base::Result<TimeStyle> time_style(const std::string& text) {
  if (text == "iso") return TimeStyle::kIso;
  if (text == "ms") return TimeStyle::kMillis;
  if (text == "us") return TimeStyle::kMicros;
  return unknown("--time", text, "iso, ms and us");
}

}  // namespace

std::optional<core::UtcTime> parse_instant(std::string_view text, core::UtcTime now) {
  if (text == "now") return now;
  if (const auto t = core::parse_utc(text)) return t;
  const auto ago = core::parse_duration(text);
  if (!ago || *ago > now.time_since_epoch()) return std::nullopt;
  return now - *ago;
}

base::Result<GetRequest> understand(const GetOptions& options, core::UtcTime now,
                                    int three_day_phase) {
  GetRequest request;
  auto series = series_of(options);
  if (!series) return series.error();
  if (series->empty()) return invalid("name a symbol, for example: wick get BTCUSDT");
  request.series = *std::move(series);
  for (core::SeriesId& id : request.series) id.phase_days = three_day_phase;

  const core::Grid grid = core::grid_of(request.series.front());
  const auto range = asked_range(options, grid, now);
  if (!range) return range.error();
  const core::UtcTime forming = grid.floor(now);
  request.range = grid.align(*range);
  request.include_open = options.include_open && range->end > forming;
  const core::UtcTime end = request.include_open
                                ? grid.next(forming)
                                : std::min(request.range.end, grid.floor(now - kFinalityMargin));
  request.range.end = std::max(request.range.begin, end);

  const auto source = wiring::parse_source_choice(options.source);
  if (!source) return unknown("--source", options.source, "auto, cache, bulk and rest");
  request.source = *source;
  const core::Provider provider = request.series.front().provider;
  if (!wiring::has_source(provider, *source)) {
    return invalid(provider == core::Provider::kOkx
                       ? "OKX has no archive of bars; leave out --source bulk, or write rest"
                       : "FXCM's bars are those of the cache and of its weekly files; leave out "
                         "--source rest, or write bulk");
  }

  const auto format = format_of(options);
  if (!format) return format.error();
  request.format = *format;
  const auto time = time_style(options.time);
  if (!time) return time.error();
  request.time = *time;
  return request;
}

}  // namespace wick::cli
