// Who first said a bar, in a word for people.
#pragma once

#include <string_view>

#include "core/bar.hpp"

namespace wick::cli {

// archive, REST, stream, import, feed
[[nodiscard]] std::string_view origin_name(core::Origin origin);

}  // namespace wick::cli
