#include "cli/live_figures.hpp"

#include <algorithm>

namespace wick::cli {
namespace {

using metrics::Family;
using Kind = Family::Kind;

const Family kBars{"fxcm_ohlcv_bars_total", "Complete bars, those of the warm-up too.",
                   Kind::kCount};
const Family kLag{"fxcm_stream_lag_seconds", "Now less the end of the newest bar.", Kind::kLevel};
const Family kStaleness{"fxcm_stream_staleness_seconds", "Since the newest bar was told.",
                        Kind::kLevel};
const Family kLastClose{"fxcm_stream_last_close_ms", "Last millisecond of the newest bar.",
                        Kind::kLevel};
const Family kErrors{"fxcm_connector_errors_total",
                     "Failures: fxcm of the feed's connection, cache_io of the store, "
                     "pricehistory_not_ready of history.",
                     Kind::kCount};
const Family kNotReady{"fxcm_pricehistory_not_ready_total", "Answers of history: not ready.",
                       Kind::kCount};
const Family kMarket{"fxcm_market_status", "1 where the market is open, 0 where not.",
                     Kind::kLevel};
const Family kNextOpen{"fxcm_next_open_seconds", "Until the market opens; 0 while it is open.",
                       Kind::kLevel};
const Family kHeartbeat{"fxcm_connector_heartbeat_timestamp", "When this page was made.",
                        Kind::kLevel};
const Family kCalendarOpen{"fxcm_calendar_open", "1 where the calendar says open.", Kind::kLevel};
const Family kTicksAlive{"fxcm_tick_stream_alive", "1 while ticks come.", Kind::kLevel};
const Family kEffectiveOpen{"fxcm_effective_market_open", "1 by the calendar or by ticks.",
                            Kind::kLevel};
const Family kTicks{"wick_live_ticks_total", "Ticks taken.", Kind::kCount};
const Family kRevisions{"wick_live_revisions_total", "Bars told again with other values.",
                        Kind::kCount};
const Family kLost{"wick_live_lost_minutes_total", "Minutes passed without knowing them.",
                   Kind::kCount};
const Family kKept{"wick_live_bars_kept_total", "Bars handed to the store.", Kind::kCount};
const Family kKeeping{"wick_live_keeping",
                      "1 while bars are kept; 0 while the store can only be read.", Kind::kLevel};

double seconds(core::Micros time) {
  return std::chrono::duration<double>(time).count();
}
double flag(bool value) {
  return value ? 1 : 0;
}

}  // namespace

LiveFigures::LiveFigures(std::vector<std::string> symbols, std::set<Series> shown)
    : symbols_(std::move(symbols)), shown_(std::move(shown)) {}

void LiveFigures::take(const std::vector<live::LiveEvent>& events, core::UtcTime market) {
  for (const live::LiveEvent& event : events) {
    const Series series{event.symbol, event.interval};
    if (event.kind != live::LiveEvent::Kind::kBar || !shown_.contains(series)) continue;
    Told& told = told_[series];
    ++told.bars;
    told.end = std::max(told.end, event.bar.end);
    told.at = market;
  }
}

std::string LiveFigures::page(const Sight& sight) {
  show_series(sight.market);
  show_market(sight);
  figures_.set(kErrors, {{"type", "fxcm"}}, static_cast<double>(sight.counts.losses));
  figures_.set(kErrors, {{"type", "cache_io"}}, static_cast<double>(sight.cache_io));
  figures_.set(kErrors, {{"type", "pricehistory_not_ready"}}, static_cast<double>(sight.not_ready));
  figures_.set(kNotReady, {}, static_cast<double>(sight.not_ready));
  figures_.set(kTicks, {}, static_cast<double>(sight.counts.ticks));
  figures_.set(kRevisions, {}, static_cast<double>(sight.counts.revisions));
  figures_.set(kLost, {}, static_cast<double>(sight.counts.lost));
  figures_.set(kKept, {}, static_cast<double>(sight.kept));
  figures_.set(kKeeping, {}, flag(sight.keeps));
  return figures_.text();
}

void LiveFigures::show_series(core::UtcTime market) {
  for (const auto& [series, told] : told_) {
    const metrics::Labels names = labels(series);
    const auto close = std::chrono::floor<std::chrono::milliseconds>(told.end).time_since_epoch();
    figures_.set(kBars, names, static_cast<double>(told.bars));
    figures_.set(kLag, names, seconds(market - told.end));
    figures_.set(kStaleness, names, seconds(market - told.at));
    figures_.set(kLastClose, names, static_cast<double>(close.count() - 1));
  }
}

void LiveFigures::show_market(const Sight& sight) {
  const live::Connector::Standing& standing = sight.standing;
  const bool waits = !standing.effective_open && sight.opens;
  const core::Micros until = waits ? *sight.opens - sight.market : core::Micros{0};
  figures_.set(kMarket, {}, flag(standing.effective_open));
  figures_.set(kNextOpen, {}, seconds(std::max(until, core::Micros{0})));
  figures_.set(kHeartbeat, {}, seconds(sight.wall.time_since_epoch()));
  figures_.set(kCalendarOpen, {}, flag(standing.calendar_open));
  figures_.set(kTicksAlive, {}, flag(standing.ticks_alive));
  figures_.set(kEffectiveOpen, {}, flag(standing.effective_open));
}

metrics::Labels LiveFigures::labels(const Series& series) const {
  return {{"symbol", symbols_.at(series.first)}, {"tf", std::string(core::name(series.second))}};
}

}  // namespace wick::cli
