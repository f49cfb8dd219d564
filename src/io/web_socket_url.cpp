#include "io/web_socket_url.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/shown_url.hpp"

namespace wick::io {
namespace {

constexpr std::size_t kHostMax = 255;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool in_name(char c) {
  return is_digit(c) || is_letter(c) || c == '.' || c == '-' || c == '_';
}
bool in_address(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
}
bool in_target(char c) {
  return c > ' ' && c < '\x7f' && c != '#';
}

base::Error invalid(std::string_view text, const char* why) {
  return {base::ErrorKind::kInvalid, base::urls_without_logins(text).append(": ").append(why)};
}

std::uint16_t usual_port(Security security) {
  return security == Security::kTls ? 443 : 80;
}

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

// Takes "//" and what names the scheme off the front.
base::Result<Security> take_scheme(std::string_view& rest) {
  const std::size_t end = rest.find("://");
  std::string scheme(rest.substr(0, std::min(end, rest.size())));
  std::ranges::transform(scheme, scheme.begin(),
                         [](char c) { return is_letter(c) ? static_cast<char>(c | ' ') : c; });
  if (end == std::string_view::npos || (scheme != "ws" && scheme != "wss")) {
    return base::Error{base::ErrorKind::kInvalid,
                       "the address of a stream begins with ws:// or wss://"};
  }
  rest.remove_prefix(end + 3);
  return scheme == "wss" ? Security::kTls : Security::kPlain;
}

// Of the text behind the host: nothing, or a colon and a number.
base::Result<std::uint16_t> port_of(std::string_view text) {
  if (text.empty()) return std::uint16_t{0};
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + 1, end, port);
  if (text.front() != ':' || read.ec != std::errc{} || read.ptr != end || port == 0) {
    return invalid(text, "no port");
  }
  return port;
}

}  // namespace

std::string host_and_port(const std::string& host, std::uint16_t port) {
  return bracketed(host) + ':' + std::to_string(port);
}

std::string WebSocketUrl::place() const {
  return host_and_port(host, port);
}

std::string WebSocketUrl::authority() const {
  return port == usual_port(security) ? bracketed(host) : place();
}

base::Result<HostAndPort> parse_host_and_port(std::string_view text) {
  const bool address = text.starts_with('[');
  const std::size_t end = address ? text.find(']') : std::min(text.find(':'), text.size());
  if (end == std::string_view::npos) return invalid(text, "no host");
  const std::string_view host = address ? text.substr(1, end - 1) : text.substr(0, end);
  if (host.empty() || host.size() > kHostMax ||
      !std::ranges::all_of(host, address ? in_address : in_name)) {
    return invalid(text, "no host");
  }
  const auto port = port_of(text.substr(address ? end + 1 : end));
  if (!port) return invalid(text, "no port");
  return HostAndPort{std::string(host), *port};
}

base::Result<WebSocketUrl> parse_web_socket_url(std::string_view url) {
  std::string_view rest = url;
  const auto security = take_scheme(rest);
  if (!security) return base::within(base::urls_without_logins(url), security.error());
  const std::size_t host_end = std::min(rest.find_first_of("/?#"), rest.size());
  auto host = parse_host_and_port(rest.substr(0, host_end));
  if (!host) return invalid(url, "this names no host, or no port of it");

  WebSocketUrl read{*security, std::move(host->host), host->port, std::string()};
  if (read.port == 0) read.port = usual_port(*security);
  rest.remove_prefix(host_end);
  if (!rest.starts_with('/')) read.target = '/';
  read.target += rest;
  if (!std::ranges::all_of(read.target, in_target)) {
    return invalid(url, "a path holds neither spaces, '#', nor bytes beyond ASCII");
  }
  return read;
}

}  // namespace wick::io
