#include "cli/live_symbols.hpp"

#include <algorithm>
#include <optional>

#include "cli/live_calendars.hpp"
#include "wiring/live_past.hpp"
#include "wiring/live_rules.hpp"
#include "wiring/trading_hours.hpp"
#include "zone/zone_database.hpp"

namespace wick::cli {
namespace {

std::string profile_of(const wiring::LiveConfig& config, const wiring::LiveSymbol& symbol) {
  const auto own = config.calendar.profile_of.find(symbol.wire);
  if (own != config.calendar.profile_of.end()) return own->second;
  const bool is_default = config.calendar.profile == wiring::kDefaultCalendar;
  const bool is_coin = symbol.wire.starts_with("BTC") || symbol.wire.starts_with("ETH") ||
                       config.feed.kind == wiring::FeedKind::kBinance;
  if (is_default && is_coin) return "crypto";
  return config.calendar.profile;
}

// What is odd about it is added to the warnings.
base::Result<std::shared_ptr<const core::Calendar>> read_calendar(
    const wiring::LiveConfig::Calendar& config, const std::string& profile,
    const std::optional<wiring::CalendarWanted::File>& overrides,
    std::vector<std::string>& warnings) {
  const auto wanted = live_calendar(config, profile, overrides);
  auto made = wiring::make_calendar(wanted, zone::read_zone);
  if (!made) return made.error();
  if (auto told = passed_over(config, wanted, overrides)) warnings.push_back(*std::move(told));
  for (std::string& idle : wiring::idle_dates(wanted, *made, zone::read_zone)) {
    warnings.push_back(std::move(idle));
  }
  return std::make_shared<const core::Calendar>(*std::move(made));
}

}  // namespace

base::Result<LiveMarkets> load_markets(const wiring::LiveConfig& config, port::Files& files) {
  LiveMarkets markets;
  if (config.feed.kind == wiring::FeedKind::kBinance) {
    markets.provider = core::Provider::kBinance;
    markets.market = config.feed.binance_market;
  }
  auto new_york = zone::read_zone("America/New_York");
  if (!new_york) return new_york.error();
  markets.zones.emplace("America/New_York", *std::move(new_york));
  const auto overrides = read_overrides(config.calendar, files);
  if (!overrides) return overrides.error();
  std::map<std::string, std::shared_ptr<const core::Calendar>> by_profile;
  for (const wiring::LiveSymbol& symbol : wiring::symbols_of(config.stream.targets)) {
    const std::string profile = profile_of(config, symbol);
    auto& calendar = by_profile[profile];
    if (calendar == nullptr) {
      auto made = read_calendar(config.calendar, profile, *overrides, markets.warnings);
      if (!made) return made.error();
      calendar = *std::move(made);
    }
    markets.calendars.emplace(symbol.wire, calendar);
  }
  return markets;
}

std::vector<live::Connector::Symbol> symbols_with_past(const wiring::LiveConfig& config,
                                                       const LiveMarkets& markets,
                                                       const LivePasts& pasts) {
  std::vector<core::Interval> intervals;
  for (const wiring::LiveTarget& target : config.stream.targets) {
    const bool is_new = std::ranges::find(intervals, target.interval) == intervals.end();
    if (is_new && target.interval != core::Interval::k1m) intervals.push_back(target.interval);
  }
  const store::Disk* const disk = pasts.store == nullptr ? nullptr : &pasts.store->disk();
  std::vector<live::Connector::Symbol> symbols;
  for (const wiring::LiveSymbol& symbol : wiring::symbols_of(config.stream.targets)) {
    const auto& calendar = markets.calendars.at(symbol.wire);
    symbols.push_back({.name = symbol.name,
                       .hours = wiring::trading_hours(calendar),
                       .holidays_end = calendar->holidays_end()});
    wiring::add_past(symbols.back(), *calendar,
                     {.minutes = {.provider = markets.provider,
                                  .market = markets.market,
                                  .symbol = symbol.wire,
                                  .interval = core::Interval::k1m},
                      .intervals = intervals,
                      .warm_minutes = pasts.history ? config.cache.warmup_bars : 0,
                      .now = pasts.now,
                      .basis = wiring::basis_of(config, symbol)},
                     {.bars = pasts.store, .disk = disk});
  }
  return symbols;
}

}  // namespace wick::cli
