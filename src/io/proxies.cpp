#include "io/proxies.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <cctype>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "io/connection.hpp"

namespace wick::io {
namespace {

namespace ip = boost::asio::ip;

constexpr std::uint16_t kUsualPort = 1080;  // as libcurl has it

std::string first_set(const std::map<std::string, std::string>& environment,
                      std::initializer_list<const char*> names) {
  for (const char* const name : names) {
    const auto found = environment.find(name);
    if (found != environment.end() && !found->second.empty()) return found->second;
  }
  return {};
}

std::string small_letters(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return small;
}

// A network in the manner of 10.0.0.0/8, or a single address.
bool address_within(const ip::address& address, const std::string& entry) {
  error_code error;
  if (entry.find('/') == std::string::npos) return ip::make_address(entry, error) == address;
  if (address.is_v4()) {
    const auto network = ip::make_network_v4(entry, error);
    return !error && ip::network_v4(address.to_v4(), network.prefix_length()).canonical() ==
                         network.canonical();
  }
  const auto network = ip::make_network_v6(entry, error);
  return !error && ip::network_v6(address.to_v6(), network.prefix_length()).canonical() ==
                       network.canonical();
}

// "example.com" and ".example.com" are that host and all below it.
bool name_within(std::string_view host, std::string_view entry) {
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || !host.ends_with(entry)) return false;
  return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

bool excepted(const std::string& host, const std::string& entry) {
  if (entry == "*") return true;
  error_code error;
  const ip::address address = ip::make_address(host, error);
  return error ? name_within(small_letters(host), small_letters(entry))
               : address_within(address, entry);
}

std::vector<std::string> entries_of(std::string_view list) {
  std::vector<std::string> entries;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find_first_of(", \t"), list.size());
    if (end > 0) entries.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return entries;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = static_cast<char>(c | ' ');
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

// %40 as @; what is no such escape stays as it is.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                        hex_value(text[i + 2]) >= 0;
    plain +=
        escape ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return plain;
}

std::string basic(std::string_view user_and_password) {
  std::string plain = unescaped(user_and_password);
  if (user_and_password.find(':') == std::string_view::npos) plain += ':';
  std::string text((plain.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(plain.data()),
                                   static_cast<int>(plain.size()));
  text.resize(static_cast<std::size_t>(size));
  return "Basic " + text;
}

base::Result<std::optional<Proxy>> parse_proxy(std::string_view text) {
  if (const std::size_t scheme_end = text.find("://"); scheme_end != std::string_view::npos) {
    if (const std::string scheme = small_letters(text.substr(0, scheme_end)); scheme != "http") {
      return base::Error{base::ErrorKind::kUnauthorized,
                         "streams pass through http:// proxies only, not through " + scheme +
                             "://; set https_proxy, or no_proxy"};
    }
    text.remove_prefix(scheme_end + 3);
  }
  text = text.substr(0, text.find_first_of("/?#"));
  Proxy proxy;
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    proxy.credentials = basic(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  auto place = parse_host_and_port(text);
  if (!place) {
    return base::Error{base::ErrorKind::kUnauthorized,
                       "the proxy's address cannot be read; look at https_proxy and http_proxy"};
  }
  proxy.host = std::move(place->host);
  proxy.port = place->port == 0 ? kUsualPort : place->port;
  return std::optional(std::move(proxy));
}

}  // namespace

Proxies proxies_of(const std::map<std::string, std::string>& environment) {
  return {
      .plain = first_set(environment, {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}),
      .secure = first_set(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
      .none = first_set(environment, {"no_proxy", "NO_PROXY"})};
}

base::Result<std::optional<Proxy>> proxy_for(const WebSocketUrl& url, const Proxies& proxies) {
  const std::string& proxy = url.security == Security::kTls ? proxies.secure : proxies.plain;
  if (proxy.empty()) return std::optional<Proxy>();
  for (const std::string& entry : entries_of(proxies.none)) {
    if (excepted(url.host, entry)) return std::optional<Proxy>();
  }
  auto parsed = parse_proxy(proxy);
  if (!parsed) return base::within(url.place(), parsed.error());
  return parsed;
}

}  // namespace wick::io
