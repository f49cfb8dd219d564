// Scenario files: JSON text to a Scenario, with complaints that tell the writer what to mend.
//
// Total: any bytes give a scenario or an error, of the form
//   /rules/0/when/hots: unknown key; did you mean "host"?
// where the first part is a JSON pointer.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "sim/fault/rule.hpp"

namespace wick::sim {

[[nodiscard]] base::Result<Scenario> parse_scenario(std::string_view text);

}  // namespace wick::sim
