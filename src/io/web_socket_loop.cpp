#include "io/web_socket_loop.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace wick::io {

WebSocketLoop::WebSocketLoop(WebSocketOptions options)
    : options_(std::move(options)), trust_(options_.ca_file), open_(context_.get_executor()) {}

// A job that came after the last one would keep its stream, and the stream this loop, for ever.
void WebSocketLoop::post(std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  if (open_.owns_work()) boost::asio::post(context_, std::move(job));
}

void WebSocketLoop::end(std::function<void()> last) {
  const std::lock_guard lock(mutex_);
  boost::asio::post(context_, std::move(last));
  open_.reset();
}

}  // namespace wick::io
