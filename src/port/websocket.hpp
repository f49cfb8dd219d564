// A conversation with a server that speaks when it likes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "port/connection.hpp"

namespace wick::port {

struct Text {
  std::string text;
  core::MonoTime received{};  // when its last byte reached this process
};
struct Pinged {};  // the server asked whether anybody is there, and was answered
using WebSocketEvent = std::variant<Opened, Text, Pinged, Lost>;

// One connection. Pings are answered below this line; dropping the object closes it. Events wait
// until they are taken, but only a bounded amount of them: then the server is made to wait.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  virtual void send(std::string text) = 0;  // before Opened or after Lost it goes nowhere
  [[nodiscard]] virtual std::optional<WebSocketEvent> take() = 0;  // nothing: none has come yet
};

class WebSockets {
 public:
  virtual ~WebSockets() = default;
  // ws:// or wss://. Whoever waits in the reactor is woken when an event has come.
  [[nodiscard]] virtual std::unique_ptr<WebSocket> open(const std::string& url) = 0;
};

}  // namespace wick::port
