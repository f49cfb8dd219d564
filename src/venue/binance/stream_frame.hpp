// What a frame of Binance's streams says, wrapped as {"stream":...,"data":...} or raw.
//
// Candles, trades and quotes, answers to requests, and that the server is about to leave; anything
// else is unknown. What breaks the venue's own format is refused, with the field that does.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "port/stream_dialect.hpp"

namespace wick::venue::binance {

// Views into `text`.
[[nodiscard]] base::Result<port::StreamEvent> read_frame(std::string_view text);

}  // namespace wick::venue::binance
