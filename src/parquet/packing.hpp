// How the bytes of pages are packed. For the sources of this room alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wick::parquet {

// Exactly `size` bytes, by the codec as the format numbers it. One that is not read here is
// kUnsupported, and named.
[[nodiscard]] base::Result<std::string> unpack(std::int64_t codec, std::string_view bytes,
                                               std::size_t size);

}  // namespace wick::parquet
