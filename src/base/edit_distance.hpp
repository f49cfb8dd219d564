// How many letters to add, drop or change, and neighbours to swap, to make one word of another: for
// "did you mean". No letter is changed twice.
#pragma once

#include <cstddef>
#include <string_view>

namespace wick::base {

[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace wick::base
