#include "sim/fault/known_errors.hpp"

#include <algorithm>
#include <array>

namespace wick::sim {
namespace {

struct Known {
  int code{};
  VenueError (*make)();
};

VenueError usual_throttle() {
  return too_much_weight({LimitType::kRequestWeight, kMinute, 1, 6000}, 10 * kSecond);
}

constexpr auto kKnown = std::to_array<Known>({
    {-1000, unknown_error},
    {-1001, internal_error},
    {-1003, usual_throttle},
    {-1007, backend_timeout},
    {-1008, overloaded},
    {-1023, start_after_end},
    {-1100, [] { return illegal_characters("startTime", "^[0-9]{1,20}$"); }},
    {-1101, duplicate_parameter},
    {-1102, [] { return missing_parameter("symbol"); }},
    {-1104, [] { return unread_parameters(2, 3); }},
    {-1105, [] { return empty_parameter("symbol"); }},
    {-1108, [] { return overflowed("startTime"); }},
    {-1120, invalid_interval},
    {-1121, invalid_symbol},
    {-1127, [] { return span_too_long(24); }},
    {-1130, [] { return invalid_data("limit"); }},
});

}  // namespace

std::optional<VenueError> known_error(int code) {
  const auto* const at = std::ranges::find(kKnown, code, &Known::code);
  if (at == kKnown.end()) return std::nullopt;
  return at->make();
}

std::string known_error_codes() {
  std::string out;
  for (const Known& known : kKnown) {
    if (!out.empty()) out += ", ";
    out += std::to_string(known.code);
  }
  return out;
}

}  // namespace wick::sim
