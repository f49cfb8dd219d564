#include "api/question.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "api/error.hpp"
#include "core/time_text.hpp"

namespace wick::api {
namespace {

constexpr std::int64_t kBarsByDefault = 500;
// A bar that closed this moment may not have reached every server yet.
constexpr core::Micros kFinalityMargin = std::chrono::seconds{1};
constexpr std::size_t kWordShownMax = 40;

Error invalid(std::string what) {
  return {.kind = ErrorKind::kInvalid, .what = std::move(what)};
}

// A word of the caller's, fit to be printed.
std::string shown(const std::string& word) {
  std::string text;
  for (const char c : word.substr(0, kWordShownMax)) text += c >= ' ' && c <= '~' ? c : '?';
  return "'" + text + (word.size() > kWordShownMax ? "...'" : "'");
}

Error unknown(const std::string& what, const std::string& word, const char* known) {
  return invalid(what + " " + shown(word) + " is not known; there is " + known);
}

std::optional<core::Interval> interval_of(const Series& series, core::ChartType chart) {
  if (!series.interval.empty()) return core::parse_interval(series.interval);
  return core::is_sparse(chart) ? core::kFundingInterval : core::Interval::k1m;
}

// Beyond these years calendars are nobody's business.
Result<Time> within_years(const char* name, Time time) {
  const Time end = core::midnight(2200, 1, 1);
  if (time >= Time{} && time < end) return time;
  return invalid(std::string(name) + " is not in the years 1970 to 2199");
}

// `count` bars back, but not to before 1970.
core::UtcTime bars_before(core::UtcTime end, std::int64_t count, const core::Grid& grid) {
  const core::UtcTime last = grid.floor(end);
  // A month may be an eighth shorter than the longest one.
  const std::int64_t there = last.time_since_epoch() / core::length_max(grid.interval());
  return grid.ceil(
      std::max(core::UtcTime{}, grid.advance(last, -std::min(count, there + there / 8 + 1))));
}

Result<core::UtcTime> begin_of(const Request& request, core::UtcTime end, const core::Grid& grid) {
  const int ways = (request.from ? 1 : 0) + (request.last ? 1 : 0) + (request.bars ? 1 : 0);
  if (ways > 1) return invalid("a range begins in one way: name one of from, last and bars");
  if (request.from) return within_years("from", *request.from);
  if (request.last) {
    if (*request.last <= Micros{0}) return invalid("last is not positive");
    return end - std::min(*request.last, end.time_since_epoch());
  }
  const std::int64_t bars = request.bars.value_or(kBarsByDefault);
  if (bars < 1) return invalid("bars is not positive");
  return bars_before(end, bars, grid);
}

// As asked for, neither aligned nor cut.
Result<core::TimeRange> asked_range(const Request& request, const core::Grid& grid,
                                    core::UtcTime now) {
  const auto end = within_years("to", request.to.value_or(now));
  if (!end) return end.error();
  const auto begin = begin_of(request, *end, grid);
  if (!begin) return begin.error();
  if (*begin >= *end && !request.to) return core::TimeRange{*begin, *begin};  // not yet
  if (*begin >= *end && request.from) {
    return invalid("from " + core::to_iso(*begin) + " does not lie before to " +
                   core::to_iso(*end));
  }
  return core::TimeRange{*begin, *end};
}

}  // namespace

Series series_of(const core::SeriesId& id) {
  return {.symbol = id.symbol,
          .provider = std::string(core::name(id.provider)),
          .market = std::string(core::name(id.market)),
          .chart = std::string(core::name(id.chart)),
          .interval = std::string(core::name(id.interval))};
}

Result<core::SeriesId> series_id(const Series& series) {
  const auto provider = core::parse_provider(series.provider);
  if (!provider) return unknown("provider", series.provider, "binance, okx and fxcm");
  const auto market = core::parse_market(series.market);
  if (!market) {
    return unknown("market", series.market, "spot, futures_usdt (um), futures_coin (cm) and fx");
  }
  const auto chart = core::parse_chart(series.chart);
  if (!chart) return unknown("chart", series.chart, "klines, mark, index, premium and funding");
  const auto interval = interval_of(series, *chart);
  if (!interval) {
    return unknown("interval", series.interval,
                   "1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M");
  }
  auto symbol = core::canonical_symbol(series.symbol);
  if (!symbol) return symbol_error(symbol.error());
  const core::SeriesId id{.provider = *provider,
                          .market = *market,
                          .chart = *chart,
                          .symbol = *std::move(symbol),
                          .interval = *interval};
  if (const auto fits = core::check_series(id); !fits) {
    core::SeriesId plain = id;  // is it the symbol, or what is asked of it?
    plain.chart = core::ChartType::kKlines;
    plain.interval = core::Interval::k1h;
    return core::check_series(plain) ? error_of(fits.error()) : symbol_error(fits.error());
  }
  return id;
}

Result<Question> understand(const Request& request, core::UtcTime now, int three_day_phase) {
  auto id = series_id(request.series);
  if (!id) return id.error();
  id->phase_days = three_day_phase;
  const auto source = wiring::parse_source_choice(request.source);
  if (!source) return unknown("source", request.source, "auto, cache, bulk and rest");
  if (!wiring::has_source(id->provider, *source)) {
    return invalid(id->provider == core::Provider::kOkx
                       ? "OKX has no archive of bars; ask source auto or rest"
                       : "FXCM has no REST of bars; ask source auto, cache or bulk");
  }

  const core::Grid grid = core::grid_of(*id);
  const auto range = asked_range(request, grid, now);
  if (!range) return range.error();
  Question question{
      .id = *id, .range = grid.align(*range), .source = *source, .wait = request.wait};
  const core::UtcTime forming = grid.floor(now);
  question.include_open = request.include_open && range->end > forming;
  const core::UtcTime end = question.include_open
                                ? grid.next(forming)
                                : std::min(question.range.end, grid.floor(now - kFinalityMargin));
  question.range.end = std::max(question.range.begin, end);
  return question;
}

wiring::History::Wish wish_of(const Question& question) {
  return {.id = question.id,
          .wanted = {question.range},
          .source = question.source,
          .include_open = question.include_open,
          .wait = question.wait};
}

Result<StreamQuestion> understand(const StreamRequest& request, core::UtcTime now) {
  if (request.symbols.empty()) return invalid("a stream needs a symbol");
  StreamQuestion question{.wish = {.since = request.since, .forming = request.forming},
                          .keep = request.keep};
  if (request.since) {
    const auto since = within_years("since", *request.since);
    if (!since) return since.error();
    if (*since > now) return invalid("since " + core::to_iso(*since) + " is still to come");
  }
  std::set<std::string> known;
  for (const std::string& symbol : request.symbols) {
    auto id = series_id({.symbol = symbol, .market = request.market, .interval = request.interval});
    if (!id) return id.error();
    if (known.insert(id->symbol).second) question.wish.series.push_back(*std::move(id));
  }
  return question;
}

}  // namespace wick::api
