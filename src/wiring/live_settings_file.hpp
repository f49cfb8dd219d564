// config/runtime_settings.json as texts of settings, with the line each key stands on.
//
// Refuses what is no JSON object, keys that there are not (with the nearest that there is), keys
// that stand twice, and values of the wrong shape. Does not look at what the values say.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "wiring/live_settings.hpp"

namespace wick::wiring {

struct LiveEntry {
  const LiveFacts* facts{};
  std::string text{};
  std::size_t line{};  // from 1
};

// The error begins with "PATH:LINE: ", or with "PATH: " where there is no line to name.
[[nodiscard]] base::Result<std::vector<LiveEntry>> read_live_settings(const std::string& path,
                                                                      std::string_view text);

}  // namespace wick::wiring
