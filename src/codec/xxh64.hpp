// XXH64, the checksum of Zstandard's frames.
#pragma once

#include <cstdint>
#include <string_view>

namespace wick::codec {

[[nodiscard]] std::uint64_t xxh64(std::string_view bytes);  // with the seed 0

}  // namespace wick::codec
