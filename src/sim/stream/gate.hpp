// Who may open streams: connections are counted by address, and who asks too often, or was thrown
// out of too many of them, is banned for a while.
//
// Told the time; safe to call from several threads.
#pragma once

#include <cstdint>
#include <string>

#include "sim/rest/limiter.hpp"
#include "sim/stream/stream_options.hpp"

namespace wick::sim {

struct Admission {
  int refuse_status{};  // 429 or 418; 0: welcome
  std::int64_t retry_after_s{};
};

class StreamGate {
 public:
  StreamGate(const StreamOptions& options, BanOptions bans);

  // Counts the attempt, a refused one too.
  [[nodiscard]] Admission knock(const std::string& client, Micros now);
  // The client was disconnected for too many messages or streams; three times in five minutes are
  // borne.
  void offence(const std::string& client, Micros now);

 private:
  Limiter attempts_, offences_;
};

}  // namespace wick::sim
