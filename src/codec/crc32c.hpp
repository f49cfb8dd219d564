// CRC-32C (Castagnoli), as fast as the processor at hand allows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wick::codec {

// Continues `crc`, which is 0 at first: crc32c(crc32c(0, a), b) is the checksum of a and b.
[[nodiscard]] std::uint32_t crc32c(std::uint32_t crc, std::span<const std::byte> bytes);
[[nodiscard]] std::uint32_t crc32c(std::uint32_t crc, std::string_view bytes);

// Eight lower-case hexadecimal digits, and back.
[[nodiscard]] std::string crc_text(std::uint32_t crc);
[[nodiscard]] bool is_crc_text(std::string_view text, std::uint32_t crc);

}  // namespace wick::codec
