// Events of one stream on their way from the thread that reads to the one that takes them.
//
// Order is kept, Lost is the last there ever is, and pings that nobody has looked at yet count as
// one. Safe for one reader and one taker.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "io/bell.hpp"
#include "port/websocket.hpp"

namespace wick::io {

class WebSocketInbox {
 public:
  struct Limits {
    std::size_t bytes_max{std::size_t{4} << 20U};
    std::size_t events_max{std::size_t{1} << 16U};
  };
  // The bell must outlive it. It rings whenever the first event comes to lie here.
  WebSocketInbox(Limits limits, const Bell& bell) : limits_(limits), bell_(bell) {}

  // Nothing is refused: a reader that is told kFull stops reading until take() says `drained`.
  enum class Room { kLeft, kFull };
  Room put(port::WebSocketEvent event);

  struct Taken {
    std::optional<port::WebSocketEvent> event;
    bool drained{};  // it was full, and is half empty now
  };
  [[nodiscard]] Taken take();

  [[nodiscard]] bool lost() const;  // put, if not yet taken

 private:
  const Limits limits_;
  const Bell& bell_;
  mutable std::mutex mutex_;
  std::deque<port::WebSocketEvent> events_;
  std::size_t bytes_{};
  bool full_{};
  bool lost_{};
};

}  // namespace wick::io
