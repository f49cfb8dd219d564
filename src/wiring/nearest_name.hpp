// What somebody may have meant who wrote a name that there is not.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace wick::wiring {

// The first of the names that takes the fewest changes; empty where there are no names.
[[nodiscard]] std::string nearest_name(std::string_view name,
                                       std::span<const std::string_view> names);

}  // namespace wick::wiring
