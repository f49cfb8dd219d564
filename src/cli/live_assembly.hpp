// What one run of `wick live` is made of, as its configuration says, whatever clock, feed and disk
// it stands on.
#pragma once

#include <cstdint>
#include <optional>

#include "cli/live_run.hpp"
#include "cli/live_symbols.hpp"
#include "store/cache.hpp"
#include "wiring/live_config.hpp"

namespace wick::cli {

struct LiveSurroundings {  // what it names must outlive the run
  const wiring::LiveConfig* config{};
  const LiveMarkets* markets{};
  port::Feed* feed{};
  store::Cache* store{};  // nothing: bars are neither kept nor remembered
  core::Now now{};        // when it begins
  std::uint64_t seed{};
};

// Without the log and the outlet.
[[nodiscard]] LiveParts live_parts(const LiveSurroundings& around);

struct LiveLimits {
  bool warm_lines{};  // what was over before it began is shown, too
  std::optional<std::int64_t> count{};
  std::optional<core::Micros> lasting{};
};
[[nodiscard]] LiveWish live_wish(const LiveSurroundings& around, const LiveLimits& limits);

}  // namespace wick::cli
