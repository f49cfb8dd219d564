// What the columns of a table are called and made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wick::arrow {

enum class Type : std::uint8_t {
  kInt64,
  kUint8,
  kFloat64,
  kUtcMicros,  // timestamp[us, tz=UTC]
  kText,       // utf8
  kBool,
};

struct Field {
  std::string name;
  Type type{};

  bool operator==(const Field&) const = default;
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

// Bytes of one value as it is given to the encoder; 0 for text.
[[nodiscard]] std::size_t width(Type type);

// Bytes of `rows` values as they lie in a file, where eight bools share a byte; 0 for text.
[[nodiscard]] std::uint64_t stored_size(Type type, std::uint64_t rows);

}  // namespace wick::arrow
