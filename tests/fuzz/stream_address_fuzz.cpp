// Any text as the address of a stream and as a proxy's. What was understood reads back the same,
// and nothing in it can end a line of a request.
#include <algorithm>
#include <string>

#include "io/proxies.hpp"
#include "io/web_socket_url.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace wick::io;

bool on_one_line(const std::string& text) {
  return std::ranges::none_of(text, [](char c) { return c <= ' ' || c >= '\x7f'; });
}

void check_url(const WebSocketUrl& url) {
  WICK_CHECK(!url.host.empty() && url.port != 0 && url.target.starts_with('/'));
  WICK_CHECK(on_one_line(url.host) && on_one_line(url.target));
  WICK_CHECK(url.host.find_first_of("/@[]?#") == std::string::npos);
  const std::string scheme = url.security == Security::kTls ? "wss://" : "ws://";
  for (const std::string& place : {url.place(), url.authority()}) {
    const auto again = parse_web_socket_url(scheme + place + url.target);
    WICK_CHECK(again && again->host == url.host && again->port == url.port);
    WICK_CHECK(again->target == url.target && again->security == url.security);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wick::fuzz::Input input(data, size);
  const auto url = parse_web_socket_url(input.line());
  if (url) check_url(*url);

  Proxies proxies;
  proxies.none = input.line();
  proxies.plain = proxies.secure = input.rest();
  const WebSocketUrl stream{Security::kTls, "stream.example.com", 443, "/"};
  const auto proxy = proxy_for(url ? *url : stream, proxies);
  if (!proxy || !*proxy) return 0;
  WICK_CHECK(!(*proxy)->host.empty() && (*proxy)->port != 0 && on_one_line((*proxy)->host));
  const std::string& credentials = (*proxy)->credentials;
  WICK_CHECK(credentials.empty() || credentials.starts_with("Basic "));
  WICK_CHECK(credentials.empty() || on_one_line(credentials.substr(6)));
  return 0;
}
