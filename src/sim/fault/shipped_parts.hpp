// The shipped scenarios as they are kept: one fault each, the
// broker's, and one for each pain of docs/pains.md.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "sim/fault/shipped.hpp"

namespace wick::sim {

// The text of a member, as it stands: shipped names and abouts have nothing to unescape.
constexpr std::string_view member(std::string_view json, std::string_view opening) {
  const std::size_t begin = json.find(opening) + opening.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

constexpr ShippedScenario shipped(std::string_view json) {
  return {member(json, "\"name\": \""), member(json, "\"about\": \""), json};
}

[[nodiscard]] std::span<const ShippedScenario> shipped_broker();
[[nodiscard]] std::span<const ShippedScenario> shipped_faults();
[[nodiscard]] std::span<const ShippedScenario> shipped_pains();

}  // namespace wick::sim
