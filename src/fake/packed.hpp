// Text as gzip, packed by hands other than those that unpack it.
#pragma once

#include <string>

namespace wick::fake {

// One member of stored blocks.
[[nodiscard]] std::string packed(const std::string& text);

}  // namespace wick::fake
