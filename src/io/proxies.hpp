// Who stands between us and a server, by the variables that every program of the web knows.
//
// The same ones, in the same order, as libcurl heeds for the requests of history. Passwords in
// them are sent to the proxy and shown to nobody.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "io/web_socket_url.hpp"

namespace wick::io {

struct Proxies {
  std::string plain{};   // the proxy for ws://, as it was written
  std::string secure{};  // and for wss://
  std::string none{};    // the hosts that are reached without one
};

// http_proxy, https_proxy, all_proxy and no_proxy: small letters first, then capitals.
[[nodiscard]] Proxies proxies_of(const std::map<std::string, std::string>& environment);

struct Proxy {
  std::string host;
  std::uint16_t port{};
  std::string credentials;  // "Basic ...", or nothing; never shown

  [[nodiscard]] std::string place() const { return host_and_port(host, port); }
};

// Nothing: straight to the host. Refuses proxies that speak anything but plain HTTP.
[[nodiscard]] base::Result<std::optional<Proxy>> proxy_for(const WebSocketUrl& url,
                                                           const Proxies& proxies);

}  // namespace wick::io
