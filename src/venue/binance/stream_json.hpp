// Any frame of Binance's streams, by a JSON parser: fields in any order, with more of them, with
// spaces and escapes. Nothing but whole and valid JSON passes.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "port/stream_dialect.hpp"

namespace wick::venue::binance {

[[nodiscard]] base::Result<port::StreamEvent> read_any_frame(std::string_view text);

}  // namespace wick::venue::binance
