// Where bars came from: the proof that is kept with them.
#pragma once

#include <cstdint>
#include <string>

#include "core/bar.hpp"
#include "core/time.hpp"

namespace wick::core {

// What was out of order in an object as it came. Rows are taken in order and once for each open
// time, the last one told; implausible ones are taken as they are.
struct Untidy {
  std::uint32_t unsorted{};     // stood behind a later row
  std::uint32_t duplicates{};   // told again later
  std::uint32_t implausible{};  // high or low that does not bound open and close

  [[nodiscard]] bool any() const { return unsorted > 0 || duplicates > 0 || implausible > 0; }
  void add(const Untidy& other);
  bool operator==(const Untidy&) const = default;
};

// "2 out of order, 1 repeated", or nothing.
[[nodiscard]] std::string describe(const Untidy& untidy);

struct Source {
  Origin origin{Origin::kRest};
  std::uint32_t revision{};
  std::string object;    // path of the archive object, or of the page, without the host
  std::string checksum;  // "sha256:...", as far as the source proves one
  UtcTime fetched{};
  Untidy untidy{};  // of the whole object, however few of its rows are kept

  [[nodiscard]] Mark mark() const { return {.revision = revision, .origin = origin}; }
  bool operator==(const Source&) const = default;
};

}  // namespace wick::core
