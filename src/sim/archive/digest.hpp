// Digests: SHA-256 for what is published, and a small hash for choices that must never change.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wick::sim {

[[nodiscard]] std::string sha256_hex(std::string_view bytes);  // 64 lower-case digits

// The same on every machine. Not for untrusted tables.
[[nodiscard]] std::uint64_t stable_hash(std::string_view text, std::uint64_t seed);
[[nodiscard]] std::string hex64(std::uint64_t value);  // 16 lower-case digits

}  // namespace wick::sim
