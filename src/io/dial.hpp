// A TCP connection to a host, straight or through a proxy. For the sources of this room alone.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "io/name_lookup.hpp"
#include "io/proxies.hpp"
#include "io/web_socket_url.hpp"

namespace wick::io {

// On the loop's thread. It has no deadline of its own: whoever dials hangs up with cancel().
class Dial : public std::enable_shared_from_this<Dial> {
 public:
  using Done = std::function<void(base::Result<boost::asio::ip::tcp::socket>)>;

  Dial(std::shared_ptr<WebSocketLoop> loop, WebSocketUrl url, std::optional<Proxy> proxy);

  void start(Done done);
  void cancel();  // `done` will not be called any more

 private:
  void try_next();
  void tried(const boost::system::error_code& error);
  void ask_for_tunnel();
  void tunnelled(const boost::system::error_code& error, std::size_t head_bytes);
  void finish(base::Result<boost::asio::ip::tcp::socket> outcome);
  [[nodiscard]] base::Error failed(const std::string& what) const;

  const std::shared_ptr<WebSocketLoop> loop_;
  const WebSocketUrl url_;
  const std::optional<Proxy> proxy_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer patience_;
  Endpoints endpoints_;
  std::size_t tries_{};
  bool trying_{};
  std::string request_;
  std::string reply_;
  Done done_;
};

}  // namespace wick::io
