// What changed in a series, and what disagreed: kept for ever, one journal for each series.
//
// A value that was replaced stays visible here, and so does the one that lost a conflict.
// See docs/formats/journal.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bar.hpp"
#include "core/provenance.hpp"
#include "store/record_log.hpp"

namespace wick::store {

enum class Change : std::uint8_t {
  kRevision,    // a better value replaced `other`
  kConflict,    // `other` has the same rank and was not taken
  kQuarantine,  // a damaged file was moved away; `note` tells which and why
  kReupload,    // the source changed an object; `note` names it with both checksums
};
[[nodiscard]] std::string_view name(Change change);

struct Sighting {  // one value, and who said so
  core::Bar bar;
  core::Source source;

  bool operator==(const Sighting&) const = default;
};

struct JournalEntry {
  Change change{};
  core::UtcTime at{};  // when it was noticed
  std::optional<Sighting> stands;
  std::optional<Sighting> other;
  std::string note;

  bool operator==(const JournalEntry&) const = default;
};

class Journal {
 public:
  Journal(port::Files& files, std::string path);

  struct Content {
    std::vector<JournalEntry> entries;
    std::size_t damaged_bytes{};  // also those of records that are none of a journal
  };
  [[nodiscard]] base::Result<Content> read() const;
  // All or nothing, and durable on return; the caller holds the lock of the series. Refuses, as
  // kInvalid, what would not read back: a time before 1970 or after 2199.
  [[nodiscard]] base::Result<void> append(const std::vector<JournalEntry>& entries);

 private:
  RecordLog log_;
};

}  // namespace wick::store
