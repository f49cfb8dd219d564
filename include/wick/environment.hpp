// What a Client runs on: its settings, by the names that the program takes from its environment.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "wick/error.hpp"
#include "wick/time.hpp"

namespace wick {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

// This process's own: WICK_CACHE_DIR, WICK_BINANCE_SPOT_URL, HTTPS_PROXY, HOME and so on.
[[nodiscard]] WICK_API std::map<std::string, std::string> process_environment();

struct Options {
  std::map<std::string, std::string> environment{process_environment()};
  std::string cache_folder{};  // over the environment's WICK_CACHE_DIR where it says something
  std::string state_folder{};  // likewise, WICK_STATE_DIR
  // Gets each line of the log, on a thread of the client's own; without it they go to stderr.
  std::function<void(LogLevel, std::string_view line)> log{};
  LogLevel log_level{LogLevel::kWarning};  // of `log`
  // How often a host is asked for the same thing when it fails in passing, 1 to 100. What has a
  // second host goes there afterwards.
  int attempts{3};
  // For a connection, and for the next byte over it; by default 10 s and 15 s. Questions that are
  // in a hurry anyway do not wait longer for it.
  std::optional<Micros> timeout{};
};

}  // namespace wick
