// `wick live --sample`: a stretch of a feed's history as JSON lines, once.
#pragma once

#include "cli/live_text.hpp"
#include "cli/stream_outlet.hpp"
#include "live/sample.hpp"

namespace wick::cli {

struct SampleParts {  // what it names must outlive the run
  port::Feed* feed{};
  live::Sample::Options wish{};
  LiveSymbolText text{};
  StreamOutlet outlet{};
};

// Nothing there is kNoData; the feed's error is kFailed; with Ctrl-C what has come is printed.
[[nodiscard]] Exit run_sample(SampleParts parts);

}  // namespace wick::cli
