// Where a text stops being JSON, for whoever wrote it by hand.
#pragma once

#include <string>
#include <string_view>

namespace wick::sim {

// " in line 3, column 7", or nothing where that cannot be told: of text that is JSON, that is no
// UTF-8, or that is nested too deep.
[[nodiscard]] std::string place_of_mistake(std::string_view text);

}  // namespace wick::sim
