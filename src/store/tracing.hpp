// Everything the store knows about one bar: what it serves, from where, and what else it has seen.
//
// Reads only, and never the network.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/journal.hpp"
#include "store/shelf.hpp"

namespace wick::store {

// Why the bar that is served is the one.
enum class Rule : std::uint8_t {
  kOnlyOne,   // no other value was ever seen
  kRevision,  // it is of a higher revision than any other
  kOrigin,    // of equal revisions, its origin is the more trusted
  kFirst,     // of equal rank, it was stored first
  kLeft,      // a better one was stored once, and its file is gone
};

struct Trace {
  core::UtcTime open{};
  std::string path;               // of the file that speaks for the instant; empty for none
  std::uint32_t file_revision{};  // of a sealed file
  bool in_tail{};
  std::optional<Sighting> served;
  Rule rule{};
  std::vector<Sighting> others;    // values that are not served, each once
  std::optional<StoredHole> hole;  // instead of a bar
  // Entries of the journal that speak of the instant, or of the object that it came from.
  std::vector<JournalEntry> history;
  std::vector<base::Error> damaged;  // what was in the way
};

// `open` is on the grid of the series.
[[nodiscard]] Trace trace(const Shelf& shelf, core::UtcTime open);

}  // namespace wick::store
