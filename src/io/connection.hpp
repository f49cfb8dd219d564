// What connections of every kind share: the names that they have for Boost's, and their words. For
// the sources of this room alone.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <string>

#include "core/time.hpp"

namespace wick::io {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// "3 s", "1500 ms".
[[nodiscard]] std::string in_seconds(core::Micros time);

// Why there is nothing more to read.
[[nodiscard]] std::string words_for(const error_code& error);

}  // namespace wick::io
