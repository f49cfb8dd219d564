// How the streams of a market are spoken, at the hosts that the configuration names.
#pragma once

#include <memory>

#include "core/series_id.hpp"
#include "port/stream_dialect.hpp"
#include "wiring/config.hpp"

namespace wick::wiring {

[[nodiscard]] std::unique_ptr<port::StreamDialect> stream_dialect(const Config& config,
                                                                  core::Market market);

}  // namespace wick::wiring
