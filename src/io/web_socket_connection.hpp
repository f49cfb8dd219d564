// One stream from the first look-up of its host to the last byte. For the sources of this room
// alone.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "io/proxies.hpp"
#include "io/web_socket_inbox.hpp"
#include "io/web_socket_loop.hpp"
#include "io/web_socket_url.hpp"

namespace wick::io {

// On the loop's thread. What happens goes into the inbox, and Lost is put there exactly once,
// unless leave() comes first.
class WebSocketConnection {
 public:
  virtual ~WebSocketConnection() = default;
  virtual void start() = 0;
  virtual void send(std::string text) = 0;
  virtual void resume() = 0;  // the inbox has been drained
  virtual void leave() = 0;   // politely, but not for long
};

struct WebSocketPlan {
  WebSocketUrl url;
  std::optional<Proxy> proxy;
};
[[nodiscard]] std::shared_ptr<WebSocketConnection> make_web_socket_connection(
    std::shared_ptr<WebSocketLoop> loop, std::shared_ptr<WebSocketInbox> inbox, WebSocketPlan plan);

}  // namespace wick::io
