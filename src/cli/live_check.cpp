#include "cli/live_check.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "cli/live_calendars.hpp"
#include "cli/live_symbols.hpp"
#include "cli/runtime.hpp"
#include "wiring/live_feeds.hpp"
#include "wiring/past.hpp"
#include "wiring/streams.hpp"
#include "zone/zone_database.hpp"

namespace wick::cli {
namespace {

// Nothing moves before a feed is stepped.
base::Result<void> check_feed(const LiveSettings& settings, Runtime& runtime,
                              const LiveMarkets& markets) {
  io::Reactor& reactor = runtime.reactor();
  const auto dialect = wiring::stream_dialect(settings.program, core::Market::kSpot);
  wiring::Past past(runtime.history());
  const auto feed = wiring::make_feed(settings.live.config, settings.program,
                                      {.byte_streams = &reactor.byte_streams(),
                                       .children = &reactor.children(),
                                       .sockets = &reactor.sockets(),
                                       .http = &reactor.http(),
                                       .files = &runtime.files(),
                                       .dialect = dialect.get(),
                                       .past = &past,
                                       .zones = &markets.zones,
                                       .seed = 1});
  if (!feed) return feed.error();
  return {};
}

// Also where no symbol that is streamed goes by it.
base::Result<std::vector<std::string>> check_overrides(const wiring::LiveConfig::Calendar& config,
                                                       port::Files& files) {
  const auto overrides = read_overrides(config, files);
  if (!overrides) return overrides.error();
  const auto wanted = live_calendar(config, config.profile, *overrides);
  const auto calendar = wiring::make_calendar(wanted, zone::read_zone);
  if (!calendar) return calendar.error();
  return wiring::idle_dates(wanted, *calendar, zone::read_zone);
}

}  // namespace

base::Result<std::vector<std::string>> check_live(const LiveSettings& settings,
                                                  const Shell& shell) {
  const wiring::LiveConfig& config = settings.live.config;
  auto good = wiring::check_required_version(config.versions, WICK_VERSION);
  if (!good) return good.error();
  Runtime runtime(settings.program, shell);
  auto markets = load_markets(config, runtime.files());
  if (!markets) return markets.error();
  const auto idle = check_overrides(config.calendar, runtime.files());
  if (!idle) return idle.error();
  std::vector<std::string>& warnings = markets->warnings;
  for (const std::string& one : *idle) {
    if (std::ranges::find(warnings, one) == warnings.end()) warnings.push_back(one);
  }
  if (config.feed.kind) good = check_feed(settings, runtime, *markets);
  if (!good) return good.error();
  return std::move(markets->warnings);
}

}  // namespace wick::cli
