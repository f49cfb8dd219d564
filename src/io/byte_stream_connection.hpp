// One connection of plain bytes, from the first look-up of its host to the last byte. For the
// sources of this room alone.
#pragma once

#include <memory>
#include <string>

#include "io/byte_stream_inbox.hpp"
#include "io/byte_streams.hpp"
#include "io/web_socket_loop.hpp"

namespace wick::io {

// On the loop's thread. What happens goes into the inbox, and Lost is put there exactly once,
// unless leave() comes first.
class ByteStreamConnection {
 public:
  virtual ~ByteStreamConnection() = default;
  virtual void start() = 0;
  virtual void send(std::string bytes) = 0;
  virtual void resume() = 0;  // the inbox has been drained
  virtual void leave() = 0;   // when all is sent, but not for long
};

struct ByteStreamPlan {
  port::Address address{};
  ByteStreamOptions options{};
};
[[nodiscard]] std::shared_ptr<ByteStreamConnection> make_byte_stream_connection(
    std::shared_ptr<WebSocketLoop> loop, std::shared_ptr<ByteStreamInbox> inbox,
    ByteStreamPlan plan);

}  // namespace wick::io
