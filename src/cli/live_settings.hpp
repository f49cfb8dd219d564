// The configuration of the live half as a command gets it: from the files around it, the
// environment, and the flags of its own command line.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "cli/shell.hpp"
#include "wiring/live_config.hpp"

namespace wick::cli {

struct LiveSettings {
  wiring::LiveConfigLoaded live;
  wiring::Config program;            // the profile's variables count here as well
  std::vector<std::string> files{};  // what was read, in the order of their say
};

[[nodiscard]] base::Result<LiveSettings> load_live_settings(const Shell& shell,
                                                            std::vector<wiring::LiveFlag> flags);

}  // namespace wick::cli
