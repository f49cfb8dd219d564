#include "cli/live_assembly.hpp"

#include <algorithm>

#include "wiring/live_rules.hpp"

namespace wick::cli {

LiveParts live_parts(const LiveSurroundings& around) {
  const wiring::LiveConfig& config = *around.config;
  LiveParts parts{.rules = wiring::connector_rules(config, around.seed),
                  .endless = config.stream.endless};
  parts.world = {.feed = around.feed, .history = around.feed->history()};
  if (parts.world.history == nullptr) parts.rules.from_ticks = true;
  parts.rules.symbols =
      symbols_with_past(config, *around.markets,
                        {.store = around.store,
                         .history = parts.world.history != nullptr,
                         .now = {around.feed->clock(around.now.utc), around.now.mono}});
  // What is recorded was not under way anywhere.
  if (config.feed.kind == wiring::FeedKind::kReplay) parts.rules.in_flight = core::Micros{};
  return parts;
}

LiveWish live_wish(const LiveSurroundings& around, const LiveLimits& limits) {
  const wiring::LiveConfig& config = *around.config;
  const auto symbols = wiring::symbols_of(config.stream.targets);
  LiveWish wish{.provider = around.markets->provider, .market = around.markets->market};
  // What a recording leaves out may have been traded all the same.
  wish.holes = config.feed.kind != wiring::FeedKind::kReplay;
  for (const wiring::LiveSymbol& symbol : symbols) {
    wish.symbols.push_back({symbol.wire, wiring::basis_of(config, symbol)});
  }
  for (const wiring::LiveTarget& target : config.stream.targets) {
    const auto at = std::ranges::find(symbols, target.symbol);
    wish.shown.emplace(static_cast<std::size_t>(at - symbols.begin()), target.interval);
  }
  if (!limits.warm_lines) wish.live_from = around.feed->clock(around.now.utc);
  wish.count = limits.count;
  wish.lasting = limits.lasting;
  return wish;
}

}  // namespace wick::cli
