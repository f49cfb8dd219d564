// What an inbox does with the bytes of a connection.
#pragma once

#include <variant>

#include "io/inbox.hpp"
#include "port/byte_stream.hpp"

namespace wick::io {

struct ByteStreamManners {
  using Event = port::ByteStreamEvent;
  static std::size_t bytes_of(const Event& event) {
    const auto* received = std::get_if<port::Received>(&event);
    return received == nullptr ? 0 : received->bytes.size();
  }
  static bool is_last(const Event& event) { return std::holds_alternative<port::Lost>(event); }
  static bool says_again(const Event& /*before*/, const Event& /*event*/) { return false; }
};
using ByteStreamInbox = Inbox<ByteStreamManners>;

}  // namespace wick::io
