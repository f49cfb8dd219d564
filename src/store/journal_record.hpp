// One record of a journal: a line of JSON, for people as well. See docs/formats/journal.md.
//
// Pure. One entry has one spelling, and numbers read back bit by bit. Members that are not known
// are passed over; what is no entry is nothing, whatever the bytes are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/journal.hpp"

namespace wick::store {

[[nodiscard]] std::string journal_record(const JournalEntry& entry);
[[nodiscard]] std::optional<JournalEntry> read_journal_record(std::string_view payload);

}  // namespace wick::store
