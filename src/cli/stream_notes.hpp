// What a stream says about itself, beside the candles.
#pragma once

#include <string>

#include "cli/stream_show.hpp"

namespace wick::cli {

// "listening to 2 streams from stream.binance.com", "BTCUSDT: 12 candles from history"
[[nodiscard]] std::string notice_text(const live::Notice& notice);

// "8 candles (3 from the stream, 5 from history), 120 updates, 1 hole, 0 revisions, 2 reconnects,
// 0 dropped"
[[nodiscard]] std::string stream_summary(const StreamState& state, std::int64_t dropped);

}  // namespace wick::cli
