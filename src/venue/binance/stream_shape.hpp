// Candles, trades and quotes exactly as Binance writes them, read in one pass.
//
// A shortcut and never a judge: for whatever deviates by a single character, good or bad, there is
// no answer here, and the JSON parser of stream_json.hpp is to be asked instead.
#pragma once

#include <optional>
#include <string_view>

#include "port/stream_dialect.hpp"

namespace wick::venue::binance {

[[nodiscard]] std::optional<port::StreamEvent> read_usual_frame(std::string_view text);

}  // namespace wick::venue::binance
