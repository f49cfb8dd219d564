#include "sim/fault/shipped.hpp"

#include <algorithm>

#include "sim/fault/shipped_parts.hpp"

namespace wick::sim {

std::vector<ShippedScenario> shipped_scenarios() {
  std::vector<ShippedScenario> all;
  for (const auto part : {shipped_faults(), shipped_broker(), shipped_pains()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

const ShippedScenario* find_shipped(std::string_view name) {
  for (const auto part : {shipped_faults(), shipped_broker(), shipped_pains()}) {
    const auto at = std::ranges::find(part, name, &ShippedScenario::name);
    if (at != part.end()) return &*at;
  }
  return nullptr;
}

}  // namespace wick::sim
