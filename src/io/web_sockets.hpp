// WebSockets for real: one thread for all streams, plain or over TLS, straight or through a proxy.
//
// The thread starts with the first stream and ends with this object. It reads ahead as far as the
// limits go; a server that says more than is taken has to wait. Compression is never offered,
// binary messages are passed over. Whatever goes wrong is a Lost event that names the server.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/log.hpp"
#include "io/bell.hpp"
#include "io/proxies.hpp"
#include "io/web_socket_inbox.hpp"
#include "port/websocket.hpp"

namespace wick::io {

struct WebSocketOptions {
  std::string ca_file{};  // empty: the system's
  std::string user_agent{};
  Proxies proxies{};
  core::Micros connect_max{std::chrono::seconds{10}};  // until the handshake is answered
  core::Micros farewell_max{std::chrono::milliseconds{250}};
  std::size_t message_bytes_max{std::size_t{1} << 20U};
  std::size_t outbox_bytes_max{std::size_t{1} << 20U};  // sent, but not yet on its way
  WebSocketInbox::Limits inbox{};                       // and one message more
};

// open() and its sockets belong to one thread. Sockets may outlive this object: then they are
// closed, and say nothing any more.
class WebSockets final : public port::WebSockets {
 public:
  WebSockets(WebSocketOptions options, const Bell& bell, base::Log log);  // the bell: must outlive
  ~WebSockets() override;  // waits for farewells, as long as the options say
  WebSockets(const WebSockets&) = delete;
  WebSockets& operator=(const WebSockets&) = delete;

  [[nodiscard]] std::unique_ptr<port::WebSocket> open(const std::string& url) override;

 private:
  class Engine;
  WebSocketOptions options_;
  const Bell& bell_;
  base::Log log_;
  std::unique_ptr<Engine> engine_;  // made with the first stream
};

}  // namespace wick::io
