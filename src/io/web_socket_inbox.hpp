// What an inbox does with events of a WebSocket: pings that nobody has looked at yet count as one.
#pragma once

#include <variant>

#include "io/inbox.hpp"
#include "port/websocket.hpp"

namespace wick::io {

struct WebSocketManners {
  using Event = port::WebSocketEvent;
  static std::size_t bytes_of(const Event& event) {
    const auto* text = std::get_if<port::Text>(&event);
    return text == nullptr ? 0 : text->text.size();
  }
  static bool is_last(const Event& event) { return std::holds_alternative<port::Lost>(event); }
  static bool says_again(const Event& before, const Event& event) {
    return std::holds_alternative<port::Pinged>(before) &&
           std::holds_alternative<port::Pinged>(event);
  }
};
using WebSocketInbox = Inbox<WebSocketManners>;

}  // namespace wick::io
