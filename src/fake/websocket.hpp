// WebSocket servers in virtual time.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "fake/world.hpp"
#include "port/websocket.hpp"

namespace wick::fake {

// The server's end of one connection; usable until the client leaves.
class WebSocketPeer {
 public:
  virtual ~WebSocketPeer() = default;
  virtual void push(std::string text) = 0;       // arrives later, in order
  virtual void ping() = 0;                       // as well; answered by itself
  virtual void cut(const std::string& why) = 0;  // the client sees Lost; nothing arrives after it
};

// A server is told of each connection and of each text, and answers through the peer.
class WebSocketServer {
 public:
  virtual ~WebSocketServer() = default;
  virtual void connected(const std::string& url, std::shared_ptr<WebSocketPeer> peer) = 0;
  virtual void received(const std::string& text, WebSocketPeer& peer) = 0;
};

class WebSockets final : public port::WebSockets {
 public:
  // Both must outlive every connection.
  WebSockets(World& world, WebSocketServer& server) : world_(world), server_(server) {}
  [[nodiscard]] std::unique_ptr<port::WebSocket> open(const std::string& url) override;

  void refuse(bool refusing) { refusing_ = refusing; }  // new connections are lost at once

 private:
  World& world_;
  WebSocketServer& server_;
  bool refusing_{false};
};

}  // namespace wick::fake
