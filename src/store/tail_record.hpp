// The bytes of one record of a tail. See docs/formats/tail.md.
//
// Pure. What is written reads back bit by bit; what is no record of a tail is nothing, whatever the
// bytes are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/tail.hpp"

namespace wick::store {

// Rows, and holes, that one record holds at most: a longer entry takes several records.
inline constexpr std::size_t kTailRecordItems = 2048;

// The newest format of a record. What the first one can say is written in that.
inline constexpr std::uint8_t kTailRecordFormat = 2;

// The rows must be final. None for an entry without rows and holes.
[[nodiscard]] std::vector<std::string> tail_records(const TailEntry& entry);
[[nodiscard]] std::optional<TailEntry> read_tail_record(std::string_view payload);

}  // namespace wick::store
