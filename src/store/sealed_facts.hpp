// What a sealed file says of itself, and how that stands in its metadata.
//
// The keys and their texts are described in docs/formats/sealed.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arrow/file_view.hpp"
#include "base/result.hpp"
#include "core/chunk.hpp"
#include "core/hole.hpp"
#include "core/provenance.hpp"
#include "store/layout.hpp"

namespace wick::store {

// Rows and who they came from.
struct Sourced {
  core::Source source;
  core::Chunk rows;
};

// An instant that was asked for and has no bar. While it is provisional the source may yet mend it.
struct StoredHole {
  core::Hole hole;
  bool provisional{};
  core::UtcTime asked{};  // when it was last asked for

  bool operator==(const StoredHole&) const = default;
};

// A source mends young holes by itself; an old one is asked for again only by a repair.
inline constexpr core::Micros kProvisionalFor = std::chrono::days{30};
inline constexpr core::Micros kAskedAgainAfter = std::chrono::days{1};
[[nodiscard]] inline bool due(const StoredHole& stored, core::UtcTime now) {
  return stored.provisional && now - stored.hole.range.begin < kProvisionalFor &&
         now - stored.asked >= kAskedAgainAfter;
}

// That many consecutive rows came from that source.
struct RowRun {
  std::uint64_t rows{};
  std::uint64_t source{};

  bool operator==(const RowRun&) const = default;
};

inline constexpr std::string_view kSealedFormat = "candlewick-bars/1";

struct SealedFacts {
  std::string format{kSealedFormat};
  core::SeriesId id;
  Period period;
  std::uint32_t revision{};
  std::uint64_t rows{};
  std::uint64_t expected{};  // bars that open in the period
  std::vector<core::Source> sources;
  std::vector<RowRun> runs;
  std::vector<StoredHole> holes;
  std::string writer;  // program and version

  bool operator==(const SealedFacts&) const = default;
};

[[nodiscard]] arrow::Metadata metadata_of(const SealedFacts& facts);

// The facts of a file that is expected to hold that period of that series; a file that speaks of
// another is kCorrupt, one of a newer format kUnsupported.
[[nodiscard]] base::Result<SealedFacts> read_facts(const arrow::FileView& view,
                                                   const core::SeriesId& id, const Period& period);

}  // namespace wick::store
