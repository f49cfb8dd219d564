// Symbols and timeframes as the live half writes them, and as people do.
//
// "xau/usd:m5" is the target XAU/USD 5m. On the wire a symbol has no slash: XAUUSD.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/interval.hpp"

namespace wick::wiring {

struct LiveSymbol {
  std::string name{};  // XAU/USD
  std::string wire{};  // XAUUSD

  bool operator==(const LiveSymbol&) const = default;
};

struct LiveTarget {
  LiveSymbol symbol{};
  core::Interval interval{};

  bool operator==(const LiveTarget&) const = default;
};

// Letters, digits and / . _ - and at most 32 of them; made upper-case. Nothing for anything else.
[[nodiscard]] std::optional<LiveSymbol> parse_live_symbol(std::string_view text);

// 1m 5m 15m 30m 1h 4h 1d, also written m1, m60, H1, d1. M1 is nobody's minute here: it is refused.
[[nodiscard]] std::optional<core::Interval> parse_live_timeframe(std::string_view text);

// "XAU/USD:m1, EUR/USD:m5" in this order, each once; a symbol alone means 1m. A mistake is
// kInvalid.
[[nodiscard]] base::Result<std::vector<LiveTarget>> parse_live_targets(std::string_view text);
[[nodiscard]] std::string targets_text(const std::vector<LiveTarget>& targets);

// The parts between the commas, without the blanks around them; empty ones are left out.
[[nodiscard]] std::vector<std::string> parts_of(std::string_view text);
[[nodiscard]] std::string joined(const std::vector<std::string>& parts);  // with commas

}  // namespace wick::wiring
