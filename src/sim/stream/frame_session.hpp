// One WebSocket connection without the socket, whatever it is about: told what the client sends and
// what time it is, it says what there is to send. The same calls give the same frames. One thread.
#pragma once

#include <string_view>
#include <vector>

#include "sim/stream/session.hpp"

namespace wick::sim {

class FrameSession {
 public:
  virtual ~FrameSession() = default;

  [[nodiscard]] virtual std::vector<Frame> on_text(std::string_view text, Micros now) = 0;
  [[nodiscard]] virtual std::vector<Frame> on_ping(Micros now) = 0;
  [[nodiscard]] virtual std::vector<Frame> on_pong(std::string_view payload, Micros now) = 0;

  // All frames due up to now, in order; a close, reset or silence comes last of all.
  [[nodiscard]] virtual std::vector<Frame> poll(Micros now) = 0;
  [[nodiscard]] virtual Micros next_due() const = 0;  // kNever once it is over

  [[nodiscard]] virtual Frame shutdown_notice(Micros now) const = 0;
};

}  // namespace wick::sim
