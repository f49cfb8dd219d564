#include "io/web_socket_words.hpp"

#include <gtest/gtest.h>

namespace wick::io::web_socket_words_test {
namespace {

using base::ErrorKind;
using namespace std::chrono_literals;

TEST(WebSocketWords, AStatusSaysWhatToDoNext) {
  const auto kind = [](int status) { return handshake_refused("x:1", {status, "Words", ""}).kind; };
  EXPECT_EQ(kind(429), ErrorKind::kThrottled);
  EXPECT_EQ(kind(418), ErrorKind::kThrottled);
  EXPECT_EQ(kind(401), ErrorKind::kUnauthorized);
  EXPECT_EQ(kind(403), ErrorKind::kUnauthorized);
  EXPECT_EQ(kind(451), ErrorKind::kUnauthorized);
  EXPECT_EQ(kind(404), ErrorKind::kUnsupported);
  EXPECT_EQ(kind(200), ErrorKind::kUnavailable);
  EXPECT_EQ(kind(301), ErrorKind::kUnavailable);
  EXPECT_EQ(kind(503), ErrorKind::kUnavailable);
  EXPECT_EQ(handshake_refused("x:1", {429, "Too Many Requests", ""}).what,
            "x:1: the handshake was answered 429 Too Many Requests");
  EXPECT_EQ(handshake_refused("x:1", {429, "", ""}).what, "x:1: the handshake was answered 429");
}

TEST(WebSocketWords, AThrottledCallerIsToldHowLong) {
  const auto delay = [](int status, const char* header) {
    return handshake_refused("x", {status, "", header}).retry_after;
  };
  EXPECT_EQ(delay(429, "17"), 17s);
  EXPECT_EQ(delay(418, "0"), 0s);
  EXPECT_EQ(delay(429, "99999999999"), 168h);
  EXPECT_EQ(delay(429, ""), std::nullopt);
  EXPECT_EQ(delay(429, "-1"), std::nullopt);
  EXPECT_EQ(delay(429, "99999999999999999999"), std::nullopt);
  EXPECT_EQ(delay(429, "Fri, 31 Dec 1999 23:59:59 GMT"), std::nullopt);
  EXPECT_EQ(delay(503, "17"), std::nullopt);
}

TEST(WebSocketWords, ACloseHasItsCodeAndReason) {
  EXPECT_EQ(closed_by_server("x:1", 1001, "").what, "x:1: closed by the server: 1001 going away");
  EXPECT_EQ(closed_by_server("x:1", 1000, "Connection expired").what,
            "x:1: closed by the server: 1000 normal end (Connection expired)");
  EXPECT_EQ(closed_by_server("x:1", 4004, "no").what, "x:1: closed by the server: 4004 (no)");
  EXPECT_EQ(closed_by_server("x:1", 0, "").what, "x:1: closed by the server without a reason");
  EXPECT_EQ(closed_by_server("x:1", 1008, "").kind, ErrorKind::kUnavailable);
}

TEST(WebSocketWords, StrangersStayOnTheLine) {
  EXPECT_EQ(one_line("a\r\nb\x1b[31m\tc\x7f"), "a  b [31m c ");
  EXPECT_EQ(one_line(std::string(500, 'x')).size(), 120U);
  EXPECT_EQ(one_line("\xc3\xa4"), "\xc3\xa4");
}

}  // namespace
}  // namespace wick::io::web_socket_words_test
