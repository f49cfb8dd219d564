// How values become the parts of a LiveConfig; for live_config.cpp alone.
#pragma once

#include "base/result.hpp"
#include "wiring/live_config.hpp"

namespace wick::wiring {

void fill_links(const LiveValues& values, LiveConfig& config);
void fill_stream(const LiveValues& values, LiveConfig& config);
void fill_guards(const LiveValues& values, LiveConfig& config);
void fill_viewer(const LiveValues& values, LiveConfig& config);
// These may find a mistake inside a value.
[[nodiscard]] base::Result<void> fill_commands(const LiveValues& values, LiveConfig& config);
[[nodiscard]] base::Result<void> fill_symbols(const LiveValues& values, LiveConfig& config);

}  // namespace wick::wiring
