// The text of one value, as any source gives it, in the one form that the program keeps.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "wiring/live_settings.hpp"

namespace wick::wiring {

struct LiveText {
  std::string value{};
  std::string warning{};  // what was changed and why, or nothing: "is 0; at least 1 is used"
};

// What cannot be is kInvalid: "is 'x'; it must be ...", without the name, and of a secret without
// the value.
[[nodiscard]] base::Result<LiveText> read_live_text(const LiveFacts& facts, std::string_view text);

// Shortest digits, plain notation: 0.25, 120.
[[nodiscard]] std::string number_text(double value);
[[nodiscard]] double number_of(std::string_view canonical);

}  // namespace wick::wiring
