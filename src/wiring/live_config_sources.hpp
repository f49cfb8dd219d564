// The texts that the configuration of the live half is made of, before anybody looks at them.
//
// .env in the working folder is a dispatcher: AI_ONE_ENV_FILE in it names the profile, a file
// beside it. All variables may as well stand in .env itself. What the real environment says wins
// over the profile, the profile over .env, and a variable without a value is one that is not there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "port/files.hpp"
#include "wiring/config.hpp"

namespace wick::wiring {

inline constexpr std::string_view kEnvFile = ".env";
inline constexpr std::string_view kRuntimeSettings = "config/runtime_settings.json";

// A flag of the command line that decides a setting: stream.feed, "sim", "--feed".
struct LiveFlag {
  std::string label{};
  std::string value{};
  std::string flag{};
};

struct LiveSources {
  Environment environment{};
  std::vector<Config::File> env_files{};  // .env, then the profile
  std::optional<Config::File> runtime{};
  std::vector<LiveFlag> flags{};
  std::vector<std::string> warnings{};  // about the files themselves
  std::string cache_folder{};  // the store where neither cache.dir nor WICK_CACHE_DIR names one
};

// Reads the files: .env or the one that WICK_ENV_FILE names, the profile, and
// config/runtime_settings.json or the one that WICK_RUNTIME_SETTINGS names. A file that is named
// must be there, the others need not; one that is not is kInvalid.
[[nodiscard]] base::Result<LiveSources> read_live_sources(const Environment& environment,
                                                          port::Files& files);

// The real environment over that of the files, for the rest of the program.
[[nodiscard]] base::Result<Environment> whole_environment(const LiveSources& sources);

}  // namespace wick::wiring
