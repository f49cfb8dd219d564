// Why a stream was lost, in one line that names the server, and of the kind that callers act on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace wick::io {

// What a server said instead of opening a stream.
struct HandshakeReply {
  int status{};
  std::string reason;       // its own words for it
  std::string retry_after;  // the header; may be empty
};
[[nodiscard]] base::Error handshake_refused(const std::string& place, const HandshakeReply& reply);

// "closed by the server: 1001 going away".
[[nodiscard]] base::Error closed_by_server(const std::string& place, std::uint16_t code,
                                           std::string_view reason);

// What a stranger wrote, fit for a line of ours: no control characters, not too long.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace wick::io
