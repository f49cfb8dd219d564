#include <array>

#include "sim/fault/shipped_parts.hpp"

namespace wick::sim {
namespace {

constexpr auto kBroker = std::to_array<ShippedScenario>({
    shipped(R"({
  "name": "late-ticks",
  "about": "Ticks of the broker come seconds late, twice, or after those that follow them.",
  "broker": {"late_ticks": 0.03, "late_ms": 4000, "duplicate_ticks": 0.02,
             "unordered_ticks": 0.05}
})"),
    shipped(R"({
  "name": "future-ticks",
  "about": "One tick of the broker in fifty says that it is of two minutes later.",
  "broker": {"future_ticks": 0.02, "future_ms": 120000}
})"),
    shipped(R"({
  "name": "history-not-ready",
  "about": "The broker's history is not ready at first, while the market is closed, and at random.",
  "broker": {"history_ready_after_s": 20, "history_while_closed": false,
             "history_not_ready": 0.3, "history_latency_ms": 200}
})"),
    shipped(R"({
  "name": "history-quota",
  "about": "The broker answers ten requests for history in a minute, and the next with 429.",
  "broker": {"history_per_minute": 10}
})"),
    shipped(R"({
  "name": "broker-silence",
  "about": "Every connection to the broker falls silent after a minute, and stays open.",
  "broker": {"silence_after_s": 60}
})"),
    shipped(R"({
  "name": "broker-drops",
  "about": "Every connection to the broker breaks after half a minute.",
  "broker": {"drop_after_s": 30}
})"),
    shipped(R"({
  "name": "fix-gaps",
  "about": "The broker's FIX skips a number now and then, and gets a checksum wrong.",
  "broker": {"gap_every": 25, "wrong_checksum_every": 40}
})"),
    shipped(R"({
  "name": "broker-refusals",
  "about": "The broker refuses gold and indices; everything else can be had.",
  "broker": {"rejected": ["XAU/USD", "SPX500", "US30", "NAS100"]}
})"),
    shipped(R"({
  "name": "broker-logon-refused",
  "about": "The broker lets nobody log on over FIX.",
  "broker": {"logon_refused": true}
})"),
    shipped(R"({
  "name": "candle-archive-holes",
  "about": "Files of the candle archive are missing, damaged, cut, in UTF-16, or crossed.",
  "broker": {"files_missing": 0.15, "files_corrupt": 0.08, "files_truncated": 0.08,
             "files_utf16": 0.08, "files_crossed": 0.08}
})"),
});

}  // namespace

std::span<const ShippedScenario> shipped_broker() {
  return kBroker;
}

}  // namespace wick::sim
