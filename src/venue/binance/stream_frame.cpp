#include "venue/binance/stream_frame.hpp"

#include "venue/binance/stream_json.hpp"
#include "venue/binance/stream_shape.hpp"

namespace wick::venue::binance {

base::Result<port::StreamEvent> read_frame(std::string_view text) {
  if (auto usual = read_usual_frame(text)) return *std::move(usual);
  return read_any_frame(text);
}

}  // namespace wick::venue::binance
