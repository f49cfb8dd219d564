// What a block of Zstandard copies, and from where. For the sources of this room alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/zstd_states.hpp"

namespace wick::codec {

// Some literals, then a copy of what was made before.
struct Sequence {
  std::size_t literals{};
  std::size_t copied{};
  std::size_t offset{};  // as it is written: 1 to 3 mean earlier ones
};

// The tables of the last block, which the next one may use.
struct SequenceStates {
  std::optional<States> literals{};
  std::optional<States> offsets{};
  std::optional<States> copies{};
};

// The section is all that is left of a block. Nothing where it is damaged.
[[nodiscard]] std::optional<std::vector<Sequence>> read_sequences(std::string_view section,
                                                                  SequenceStates& states);

}  // namespace wick::codec
