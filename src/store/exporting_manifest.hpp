// manifest.json of a folder of exported bars: every file with what is in it and its checksum.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/series_id.hpp"

namespace wick::store {

inline constexpr std::string_view kExportFormat = "candlewick-export/1";

// A file's path below the folder, and its entry as a JSON object.
using Manifest = std::map<std::string, std::string>;

struct ManifestEntry {
  std::string path;
  core::SeriesId id;
  core::TimeRange range;  // what was asked for of the day
  std::uint64_t rows{};
  std::uint64_t expected{};  // bars that could open in the range
  std::uint64_t bytes{};
  std::string sha256;
};
void add(Manifest& manifest, const ManifestEntry& entry);

[[nodiscard]] std::string manifest_text(const Manifest& manifest, std::string_view writer);

// Of a manifest that was written before; anything else is kCorrupt.
[[nodiscard]] base::Result<Manifest> read_manifest(std::string_view text);

}  // namespace wick::store
