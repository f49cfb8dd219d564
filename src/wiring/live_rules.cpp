#include "wiring/live_rules.hpp"

#include <algorithm>
#include <cmath>

namespace wick::wiring {
namespace {

policy::Ratio ratio(double value) {
  return policy::Ratio::percent(std::lround(value * 100));
}

policy::BackoffOptions backoff(const BackoffTimes& times) {
  return {.base = times.base,
          .max = times.max,
          .multiplier = ratio(times.factor),
          .jitter = ratio(times.jitter)};
}

// Of whatever timeframe they are: every bar is made of minutes, and history is polled for those.
std::vector<policy::PollTarget> priority(const LiveConfig& config) {
  const auto symbols = symbols_of(config.stream.targets);
  std::vector<policy::PollTarget> targets;
  for (const LiveSymbol& wanted : symbols_of(config.quota.priority)) {
    const auto at = std::ranges::find(symbols, wanted);
    if (at == symbols.end()) continue;
    targets.push_back({.symbol = static_cast<std::uint32_t>(at - symbols.begin())});
  }
  return targets;
}

policy::HistoryQuotaOptions quota(const LiveConfig& config) {
  const LiveConfig::HistoryQuota& quota = config.quota;
  return {.history_max_calls_per_min = static_cast<std::size_t>(quota.calls_per_minute),
          .history_max_calls_per_hour = static_cast<std::size_t>(quota.calls_per_hour),
          .history_min_interval_m1 = quota.min_interval_1m,
          .history_min_interval_m5 = quota.min_interval_5m,
          .history_priority_targets = priority(config),
          .history_priority_reserve_per_min = static_cast<std::size_t>(quota.reserve_per_minute),
          .history_priority_reserve_per_hour = static_cast<std::size_t>(quota.reserve_per_hour),
          .history_load_thresholds = {.min_interval = ratio(quota.load_min_interval),
                                      .warn = ratio(quota.load_warn),
                                      .reserve = ratio(quota.load_reserve),
                                      .critical = ratio(quota.load_critical)}};
}

policy::TickCadenceOptions cadence(const LiveConfig& config) {
  return {.poll = config.stream.fetch_interval,
          .live_threshold = config.cadence.live_threshold,
          .idle_threshold = config.cadence.idle_threshold,
          .live_multiplier = ratio(config.cadence.live_multiplier),
          .idle_multiplier = ratio(config.cadence.idle_multiplier)};
}

live::Tolerance tolerance(const LiveConfig::CrossCheck& check) {
  return {.price = check.price_absolute,
          .price_part = check.price_relative,
          .volume = check.volume_absolute,
          .volume_part = check.volume_relative};
}

live::CrossCheck::Options cross_check(const LiveConfig::CrossCheck& check) {
  if (!check.enabled) return {};
  return {.intervals = check.intervals,
          .min_interval = check.min_interval,
          .checks_max = check.checks_max,
          .tolerance = tolerance(check)};
}

live::Vigil::Options vigil(const LiveConfig& config) {
  return {.ticks_alive = config.cadence.idle_threshold,
          .doubt = {.longer = plain_backoff(config.backoffs.login)},
          .alarms = {.close_grace = config.alerts.ticks_while_closed,
                     .silence = config.alerts.no_ticks_while_open,
                     .holiday_notice = config.alerts.holidays_end},
          .alarm_repeat = config.alerts.repeat};
}

}  // namespace

live::Connector::Options connector_rules(const LiveConfig& config, std::uint64_t seed) {
  live::Connector::Options options;
  options.from_ticks = config.ticks.enabled;
  options.previews = config.stream.previews != Previews::kOff;
  options.preview_every = config.ticks.preview_interval;
  options.ticks.grace = config.ticks.grace;
  options.minutes.fill_max = config.ticks.synthetic_max.count();
  options.minutes.tolerance = tolerance(config.cross_check);
  options.history.quota = quota(config);
  options.history.backoff = backoff(config.backoffs.history);
  options.history.cadence = cadence(config);
  options.history.seed = seed;
  options.history.cross_check = cross_check(config.cross_check);
  options.vigil = vigil(config);
  return options;
}

policy::PlainBackoffOptions plain_backoff(const BackoffTimes& times) {
  return {.base_delay = times.base, .factor = ratio(times.factor), .max_delay = times.max};
}

std::vector<LiveSymbol> symbols_of(const std::vector<LiveTarget>& targets) {
  std::vector<LiveSymbol> symbols;
  for (const LiveTarget& target : targets) {
    if (std::ranges::find(symbols, target.symbol) == symbols.end()) {
      symbols.push_back(target.symbol);
    }
  }
  return symbols;
}

live::Basis basis_of(const LiveConfig& config, const LiveSymbol& symbol) {
  const auto own = config.ticks.basis_of.find(symbol.wire);
  const PriceBasis basis = own == config.ticks.basis_of.end() ? config.ticks.basis : own->second;
  switch (basis) {
    case PriceBasis::kMid:
      return live::Basis::kMid;
    case PriceBasis::kBid:
      return live::Basis::kBid;
    case PriceBasis::kAsk:
      return live::Basis::kAsk;
  }
  return live::Basis::kMid;
}

}  // namespace wick::wiring
