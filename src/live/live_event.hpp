// What there is to tell about the bars of a live symbol.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "live/quote_bar.hpp"

namespace wick::live {

// Who made a bar, as consumers of the channels know it.
enum class MadeBy : std::uint8_t {
  kTicks,    // tick_agg: 1m and 5m out of ticks
  kPolls,    // stream: 1m and 5m of history, polled
  kRolls,    // history_agg: 15m and longer, rolled from minutes
  kHistory,  // history_s3: 1m and 5m that ticks should have made, and history did
};
[[nodiscard]] std::string_view name(MadeBy made_by);

struct LiveEvent {
  enum class Kind : std::uint8_t {
    kBar,       // complete; each once, in order for its symbol and interval
    kRevision,  // one that was told has other values, or comes after all, out of order
    kPreview,   // the bar under way, as it stands
    kLost,      // of these minutes nothing is known, and newer ones are told now
    kQuiet,     // in these minutes nobody traded; none of them is told
  };
  std::size_t symbol{};  // which of those that were asked for
  Kind kind{};
  core::Interval interval{};
  MadeBy made_by{};
  std::int32_t revision{};
  QuoteBar bar{};  // of kLost and kQuiet its times alone
};

}  // namespace wick::live
