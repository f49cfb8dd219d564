// What is inside a block of Snappy, as its published format says.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wick::codec {

// One raw block, without the framing of streams. A block that claims more than `size_max` bytes, or
// holds another number of them than it claims, is refused.
[[nodiscard]] base::Result<std::string> unsnap(std::string_view snappy, std::size_t size_max);

}  // namespace wick::codec
