// Whom to believe over TLS. For the sources of this room alone.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace wick::io {

// Reads the authorities when they are first needed: that takes some milliseconds. One thread's.
class TlsTrust {
 public:
  explicit TlsTrust(std::string ca_file) : ca_file_(std::move(ca_file)) {}  // empty: the system's

  [[nodiscard]] base::Result<boost::asio::ssl::context*> context();

 private:
  std::string ca_file_;
  std::optional<boost::asio::ssl::context> context_;
};

// The peer must show a certificate for this name or address, and is told which one is meant.
void expect_peer(SSL* tls, const std::string& host);

// Why the peer is not believed, or how else the two could not agree.
[[nodiscard]] base::Error tls_failure(const std::string& place, SSL* tls,
                                      const boost::system::error_code& error);

}  // namespace wick::io
