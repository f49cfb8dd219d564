#include "io/connection.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <chrono>

namespace wick::io {

std::string in_seconds(core::Micros time) {
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(time).count();
  return whole % 1000 == 0 ? std::to_string(whole / 1000) + " s" : std::to_string(whole) + " ms";
}

std::string words_for(const error_code& error) {
  const bool cut = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
  return cut ? "the connection was cut" : error.message();
}

}  // namespace wick::io
