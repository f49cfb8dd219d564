#include "bus/channels.hpp"

namespace wick::bus {

Channels channels_of(const std::string& prefix) {
  return {.bars = prefix + ":ohlcv",
          .prices = prefix + ":price_tik",
          .heartbeat = prefix + ":heartbeat",
          .market_status = prefix + ":market_status",
          .status = prefix + ":status",
          .commands = prefix + ":commands"};
}

std::string stream_of(const std::string& prefix, const std::string& channel) {
  return prefix + ":stream:" + channel;
}

std::string snapshot_of(const std::string& prefix, const std::string& thing) {
  return prefix + ":snapshot:" + thing;
}

}  // namespace wick::bus
