// Whether a file of the store is what it claims to be, down to the last byte.
//
// Reads only. A file that was changed by anything but this program is damaged; what a source may
// well have sent, such as a high below the close, is a remark.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/census.hpp"
#include "store/disk.hpp"
#include "store/sealed_facts.hpp"

namespace wick::store {

enum class Health : std::uint8_t {
  kGood,
  kDamaged,
  kNewer,       // of a format that only a newer program reads
  kUnreadable,  // the system would not let us look
};
[[nodiscard]] std::string_view name(Health health);

struct Checkup {
  std::string path;
  Health health{};
  std::string why;                   // when not good
  std::vector<std::string> remarks;  // for people
  std::uint64_t bytes{};
  std::optional<SealedFacts> facts;  // of a sealed file that could be read
};

// Nothing for a file that has gone meanwhile.
[[nodiscard]] std::optional<Checkup> check_file(const Disk& disk, const core::SeriesId& id,
                                                const CensusFile& file);

}  // namespace wick::store
