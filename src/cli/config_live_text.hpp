// The settings of the live half, for people and for machines.
#pragma once

#include <string>

#include "cli/live_settings.hpp"

namespace wick::cli {

[[nodiscard]] std::string live_settings_text(const LiveSettings& settings);
[[nodiscard]] std::string live_settings_json(const LiveSettings& settings);  // one line

}  // namespace wick::cli
