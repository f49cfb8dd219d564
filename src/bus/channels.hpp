// The names under which bars, prices and states go out, and commands come in.
#pragma once

#include <string>

namespace wick::bus {

// The six channels of one connector; the prefix keeps connectors on one Redis apart.
struct Channels {
  std::string bars;
  std::string prices;
  std::string heartbeat;
  std::string market_status;
  std::string status;
  std::string commands;
};

[[nodiscard]] Channels channels_of(const std::string& prefix);

// Beside a channel: its replayable stream, and the last value of a thing for late subscribers.
[[nodiscard]] std::string stream_of(const std::string& prefix, const std::string& channel);
[[nodiscard]] std::string snapshot_of(const std::string& prefix, const std::string& thing);

}  // namespace wick::bus
