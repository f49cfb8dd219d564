#include "sim/stream/stream_options.hpp"

namespace wick::sim {

StreamOptions StreamOptions::of(Venue venue) {
  StreamOptions options;
  if (venue == Venue::kSpot) return options;
  options.ping_every = 3 * kMinute;
  options.pong_within = 10 * kMinute;
  options.messages_per_second = 10;
  return options;
}

StreamOptions StreamSettings::over(StreamOptions options) const {
  options.ping_every = ping_every.value_or(options.ping_every);
  options.pong_within = pong_within.value_or(options.pong_within);
  options.lifetime = lifetime.value_or(options.lifetime);
  options.messages_per_second = messages_per_second.value_or(options.messages_per_second);
  options.streams_max = streams_max.value_or(options.streams_max);
  options.connects_max = connects_max.value_or(options.connects_max);
  options.connect_window = connect_window.value_or(options.connect_window);
  options.update_every = update_every.value_or(options.update_every);
  options.steady = steady.value_or(options.steady);
  options.shutdown_every = shutdown_every.value_or(options.shutdown_every);
  options.shutdown_notice = shutdown_notice.value_or(options.shutdown_notice);
  return options;
}

}  // namespace wick::sim
