#include "io/web_socket_url.hpp"

#include <gtest/gtest.h>

namespace wick::io::web_socket_url_test {
namespace {

WebSocketUrl read(std::string_view url) {
  auto parsed = parse_web_socket_url(url);
  EXPECT_TRUE(parsed) << url << (parsed ? "" : parsed.error().what);
  return parsed ? *std::move(parsed) : WebSocketUrl{};
}

TEST(WebSocketUrl, IsTakenApart) {
  const WebSocketUrl url = read("wss://stream.binance.com:9443/stream?streams=a@trade/b@kline_1m");
  EXPECT_EQ(url.security, Security::kTls);
  EXPECT_EQ(url.host, "stream.binance.com");
  EXPECT_EQ(url.port, 9443);
  EXPECT_EQ(url.target, "/stream?streams=a@trade/b@kline_1m");
  EXPECT_EQ(url.place(), "stream.binance.com:9443");
  EXPECT_EQ(url.authority(), "stream.binance.com:9443");
}

TEST(WebSocketUrl, WhatGoesWithoutSayingIsAdded) {
  EXPECT_EQ(read("ws://x").port, 80);
  EXPECT_EQ(read("ws://x").target, "/");
  EXPECT_EQ(read("wss://x").port, 443);
  EXPECT_EQ(read("wss://x/").authority(), "x");
  EXPECT_EQ(read("wss://x:443/").authority(), "x");
  EXPECT_EQ(read("wss://x:80/").authority(), "x:80");
  EXPECT_EQ(read("ws://x?a=b").target, "/?a=b");
  EXPECT_EQ(read("WSS://X/").security, Security::kTls);
}

TEST(WebSocketUrl, AnAddressStandsInBrackets) {
  const WebSocketUrl url = read("ws://[::1]:81/ws");
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.place(), "[::1]:81");
  EXPECT_EQ(read("ws://[fe80::1]").authority(), "[fe80::1]");
  EXPECT_EQ(read("ws://127.0.0.1:5/").place(), "127.0.0.1:5");
}

TEST(WebSocketUrl, WhatLeadsNowhereIsRefused) {
  for (const char* const url : {"",
                                "x",
                                "ws:",
                                "ws:/x",
                                "ws://",
                                "ws:///x",
                                "http://x",
                                "https://x/",
                                "wss//x",
                                "ws://:80",
                                "ws://x:",
                                "ws://x:0",
                                "ws://x:65536",
                                "ws://x:-1",
                                "ws://x:8a",
                                "ws://x: 8",
                                "ws://a b/",
                                "ws://x/a b",
                                "ws://x/#part",
                                "ws://x#part",
                                "ws://me:pass@x/",
                                "ws://me@x/",
                                "ws://[::1",
                                "ws://[]/",
                                "ws://[x]/",
                                "ws://[::1]x/",
                                "ws://::1/",
                                "ws://x/\r\nHost: y",
                                "ws://x\r/",
                                "ws://\xc3\xa4/",
                                "ws://x/\xc3\xa4",
                                "ws://x/\x7f"}) {
    const auto parsed = parse_web_socket_url(url);
    ASSERT_FALSE(parsed) << url;
    EXPECT_EQ(parsed.error().kind, base::ErrorKind::kInvalid) << url;
    if (std::string_view(url).find('@') != std::string_view::npos) continue;
    EXPECT_TRUE(parsed.error().what.starts_with(url)) << parsed.error().what;
  }
  EXPECT_TRUE(parse_web_socket_url("ws://me:pw@x/").error().what.starts_with("ws://***@x/: "));
  EXPECT_FALSE(parse_web_socket_url("ws://" + std::string(256, 'x')));
}

}  // namespace
}  // namespace wick::io::web_socket_url_test
