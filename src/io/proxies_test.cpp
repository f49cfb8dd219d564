#include "io/proxies.hpp"

#include <gtest/gtest.h>

namespace wick::io::proxies_test {
namespace {

constexpr const char* kProxy = "http://proxy:3128";

std::optional<Proxy> proxy_of(const std::string& url, const Proxies& proxies) {
  const auto parsed = parse_web_socket_url(url);
  EXPECT_TRUE(parsed) << url;
  auto proxy = proxy_for(*parsed, proxies);
  EXPECT_TRUE(proxy) << url;
  return proxy ? *proxy : std::nullopt;
}

bool straight(const std::string& url, const std::string& none) {
  return !proxy_of(url, {.plain = kProxy, .secure = kProxy, .none = none});
}

std::string place_of(const std::string& proxy) {
  const auto found = proxy_of("wss://x", {.secure = proxy});
  return found ? found->place() : "straight";
}

std::string credentials_of(const std::string& proxy) {
  const auto found = proxy_of("wss://x", {.secure = proxy});
  return found ? found->credentials : "straight";
}

TEST(Proxies, EachSchemeHasItsVariable) {
  const Proxies both = proxies_of({{"http_proxy", "a"}, {"https_proxy", "b"}, {"no_proxy", "c"}});
  EXPECT_EQ(both.plain, "a");
  EXPECT_EQ(both.secure, "b");
  EXPECT_EQ(both.none, "c");
  const Proxies all = proxies_of({{"ALL_PROXY", "a"}, {"NO_PROXY", "c"}});
  EXPECT_EQ(all.plain, "a");
  EXPECT_EQ(all.secure, "a");
  EXPECT_EQ(all.none, "c");
  EXPECT_EQ(proxies_of({{"PATH", "/bin"}}).secure, "");
}

TEST(Proxies, SmallLettersAndTheSchemeComeFirst) {
  const Proxies read = proxies_of({{"https_proxy", "small"},
                                   {"HTTPS_PROXY", "capital"},
                                   {"HTTP_PROXY", "plain"},
                                   {"http_proxy", ""},
                                   {"all_proxy", "all"}});
  EXPECT_EQ(read.secure, "small");
  EXPECT_EQ(read.plain, "plain");
}

TEST(Proxies, NoneIsStraight) {
  EXPECT_FALSE(proxy_of("wss://x", {}));
  EXPECT_FALSE(proxy_of("ws://x", {.secure = kProxy}));
  EXPECT_TRUE(proxy_of("wss://x", {.secure = kProxy}));
}

TEST(Proxies, AnAddressMayBeShort) {
  EXPECT_EQ(place_of("http://proxy:3128"), "proxy:3128");
  EXPECT_EQ(place_of("http://proxy:3128/"), "proxy:3128");
  EXPECT_EQ(place_of("proxy:3128"), "proxy:3128");
  EXPECT_EQ(place_of("HTTP://proxy"), "proxy:1080");
  EXPECT_EQ(place_of("[::1]:8"), "[::1]:8");
}

TEST(Proxies, CredentialsAreSentAsBasic) {
  EXPECT_EQ(credentials_of("http://proxy:1"), "");
  // From RFC 7617.
  EXPECT_EQ(credentials_of("http://Aladdin:open%20sesame@proxy:1"),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(credentials_of("me:p@ss@proxy:1"), "Basic bWU6cEBzcw==");
  EXPECT_EQ(credentials_of("me:%zz%4@proxy:1"), "Basic bWU6JXp6JTQ=");
  EXPECT_EQ(credentials_of("me@proxy:1"), "Basic bWU6");
  EXPECT_EQ(place_of("me:pass@proxy:1"), "proxy:1");
}

TEST(Proxies, OtherKindsAreRefusedWithoutTellingThePassword) {
  for (const char* const proxy :
       {"socks5://me:secret@proxy:1", "https://me:secret@proxy", "http://me:secret@",
        "http://me:secret@pro xy", "http://me:secret@proxy:port", "http://:80"}) {
    const auto refused = proxy_for(*parse_web_socket_url("wss://stream"), {.secure = proxy});
    ASSERT_FALSE(refused) << proxy;
    EXPECT_EQ(refused.error().kind, base::ErrorKind::kUnauthorized);
    EXPECT_TRUE(refused.error().what.starts_with("stream:443: ")) << refused.error().what;
    EXPECT_EQ(refused.error().what.find("secret"), std::string::npos) << refused.error().what;
  }
}

TEST(Proxies, ExceptionsAreNamesWithAllBelow) {
  EXPECT_TRUE(straight("wss://example.com", "example.com"));
  EXPECT_TRUE(straight("wss://a.b.example.com:9443", "other, .Example.COM"));
  EXPECT_TRUE(straight("ws://x", "*"));
  EXPECT_TRUE(straight("ws://localhost", "127.0.0.1 localhost"));
  EXPECT_FALSE(straight("wss://badexample.com", "example.com"));
  EXPECT_FALSE(straight("wss://example.com.cn", "example.com"));
  EXPECT_FALSE(straight("wss://example.com", "a.example.com"));
  EXPECT_FALSE(straight("wss://example.com", ""));
  EXPECT_FALSE(straight("wss://example.com", " , ,."));
}

TEST(Proxies, ExceptionsAreAddressesAndNetworks) {
  EXPECT_TRUE(straight("ws://127.0.0.1:8080", "127.0.0.1"));
  EXPECT_TRUE(straight("ws://10.1.2.3", "10.0.0.0/8"));
  EXPECT_TRUE(straight("ws://[::1]", "::1"));
  EXPECT_TRUE(straight("ws://[fd00::7]", "fd00::/8"));
  EXPECT_FALSE(straight("ws://11.1.2.3", "10.0.0.0/8"));
  EXPECT_FALSE(straight("ws://[fe00::7]", "fd00::/8"));
  EXPECT_FALSE(straight("ws://127.0.0.1", "0.0.1"));
  EXPECT_FALSE(straight("ws://10.1.2.3", "fd00::/8"));
  EXPECT_FALSE(straight("ws://10.1.2.3", "10.0.0.0/99"));
}

}  // namespace
}  // namespace wick::io::proxies_test
