// What is inside a file of Zstandard, as RFC 8878 describes it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wick::codec {

// All frames, one after the other. More than `size_max` bytes are refused and never written. Frames
// that need a dictionary are kUnsupported; where a frame has a checksum, it is compared.
[[nodiscard]] base::Result<std::string> unzstd(std::string_view zstd, std::size_t size_max);

}  // namespace wick::codec
