// Where one stored bar came from, and what else was ever seen of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wick/bars.hpp"

namespace wick {

// One value of a bar, and who said so.
struct Sighting {
  double open{};
  double high{};
  double low{};
  double close{};
  double volume{};
  Origin origin{};
  std::uint32_t revision{};
  std::string object{};    // of the archive or of the API, without the host
  std::string checksum{};  // "sha256:...", where the source proves one
  Time fetched{};
};

struct Provenance {
  Series series{};
  Time open_time{};
  std::string file{};  // that speaks for the instant; nothing: it is not in the cache
  std::optional<Sighting> served{};
  // Why that one: only_value, higher_revision, better_origin, stored_first, better_value_lost.
  std::string rule{};
  std::vector<Sighting> others{};  // values that are not served, each once
  std::optional<Hole> hole{};      // instead of a bar
  std::vector<std::string> damaged{};
};

}  // namespace wick
