// Where a ws:// or wss:// address leads.
//
// Refuses user names, fragments, empty hosts, and any byte that could not stand in a request line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wick::io {

enum class Security : std::uint8_t { kPlain, kTls };

struct WebSocketUrl {
  Security security{};
  std::string host;  // IPv6 without its brackets
  std::uint16_t port{};
  std::string target;  // begins with a slash

  [[nodiscard]] std::string place() const;  // host:port
  [[nodiscard]] std::string authority()
      const;  // the same, without the port that goes without saying
};

[[nodiscard]] base::Result<WebSocketUrl> parse_web_socket_url(std::string_view url);

// "example.com:443", "[::1]:8080", or without the port. Nothing: neither.
struct HostAndPort {
  std::string host;
  std::uint16_t port{};  // 0: not said
};
[[nodiscard]] base::Result<HostAndPort> parse_host_and_port(std::string_view text);
[[nodiscard]] std::string host_and_port(const std::string& host, std::uint16_t port);

}  // namespace wick::io
