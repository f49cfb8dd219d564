// What only the real WebSockets have: frames, closings, limits, and servers that behave badly.
#include "io/web_sockets.hpp"

#include <gtest/gtest.h>

#include <variant>

#include "stream_client_test.hpp"

namespace wick::web_sockets_test {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;

class WebSocketsTest : public StreamClientTest {};

TEST_F(WebSocketsTest, TheRequestIsPlain) {
  options_.user_agent = "candlewick/7";
  serve([](StreamGuest& guest) {
    guest.welcome();
    guest.text(guest.head());
    guest.await_end();
  });
  const auto socket = open("/stream?streams=a/b");
  ASSERT_EQ(next(*socket), "(opened)");
  const std::string head = next(*socket);
  EXPECT_TRUE(head.starts_with("GET /stream?streams=a/b HTTP/1.1\r\n")) << head;
  EXPECT_NE(head.find("\r\nHost: " + server_->place() + "\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("\r\nUser-Agent: candlewick/7\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("\r\nSec-WebSocket-Version: 13\r\n"), std::string::npos) << head;
  EXPECT_EQ(head.find("Extensions"), std::string::npos) << "compression is not offered";
}

TEST_F(WebSocketsTest, PingsAreAnsweredWithTheirPayload) {
  const std::string payload = std::string("\0\xff middle \r\n", 12) + std::string(113, 'p');
  serve([payload](StreamGuest& guest) {
    guest.welcome();
    guest.frame(9, payload);
    const auto answer = guest.receive();
    const bool same = answer && answer->opcode == 10 && answer->payload == payload;
    guest.text(same ? "the same" : "another");
    guest.await_end();
  });
  const auto socket = open();
  for (const char* const expected : {"(opened)", "(pinged)", "the same"}) {
    EXPECT_EQ(next(*socket), expected);
  }
}

TEST_F(WebSocketsTest, FragmentsAreOneMessage) {
  serve([](StreamGuest& guest) {
    guest.welcome();
    guest.frame(1, "one ", false);
    guest.frame(0, "", false);
    guest.frame(9, "");
    guest.frame(0, "mess\xc3", false);  // within a character
    guest.frame(10, "a pong nobody asked for");
    guest.frame(0, "\xa4ge", true);
    guest.text("next");
    guest.await_end();
  });
  const auto socket = open();
  for (const char* const expected : {"(opened)", "(pinged)", "one mess\xc3\xa4ge", "next"}) {
    EXPECT_EQ(next(*socket), expected);
  }
}

TEST_F(WebSocketsTest, BinaryMessagesArePassedOver) {
  serve([](StreamGuest& guest) {
    guest.welcome();
    guest.frame(2, "\xff\xfe");
    guest.text("text");
    guest.await_end();
  });
  const auto socket = open();
  ASSERT_EQ(next(*socket), "(opened)");
  EXPECT_EQ(next(*socket), "text");
}

TEST_F(WebSocketsTest, AClosingIsToldAtOnceAndAnswered) {
  serve([this](StreamGuest& guest) {
    guest.welcome();
    guest.close(1001);
    const auto frame = guest.receive();
    heard_.set_value(frame ? std::to_string(frame->opcode) + frame->payload : "none");
    guest.await_end();
  });
  const auto socket = open();
  ASSERT_EQ(next(*socket), "(opened)");
  EXPECT_EQ(next(*socket), "(lost)");
  EXPECT_EQ(error_.what, server_->place() + ": closed by the server: 1001 going away");
  EXPECT_EQ(heard_.get_future().get(), "8\x03\xe9");
}

TEST_F(WebSocketsTest, ClosingsKeepTheServersWords) {
  serve([](StreamGuest& guest) {
    guest.welcome();
    if (guest.target() == "/words") guest.close(1008, "too\nmany\r\nstreams");
    if (guest.target() == "/none") guest.frame(8, "");
    guest.await_end();
  });
  EXPECT_EQ(lost("/words").what,
            server_->place() + ": closed by the server: 1008 policy violation (too many  streams)");
  EXPECT_EQ(lost("/none").what, server_->place() + ": closed by the server without a reason");
}

TEST_F(WebSocketsTest, AServerThatGoesAwayIsLost) {
  serve([](StreamGuest& guest) {
    guest.welcome();
    guest.text("bye");
    if (guest.target() == "/reset") {
      (void)guest.receive();  // so that the text is not lost with the connection
      guest.reset();
    } else {
      guest.interrupt();
    }
  });
  const auto cut = open("/cut");
  for (const char* const expected : {"(opened)", "bye", "(lost)"}) EXPECT_EQ(next(*cut), expected);
  EXPECT_EQ(error_.what, server_->place() + ": the connection was cut");
  EXPECT_EQ(error_.kind, ErrorKind::kUnavailable);
  const auto reset = open("/reset");
  for (const char* const expected : {"(opened)", "bye"}) EXPECT_EQ(next(*reset), expected);
  reset->send("go");
  EXPECT_EQ(next(*reset), "(lost)");
  EXPECT_EQ(error_.what, server_->place() + ": Connection reset by peer");
}

TEST_F(WebSocketsTest, ARefusedHandshakeNamesTheStatus) {
  serve([](StreamGuest& guest) {
    (void)guest.read_head();
    guest.write("HTTP/1.1 " + guest.target().substr(1, 3) + " " + guest.target().substr(5) +
                "\r\nRetry-After: 17\r\nContent-Length: 4\r\n\r\nbody");
    guest.await_end();
  });
  const base::Error throttled = lost("/429/");
  EXPECT_EQ(throttled.kind, ErrorKind::kThrottled);
  EXPECT_EQ(throttled.retry_after, 17s);
  EXPECT_EQ(throttled.what,
            server_->place() + ": the handshake was answered 429 Too Many Requests");
  EXPECT_EQ(lost("/418/").kind, ErrorKind::kThrottled);
  EXPECT_EQ(lost("/403/").kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(lost("/404/Nowhere").what,
            server_->place() + ": the handshake was answered 404 Nowhere");
  EXPECT_EQ(lost("/404/").kind, ErrorKind::kUnsupported);
  EXPECT_EQ(lost("/302/").kind, ErrorKind::kUnavailable);
  EXPECT_EQ(lost("/200/").kind, ErrorKind::kUnavailable);
  EXPECT_FALSE(lost("/503/").retry_after);
}

TEST_F(WebSocketsTest, AHandshakeMustBeOne) {
  serve([](StreamGuest& guest) {
    (void)guest.read_head();
    guest.write(guest.target() == "/smtp"
                    ? "220 mail.example.com\r\n\r\n"
                    : "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n");
    guest.interrupt();
  });
  for (const char* const path : {"/smtp", "/key"}) {
    const base::Error error = lost(path);
    EXPECT_EQ(error.kind, ErrorKind::kUnavailable);
    EXPECT_TRUE(error.what.starts_with(server_->place() + ": the handshake ")) << error.what;
  }
}

TEST_F(WebSocketsTest, AServerThatNeverAnswersIsLostInTime) {
  options_.connect_max = 50ms;
  serve([](StreamGuest& guest) { guest.await_end(); });
  EXPECT_EQ(lost("/").what, server_->place() + ": no answer to the handshake within 50 ms");
  EXPECT_EQ(error_.kind, ErrorKind::kUnavailable);
}

TEST_F(WebSocketsTest, ALimitOfTimeEndsWithTheHandshake) {
  options_.connect_max = 1s;
  serve([](StreamGuest& guest) {
    guest.welcome();
    guest.text((void(guest.receive()), "late"));
    guest.await_end();
  });
  const auto socket = open();
  ASSERT_EQ(next(*socket), "(opened)");
  pass(1100ms);
  socket->send("go");
  EXPECT_EQ(next(*socket), "late");
}

TEST_F(WebSocketsTest, AddressesThatLeadNowhere) {
  serve([](StreamGuest&) {});
  EXPECT_EQ(lost_at("http://x").kind, ErrorKind::kInvalid);
  EXPECT_EQ(lost_at("ws://127.0.0.1:1/").what, "127.0.0.1:1: Connection refused");
  const std::string host = std::string(64, 'x') + ".invalid";  // longer than a label may be
  EXPECT_EQ(lost_at("ws://" + host).kind, ErrorKind::kUnavailable);
  EXPECT_TRUE(error_.what.starts_with(host + ":80: ")) << error_.what;
}

TEST_F(WebSocketsTest, AMessageBeyondTheLimitIsCorrupt) {
  options_.message_bytes_max = 1'000;
  serve([](StreamGuest& guest) {
    guest.welcome();
    guest.text(std::string(1'000, 'x'));
    if (guest.target() == "/whole") guest.text(std::string(1'001, 'x'));
    for (int i = 0; i < 11 && guest.target() == "/parts"; ++i) {
      guest.frame(i == 0 ? 1 : 0, std::string(100, 'x'), i == 10);
    }
    guest.await_end();
  });
  for (const char* const path : {"/whole", "/parts"}) {
    const auto socket = open(path);
    ASSERT_EQ(next(*socket), "(opened)");
    EXPECT_EQ(next(*socket).size(), 1'000U);
    EXPECT_EQ(next(*socket), "(lost)");
    EXPECT_EQ(error_.kind, ErrorKind::kCorrupt);
    EXPECT_EQ(error_.what, server_->place() + ": a message of more than 1000 bytes");
  }
}

TEST_F(WebSocketsTest, BrokenFramesAreCorrupt) {
  serve([](StreamGuest& guest) {
    guest.welcome();
    if (guest.target() == "/letters") guest.text("\xff\xfe");
    if (guest.target() == "/kind") guest.frame(5, "x");
    if (guest.target() == "/mask")
      guest.write(
          "\x81\x81"
          "abcdx");
    if (guest.target() == "/order") guest.frame(0, "x");
    if (guest.target() == "/ping") guest.frame(9, std::string(126, 'x'));
    guest.await_end();
  });
  for (const char* const path : {"/letters", "/kind", "/mask", "/order", "/ping"}) {
    EXPECT_EQ(lost(path).kind, ErrorKind::kCorrupt) << path;
    EXPECT_TRUE(error_.what.starts_with(server_->place() + ": this is no WebSocket: "));
  }
}

TEST_F(WebSocketsTest, AServerIsMadeToWait) {
  constexpr int kTexts = 640;
  options_.inbox.bytes_max = 300'000;
  serve([this](StreamGuest& guest) {
    guest.welcome();
    for (; sent_ < kTexts; ++sent_) {
      if (!guest.text(std::string(100'000, static_cast<char>('a' + sent_ % 26)))) return;
    }
    guest.await_end();
  });
  const auto socket = open();
  ASSERT_EQ(next(*socket), "(opened)");
  for (int before = -1; before != sent_ || before == 0;) {
    before = sent_;
    pass(150ms);
  }
  EXPECT_LT(sent_, kTexts / 2);
  for (int i = 0; i < kTexts; ++i) {
    ASSERT_EQ(next(*socket), std::string(100'000, static_cast<char>('a' + i % 26))) << i;
  }
}

TEST_F(WebSocketsTest, AServerThatDoesNotReadIsLost) {
  serve([this](StreamGuest& guest) {
    guest.welcome();
    await_end_of_test();
  });
  const auto socket = open();
  ASSERT_EQ(next(*socket), "(opened)");
  const std::string text(200'000, 'x');
  auto event = socket->take();
  for (; !event; event = socket->take()) socket->send(text);
  const auto* end = std::get_if<port::Lost>(&*event);
  ASSERT_NE(end, nullptr);
  EXPECT_EQ(end->error.what, server_->place() + ": the server does not read what it is sent");
}

TEST_F(WebSocketsTest, ADroppedSocketSaysFarewell) {
  serve([this](StreamGuest& guest) {
    guest.welcome();
    const auto frame = guest.receive();
    heard_.set_value(frame ? std::to_string(frame->opcode) + frame->payload : "none");
    guest.close(1000);
    guest.await_end();
  });
  auto socket = open();
  ASSERT_EQ(next(*socket), "(opened)");
  socket.reset();
  EXPECT_EQ(heard_.get_future().get(), "8\x03\xe8");
}

TEST_F(WebSocketsTest, TheEndSaysFarewellAndDoesNotWaitForLong) {
  options_.farewell_max = 50ms;
  serve([this](StreamGuest& guest) {
    guest.welcome();
    if (guest.target() == "/mute") return guest.await_end();
    if (guest.target() == "/flood") {
      while (guest.text(std::string(10'000, 'x'))) continue;
      return;
    }
    if (guest.target() != "/") return;  // gone before it had said what it wants
    const auto frame = guest.receive();
    heard_.set_value(frame ? std::to_string(frame->opcode) + frame->payload : "none");
  });
  const auto open_one = open();
  const auto mute = open("/mute");
  const auto flooded = open("/flood");
  for (const auto* socket : {&open_one, &mute, &flooded}) ASSERT_EQ(next(**socket), "(opened)");
  const auto connecting = open("/mute");
  const core::MonoTime begin = reactor().now().mono;
  end_reactor();
  EXPECT_LT(reactor().now().mono - begin, 10s);
  EXPECT_EQ(heard_.get_future().get(), "8\x03\xe8");
  for (const auto* socket : {&open_one, &mute, &flooded, &connecting}) {
    (*socket)->send("anybody?");
    while ((*socket)->take()) continue;
  }
}

}  // namespace
}  // namespace wick::web_sockets_test
