// Whether `wick live` would start with its settings: its version, its calendars, and its feed where
// one is chosen. Starts nothing and asks nobody.
#pragma once

#include <string>
#include <vector>

#include "cli/live_settings.hpp"

namespace wick::cli {

// What it would warn of; or the error with which it would end.
[[nodiscard]] base::Result<std::vector<std::string>> check_live(const LiveSettings& settings,
                                                                const Shell& shell);

}  // namespace wick::cli
