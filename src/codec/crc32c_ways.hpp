// The ways to reckon CRC-32C, of which crc32c() takes the fastest.
// For the sources of this room alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace wick::codec {

constexpr std::uint32_t kCrc32cPolynomial = 0x82f63b78;  // reflected

// Moves the register, which is neither inverted before nor after, over the bytes.
using CrcWay = std::uint32_t (*)(std::uint32_t state, std::span<const std::byte> bytes);

// Eight bytes a step from tables, on any processor.
[[nodiscard]] std::uint32_t crc32c_by_table(std::uint32_t state, std::span<const std::byte> bytes);

// Three streams side by side through the processor's own instruction, if this one has it.
[[nodiscard]] std::optional<CrcWay> crc32c_by_processor();

}  // namespace wick::codec
