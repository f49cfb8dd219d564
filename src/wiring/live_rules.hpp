// The configuration of the live half, put as the rules of its machines.
#pragma once

#include <cstdint>

#include "live/connector.hpp"
#include "wiring/live_config.hpp"

namespace wick::wiring {

// All but the symbols and their pasts.
[[nodiscard]] live::Connector::Options connector_rules(const LiveConfig& config,
                                                       std::uint64_t seed);

// The pauses of what is only tried again, without jitter.
[[nodiscard]] policy::PlainBackoffOptions plain_backoff(const BackoffTimes& times);

// Every symbol of the targets once, in their order.
[[nodiscard]] std::vector<LiveSymbol> symbols_of(const std::vector<LiveTarget>& targets);

// Which price the bars of a symbol are of.
[[nodiscard]] live::Basis basis_of(const LiveConfig& config, const LiveSymbol& symbol);

}  // namespace wick::wiring
