// The addresses behind a host's name. For the sources of this room alone.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "io/web_socket_loop.hpp"

namespace wick::io {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;  // never empty

// Calls back on the loop's thread, or never, if the loop has ended by then. A system that answers
// late holds up nobody: each name is asked for by a thread of its own, which nobody waits for.
void look_up(const std::shared_ptr<WebSocketLoop>& loop, const std::string& host,
             std::uint16_t port, std::function<void(base::Result<Endpoints>)> done);

}  // namespace wick::io
