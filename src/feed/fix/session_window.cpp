#include "feed/fix/session_window.hpp"

namespace wick::feed::fix {

bool within(const SessionWindow& window, const core::ZoneRules& place, core::UtcTime t) {
  const core::WallTime wall = place.to_wall(t);
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const std::chrono::days since_sunday = std::chrono::weekday(day) - std::chrono::Sunday;
  const core::Micros into_week = since_sunday + (wall - day);
  return window.begin <= into_week && into_week < window.end;
}

}  // namespace wick::feed::fix
