#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <tuple>

#include "sim/server/loopback_test.hpp"

namespace wick::sim::stream_connection_test {
namespace {

class StreamConnectionTest : public testing::Test {
 protected:
  void start() { server_.emplace(backend_, options_); }

  FakeBackend backend_;
  ServerOptions options_;
  std::optional<LoopbackServer> server_;
};

TEST_F(StreamConnectionTest, StreamsOverTls) {
  options_.certificate_folder = testing::TempDir() + "server_test_streams";
  options_.speed = 100;
  start();
  LoopbackClient client(server_->port(Host::kSpot, Security::kTls));
  ASSERT_TRUE(client.trust(options_.certificate_folder + "/ca.pem"));
  client.send(upgrade_request("/stream?streams=btcusdt@kline_1m"));
  const std::string head = client.receive_until("\r\n\r\n");
  EXPECT_EQ(head.find("HTTP/1.1 101 "), 0U);
  EXPECT_NE(head.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos);
  client.send(client_frame(1, R"({"method":"GET_PROPERTY","params":["combined"],"id":1})"));
  bool replied = false;
  int closing = 0;
  while (closing < 2 || !replied) {
    const auto [opcode, text] = client.receive_frame();
    ASSERT_GT(opcode, 0);
    replied |= text == R"({"result":true,"id":1})";
    closing += text.find(R"("x":true)") != std::string::npos;
    if (opcode == 9) client.send(client_frame(10, text));
  }
  std::filesystem::remove_all(options_.certificate_folder);
}

TEST_F(StreamConnectionTest, PingsAreAnsweredAndSent) {
  options_.streams = StreamOptions{};
  options_.streams->ping_every = 20 * 1000;
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws"));
  client.receive_until("\r\n\r\n");
  client.send(client_frame(9, "are you there"));
  bool pinged = false;
  bool answered = false;
  while (!pinged || !answered) {
    const auto [opcode, text] = client.receive_frame();
    ASSERT_GT(opcode, 0);
    pinged |= opcode == 9 && text.size() == 13;
    answered |= opcode == 10 && text == "are you there";
  }
}

TEST_F(StreamConnectionTest, TheSessionHangsUp) {
  options_.streams = StreamOptions{};
  options_.streams->lifetime = 20 * 1000;
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws"));
  client.receive_until("\r\n\r\n");
  const auto [opcode, text] = client.receive_frame();
  EXPECT_EQ(opcode, 8);
  EXPECT_EQ(text,
            "\x03\xE9"
            "Connection expired");
  client.send(client_frame(8, text.substr(0, 2)));
  EXPECT_EQ(client.receive_all(), "");
  EXPECT_FALSE(client.broken());
}

TEST_F(StreamConnectionTest, OtherUpgradesAreRequestsLikeAny) {
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/api/v3/ping"));
  EXPECT_EQ(client.receive_until("\r\n").find("HTTP/1.1 200"), 0U);
}

TEST_F(StreamConnectionTest, AnnouncesItsEnd) {
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws"));
  client.receive_until("\r\n\r\n");
  client.send(client_frame(1, "{}"));
  client.receive_frame();  // now the stream is known to be open
  (*server_)->announce_shutdown();
  EXPECT_EQ(client.receive_frame().second.find(R"({"e":"serverShutdown","E":17092)"), 0U);
}

TEST_F(StreamConnectionTest, HandshakesHaveFates) {
  backend_.handshake.refuse_status = 503;
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws/btcusdt@trade"));
  EXPECT_EQ(client.receive_until("\r\n").find("HTTP/1.1 503 "), 0U);
  ASSERT_EQ(backend_.events().size(), 1U);
  EXPECT_EQ(backend_.events()[0].target, "/ws/btcusdt@trade");
}

TEST_F(StreamConnectionTest, FramesHaveFates) {
  backend_.frame.copies = 3;
  options_.speed = 100;
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws/btcusdt@trade"));
  client.receive_until("\r\n\r\n");
  for (int i = 0; i < 4; i++) {
    const std::string text = client.receive_frame().second;
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(client.receive_frame().second, text);
    EXPECT_EQ(client.receive_frame().second, text);
  }
}

TEST_F(StreamConnectionTest, AStreamCanFallSilent) {
  backend_.frame.silent = true;
  options_.speed = 100;
  options_.silence_max = std::chrono::milliseconds(600);
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws/btcusdt@trade"));
  client.receive_until("\r\n\r\n");
  EXPECT_FALSE(client.hears_within(std::chrono::milliseconds(200)));
  client.send(client_frame(9, "are you there"));
  EXPECT_FALSE(client.hears_within(std::chrono::milliseconds(100)));
  EXPECT_EQ(client.receive_all(), "");
}

TEST_F(StreamConnectionTest, AStreamCanBeClosedOrReset) {
  options_.speed = 100;
  backend_.frame.close_code = 1012;
  start();
  LoopbackClient closed(server_->port());
  closed.send(upgrade_request("/ws/btcusdt@trade"));
  closed.receive_until("\r\n\r\n");
  EXPECT_EQ(closed.receive_frame(), std::pair(8, std::string("\x03\xF4")));
}

TEST_F(StreamConnectionTest, AStreamCanBeReset) {
  options_.speed = 100;
  backend_.frame.reset = true;
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws/btcusdt@trade"));
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_all(), "");
  EXPECT_TRUE(client.broken());
}

TEST_F(StreamConnectionTest, WhatCameBeforeTheEndIsSentBeforeTheEnd) {
  options_.speed = 100'000;  // all in one breath
  backend_.frames_spared = 20;
  backend_.frame.close_code = 1012;
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws/btcusdt@trade"));
  client.receive_until("\r\n\r\n");
  int frames = 0;
  auto [opcode, text] = client.receive_frame();
  for (; opcode == 1 || opcode == 9; std::tie(opcode, text) = client.receive_frame()) {
    frames += opcode == 1 ? 1 : 0;
  }
  EXPECT_EQ(frames, 20);
  EXPECT_EQ(opcode, 8);
}

TEST_F(StreamConnectionTest, SoItIsBeforeAReset) {
  options_.speed = 100'000;
  backend_.frames_spared = 20;
  backend_.frame.reset = true;
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws/btcusdt@trade"));
  client.receive_until("\r\n\r\n");
  const std::string heard = client.receive_all();
  std::size_t frames = 0;
  for (std::size_t at = heard.find(R"({"e":"trade")"); at != std::string::npos;
       at = heard.find(R"({"e":"trade")", at + 1)) {
    frames++;
  }
  EXPECT_EQ(frames, 20U);
  EXPECT_TRUE(client.broken());
}

TEST_F(StreamConnectionTest, RefusalsSayWhenToComeAgain) {
  backend_.handshake.refuse_status = 429;
  backend_.handshake.retry_after_s = 17;
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/ws/btcusdt@trade"));
  const std::string head = client.receive_until("\r\n\r\n");
  EXPECT_EQ(head.find("HTTP/1.1 429 "), 0U);
  EXPECT_NE(head.find("\r\nRetry-After: 17\r\n"), std::string::npos);
}

TEST_F(StreamConnectionTest, TheNoticeIsOutBeforeTheServerStops) {
  start();
  LoopbackClient client(server_->port());
  client.send(upgrade_request("/stream"));
  client.receive_until("\r\n\r\n");
  client.send(client_frame(1, "{}"));
  client.receive_frame();  // now the stream is known to be open
  (*server_)->announce_shutdown();
  (*server_)->stop();
  EXPECT_EQ(client.receive_frame().second.find(R"({"stream":"!serverShutdown","data":{)"), 0U);
}

}  // namespace
}  // namespace wick::sim::stream_connection_test
