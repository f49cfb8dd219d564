// The real world: clocks, the network, worker threads, and one place to wait for any of them.
#pragma once

#include "io/bell.hpp"
#include "io/byte_streams.hpp"
#include "io/children.hpp"
#include "io/curl_http.hpp"
#include "io/web_sockets.hpp"
#include "io/worker_pool.hpp"
#include "port/clock.hpp"

namespace wick::io {

// Belongs to one thread, which is the only one that touches http(), sockets(),
// byte_streams() and children().
class Reactor final : public port::Reactor {
 public:
  struct Options {
    CurlOptions curl;
    WebSocketOptions sockets{};
    ByteStreamOptions byte_streams{};
    ChildrenOptions children{};
    std::size_t worker_threads{2};
  };
  Reactor(Options options, const base::Log& log);

  [[nodiscard]] core::Now now() const override;
  void wait(core::MonoTime until) override;

  [[nodiscard]] port::Http& http() { return http_; }
  [[nodiscard]] port::WebSockets& sockets() { return sockets_; }
  [[nodiscard]] port::ByteStreams& byte_streams() { return byte_streams_; }
  [[nodiscard]] port::Children& children() { return children_; }
  [[nodiscard]] port::Workers& workers() { return workers_; }

 private:
  Bell bell_;
  CurlHttp http_;
  WebSockets sockets_;
  ByteStreams byte_streams_;
  Children children_;
  WorkerPool workers_;
};

}  // namespace wick::io
