// The loop of `wick stream`: one thread, one place to wait, until somebody has had enough.
#pragma once

#include <cstdint>

#include "cli/stream_outlet.hpp"
#include "cli/stream_request.hpp"
#include "cli/stream_show.hpp"
#include "live/candle_stream.hpp"
#include "port/bar_log.hpp"

namespace wick::cli {

struct StreamParts {  // what it names must outlive the run
  live::CandleStream::World world{};
  port::BarLog* log{};  // nothing: candles are not kept
  StreamShow* show{};
  StreamOutlet outlet{};
  std::uint64_t seed{};
};

[[nodiscard]] Exit stream_candles(const StreamRequest& request, const StreamParts& parts);

}  // namespace wick::cli
