// The one thread behind all streams: a queue of what is ready to be done. For the sources of this
// room alone.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <mutex>

#include "io/tls_trust.hpp"
#include "io/web_sockets.hpp"

namespace wick::io {

class WebSocketLoop {
 public:
  explicit WebSocketLoop(WebSocketOptions options);

  // Until end() was called and everything under way has come to its end.
  void run() { context_.run(); }

  // From any thread: done soon, on the loop's. After end() nothing is.
  void post(std::function<void()> job);
  void end(std::function<void()> last);

  // The rest belongs to the loop's thread.
  [[nodiscard]] boost::asio::io_context& context() { return context_; }
  [[nodiscard]] TlsTrust& trust() { return trust_; }
  [[nodiscard]] const WebSocketOptions& options() const { return options_; }

 private:
  const WebSocketOptions options_;
  TlsTrust trust_;
  boost::asio::io_context context_{1};
  std::mutex mutex_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> open_;
};

}  // namespace wick::io
