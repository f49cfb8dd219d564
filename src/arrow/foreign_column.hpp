// Columns of a foreign Arrow file, and where they lie. For the sources of this room alone, but for
// the members of ForeignFile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace wick::arrow {

inline constexpr std::size_t kForeignViewSize = 16;

// What a column takes of every batch, with all that hangs below it.
struct ForeignSlots {
  std::size_t nodes{};
  std::size_t buffers{};
  std::size_t views{};  // each has as many buffers more as the batch says
};

// Text lies behind offsets of a width, or is told by views of 16 bytes.
enum class ForeignKind : std::uint8_t { kOther, kTime, kSigned, kUnsigned, kFloat, kText, kViews };

struct ForeignColumn {
  std::string name;
  std::string type_name;  // for people
  ForeignKind kind{};
  std::size_t width{};        // of a value, in bytes; none: it is not read
  std::int64_t per_second{};  // of a time
  ForeignSlots slots;
};

// A column's part in one batch.
struct ForeignPiece {
  std::size_t rows{};
  std::span<const std::byte> validity;             // empty: all are there
  std::span<const std::byte> values;               // of text: offsets or views
  std::vector<std::span<const std::byte>> text{};  // what they point into
};

}  // namespace wick::arrow
