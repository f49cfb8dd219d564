// The symbols of `wick live` with their calendars, and with what the store remembers of them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/calendar.hpp"
#include "live/connector.hpp"
#include "port/files.hpp"
#include "store/cache.hpp"
#include "wiring/live_config.hpp"

namespace wick::cli {

struct LiveMarkets {
  core::Provider provider{core::Provider::kFxcm};
  core::Market market{core::Market::kFx};
  core::Zones zones{};                                                       // that feeds may need
  std::map<std::string, std::shared_ptr<const core::Calendar>> calendars{};  // by wire symbol
  std::vector<std::string> warnings{};
};

// The calendars of all symbols of the targets. Of the file of overrides it is told once for each
// calendar that it is not about.
[[nodiscard]] base::Result<LiveMarkets> load_markets(const wiring::LiveConfig& config,
                                                     port::Files& files);

struct LivePasts {
  store::Cache* store{};  // nothing: none is remembered
  bool history{};         // the feed has one; without it there is no warm-up
  core::Now now{};
};
[[nodiscard]] std::vector<live::Connector::Symbol> symbols_with_past(
    const wiring::LiveConfig& config, const LiveMarkets& markets, const LivePasts& pasts);

}  // namespace wick::cli
