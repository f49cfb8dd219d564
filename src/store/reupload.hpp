// An archive object that its source changed after we had fetched it, as the journal remembers it.
//
// Pure. The rows of a sealed file go on naming the object as it was when they were fetched; which
// of its later versions were looked at, the journal alone knows.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/journal.hpp"

namespace wick::store {

struct Reupload {
  std::string object;
  std::string was;  // checksums, "sha256:..." or "sha256-unverified:..."
  std::string is;

  bool operator==(const Reupload&) const = default;
};

// The note of a kReupload entry, and back.
[[nodiscard]] std::string note_of(const Reupload& reupload);
[[nodiscard]] std::optional<Reupload> read_reupload(std::string_view note);

// Of each object the checksum of the version that was looked at last. A file that was quarantined
// later may have held what that version brought: then nothing is known any more.
[[nodiscard]] std::map<std::string, std::string> taken_checksums(
    const std::vector<JournalEntry>& entries);

}  // namespace wick::store
