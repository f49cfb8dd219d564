// The scenarios that come with the program.
#pragma once

#include <string_view>
#include <vector>

namespace wick::sim {

struct ShippedScenario {
  std::string_view name;
  std::string_view about;  // one line
  std::string_view json;
};

[[nodiscard]] std::vector<ShippedScenario> shipped_scenarios();
[[nodiscard]] const ShippedScenario* find_shipped(std::string_view name);  // nullptr: none

}  // namespace wick::sim
