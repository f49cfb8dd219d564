// Where bars came from: the proof that is kept with them.
#pragma once

#include <cstdint>
#include <string>

#include "core/bar.hpp"
#include "core/time.hpp"

namespace wick::core {

struct Source {
  Origin origin{Origin::kRest};
  std::uint32_t revision{};
  std::string object;    // path of the archive object, or of the page, without the host
  std::string checksum;  // "sha256:...", as far as the source proves one
  UtcTime fetched{};

  [[nodiscard]] Mark mark() const { return {.revision = revision, .origin = origin}; }
  bool operator==(const Source&) const = default;
};

}  // namespace wick::core
