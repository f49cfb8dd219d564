// The ways to a server: over TLS to one that proves its name, and through a proxy.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "stream_client_test.hpp"

namespace wick::web_sockets_reach_test {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;

void greet(StreamGuest& guest) {
  guest.welcome();
  guest.text("hello " + guest.target());
  guest.await_end();
}

class WebSocketsTlsTest : public StreamClientTest {
 protected:
  static void SetUpTestSuite() {
    ours_ = *sim::make_certificate();
    theirs_ = *sim::make_certificate();
    folder_ = testing::TempDir() + "web_sockets_tls_test-" + std::to_string(::getpid());
    ASSERT_TRUE(sim::write_certificate(ours_, folder_));
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder_); }
  void SetUp() override { options_.ca_file = folder_ + "/ca.pem"; }

  std::string url(const std::string& host) const {
    return "wss://" + host + ':' + std::to_string(server_->port()) + "/x";
  }
  void expect_greeting(const std::string& address) {
    const auto socket = reactor().sockets().open(address);
    EXPECT_EQ(next(*socket), "(opened)") << error_.what;
    EXPECT_EQ(next(*socket), "hello /x");
  }

  static sim::Certificate ours_, theirs_;
  static std::string folder_;
};
sim::Certificate WebSocketsTlsTest::ours_, WebSocketsTlsTest::theirs_;
std::string WebSocketsTlsTest::folder_;

TEST_F(WebSocketsTlsTest, AServerThatProvesItsNameIsBelieved) {
  serve(greet, {.certificate = &ours_});
  expect_greeting(url("127.0.0.1"));
  expect_greeting(url("localhost"));  // which may be ::1 first, where nobody listens
}

TEST_F(WebSocketsTlsTest, LargeMessagesPassBothWays) {
  serve(
      [](StreamGuest& guest) {
        guest.welcome();
        while (const auto frame = guest.receive()) {
          if (frame->opcode == 1) guest.text(frame->payload);
        }
      },
      {.certificate = &ours_});
  const auto socket = reactor().sockets().open(url("localhost"));
  ASSERT_EQ(next(*socket), "(opened)");
  const std::string text(900'000, 'x');
  socket->send(text);
  EXPECT_EQ(next(*socket), text);
}

TEST_F(WebSocketsTlsTest, AnotherAuthorityIsNotBelieved) {
  serve(greet, {.certificate = &theirs_});
  const base::Error error = lost_at(url("localhost"));
  EXPECT_EQ(error.kind, ErrorKind::kUnauthorized);
  EXPECT_TRUE(error.what.starts_with("localhost:" + std::to_string(server_->port()) +
                                     ": the certificate is not believed: "))
      << error.what;
  EXPECT_TRUE(error.what.ends_with("; a private authority is named by WICK_CA_FILE"));
}

TEST_F(WebSocketsTlsTest, TheSystemsAuthoritiesDoNotKnowUs) {
  options_.ca_file = "";
  serve(greet, {.certificate = &ours_});
  EXPECT_EQ(lost_at(url("localhost")).kind, ErrorKind::kUnauthorized);
}

TEST_F(WebSocketsTlsTest, AnotherNameIsNotBelieved) {
  serve(greet, {.address = "127.0.0.2", .certificate = &ours_});
  const base::Error error = lost_at(url("127.0.0.2"));
  EXPECT_EQ(error.kind, ErrorKind::kUnauthorized);
  EXPECT_NE(error.what.find("IP address mismatch"), std::string::npos) << error.what;
}

TEST_F(WebSocketsTlsTest, AuthoritiesThatCannotBeReadAreNamed) {
  options_.ca_file = folder_ + "/none.pem";
  serve(greet, {.certificate = &ours_});
  const base::Error error = lost_at(url("localhost"));
  EXPECT_EQ(error.kind, ErrorKind::kUnauthorized);
  EXPECT_NE(error.what.find(options_.ca_file + " (WICK_CA_FILE)"), std::string::npos) << error.what;
}

TEST_F(WebSocketsTlsTest, AServerWithoutTlsIsLost) {
  serve([](StreamGuest& guest) {
    guest.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    guest.await_end();
  });
  const base::Error error = lost_at(url("localhost"));
  EXPECT_EQ(error.kind, ErrorKind::kUnavailable);
  EXPECT_NE(error.what.find(": no agreement on TLS: "), std::string::npos) << error.what;
}

TEST_F(WebSocketsTlsTest, AServerThatStopsWithinTheHandshakeIsLostInTime) {
  options_.connect_max = 50ms;
  serve([](StreamGuest& guest) { guest.await_end(); });
  EXPECT_TRUE(lost_at(url("localhost")).what.ends_with(": no agreement on TLS within 50 ms"));
}

TEST_F(WebSocketsTlsTest, AConnectionThatIsCutIsLost) {
  serve(
      [](StreamGuest& guest) {
        guest.welcome();
        guest.interrupt();
      },
      {.certificate = &ours_});
  EXPECT_TRUE(lost_at(url("localhost")).what.ends_with(": the connection was cut"));
}

// Passes on what either side says until one of them ends.
void pass_on(int one, int other) {
  std::array<pollfd, 2> ends{{{one, POLLIN, 0}, {other, POLLIN, 0}}};
  std::array<char, 16'384> bytes{};
  while (::poll(ends.data(), ends.size(), -1) > 0) {
    for (std::size_t i = 0; i < 2; ++i) {
      if (ends[i].revents == 0) continue;
      const auto got = ::recv(ends[i].fd, bytes.data(), bytes.size(), 0);
      if (got <= 0) return;
      ::send(ends[1 - i].fd, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL);
    }
  }
}

// A proxy that leads everybody to the test's server, whatever host is asked for.
class WebSocketsProxyTest : public WebSocketsTlsTest {
 protected:
  void SetUp() override {
    WebSocketsTlsTest::SetUp();
    proxy_.emplace([this](StreamGuest& guest) {
      heard_.set_value(guest.read_head());
      guest.write(answer_);
      if (!server_) return guest.await_end();
      const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_port = htons(static_cast<std::uint16_t>(server_->port()));
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
        pass_on(guest.socket(), socket);
      }
      ::close(socket);
      guest.interrupt();
    });
    options_.proxies = {.plain = "http://" + proxy_->place(),
                        .secure = "http://" + proxy_->place()};
  }
  void TearDown() override {
    end_reactor();
    proxy_.reset();
    WebSocketsTlsTest::TearDown();
  }

  std::string answer_{"HTTP/1.1 200 Connection established\r\nVia: us\r\n\r\n"};
  std::optional<StreamServer> proxy_;
};

TEST_F(WebSocketsProxyTest, ATunnelLeadsToThePlainServer) {
  options_.user_agent = "candlewick/7";
  serve(greet);
  expect_greeting("ws://no.such.host/x");
  EXPECT_EQ(heard_.get_future().get(),
            "CONNECT no.such.host:80 HTTP/1.1\r\nHost: no.such.host:80\r\n"
            "User-Agent: candlewick/7\r\n\r\n");
}

TEST_F(WebSocketsProxyTest, ATunnelLeadsToTheServerOverTls) {
  options_.proxies.secure = "http://me:s%40cret@" + proxy_->place() + "/";
  serve(greet, {.certificate = &ours_});
  expect_greeting("wss://localhost/x");
  EXPECT_EQ(heard_.get_future().get(),
            "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n"
            "Proxy-Authorization: Basic bWU6c0BjcmV0\r\n\r\n");
}

TEST_F(WebSocketsProxyTest, TheServerProvesItsNameThroughTheTunnelAsWell) {
  serve(greet, {.certificate = &ours_});
  const base::Error error = lost_at("wss://stream.example.com/x");
  EXPECT_EQ(error.kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(error.what, "stream.example.com:443 through proxy " + proxy_->place() +
                            ": the certificate is not believed: hostname mismatch"
                            "; a private authority is named by WICK_CA_FILE");
}

TEST_F(WebSocketsProxyTest, ExceptionsAreReachedStraight) {
  options_.proxies.none = "127.0.0.1";
  serve(greet);
  expect_greeting("ws://" + server_->place() + "/x");
}

TEST_F(WebSocketsProxyTest, AProxyThatWantsToKnowUsIsNamed) {
  answer_ = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
  options_.proxies.plain = "http://me:secret@" + proxy_->place();
  const base::Error error = lost_at("ws://stream.example.com/x");
  EXPECT_EQ(error.kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(error.what, "proxy " + proxy_->place() +
                            ": it refuses the way to stream.example.com:80: "
                            "407 Proxy Authentication Required");
}

TEST_F(WebSocketsProxyTest, AProxyThatCannotConnectIsUnavailable) {
  answer_ = "HTTP/1.1 502 Bad Gateway\r\n\r\n";
  EXPECT_EQ(lost_at("ws://stream.example.com/x").kind, ErrorKind::kUnavailable);
}

TEST_F(WebSocketsProxyTest, AProxyThatIsNoneIsNotTrusted) {
  answer_ = "SSH-2.0-OpenSSH\r\n\r\n";
  EXPECT_TRUE(lost_at("ws://stream.example.com/x").what.ends_with("no answer of HTTP"));
}

TEST_F(WebSocketsProxyTest, NothingMayPrecedeTheServersWords) {
  answer_ += "\x81\x05hello";
  EXPECT_TRUE(lost_at("ws://stream.example.com/x").what.ends_with("it speaks out of turn"));
}

TEST_F(WebSocketsProxyTest, AnEndlessAnswerIsCutOff) {
  answer_ = "HTTP/1.1 200 OK\r\n" + std::string(40'000, 'x');
  EXPECT_NE(lost_at("ws://stream.example.com/x").what.find("no answer to CONNECT"),
            std::string::npos);
}

TEST_F(WebSocketsProxyTest, ASilentProxyIsLostInTime) {
  answer_ = "";
  options_.connect_max = 50ms;
  EXPECT_EQ(
      lost_at("ws://stream.example.com/x").what,
      "stream.example.com:80 through proxy " + proxy_->place() + ": no connection within 50 ms");
}

TEST_F(WebSocketsProxyTest, ADeadProxyIsNamed) {
  options_.proxies.plain = "http://127.0.0.1:1";
  EXPECT_EQ(lost_at("ws://stream.example.com/x").what, "proxy 127.0.0.1:1: Connection refused");
}

}  // namespace
}  // namespace wick::web_sockets_reach_test
