// Patterns of scenarios: "*" stands for any run of characters, "?" for one, the rest for itself.
#pragma once

#include <string_view>

namespace wick::sim {

// The whole text must match. Takes at most pattern x text steps.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace wick::sim
