// The doors of a provider, as the configuration names them, ready to be knocked at.
#pragma once

#include <memory>

#include "port/memory.hpp"
#include "venue/binance/probe.hpp"
#include "venue/services.hpp"
#include "wiring/config.hpp"

namespace wick::wiring {

// All of it must outlive the probe; the memory may be none.
[[nodiscard]] std::unique_ptr<venue::binance::Probe> make_probe(const Config& config,
                                                                const core::SeriesId& id,
                                                                const venue::Services& services,
                                                                port::Memory* memory);

}  // namespace wick::wiring
