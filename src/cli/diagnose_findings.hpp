// What a diagnosis found, check by check. Pure but for the folder that is looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/series_id.hpp"
#include "core/time.hpp"
#include "venue/binance/probe.hpp"

namespace wick::cli {

enum class Health : std::uint8_t { kOk, kWarn, kFail, kNotTested };
[[nodiscard]] std::string_view name(Health health);  // ok, warn, fail, not tested

struct Finding {
  std::string check{};
  Health health{};
  std::optional<core::Micros> took{};
  std::string detail{};
};

// What the doors of the venue said, one finding a door and one each for clock and listing.
[[nodiscard]] std::vector<Finding> findings_of(const venue::binance::ProbeReport& report,
                                               const core::SeriesId& id);

// Whether the symbol exists and is no longer traded, so that nobody has recent bars of it.
[[nodiscard]] bool traded_no_more(const venue::binance::ProbeReport& report);

// Whether neither the exchange nor its archive has it.
[[nodiscard]] bool no_such_symbol(const venue::binance::ProbeReport& report);

// The largest of the skews, the server's clock less ours; nothing where no server told its time.
[[nodiscard]] std::optional<core::Micros> skew_of(const venue::binance::ProbeReport& report);
inline constexpr core::Micros kSkewMax = std::chrono::seconds{2};

}  // namespace wick::cli
