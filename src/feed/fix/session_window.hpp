// When a venue is there at all: from one moment of each week to another, by the clocks of a place.
#pragma once

#include <chrono>

#include "core/calendar_zone.hpp"

namespace wick::feed::fix {

// From Sunday's midnight on; the end is not included. The default is FXCM's, in New York: Sunday
// 17:00 to Friday 16:55.
struct SessionWindow {
  core::Micros begin{std::chrono::hours{17}};
  core::Micros end{std::chrono::hours{5 * 24 + 16} + std::chrono::minutes{55}};
};

[[nodiscard]] bool within(const SessionWindow& window, const core::ZoneRules& place,
                          core::UtcTime t);

}  // namespace wick::feed::fix
