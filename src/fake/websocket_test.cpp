#include "fake/websocket.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace wick::fake::websocket_test {
namespace {

using namespace std::chrono_literals;

// Greets, echoes, and remembers its peers.
struct Echo final : WebSocketServer {
  void connected(const std::string& url, std::shared_ptr<WebSocketPeer> peer) override {
    peer->push("hello " + url);
    peers.push_back(std::move(peer));
  }
  void received(const std::string& text, WebSocketPeer& peer) override { peer.push(text); }
  std::vector<std::shared_ptr<WebSocketPeer>> peers;
};

class FakeWebSocket : public testing::Test {
 protected:
  // The texts that have come by the time nothing more is on its way.
  std::vector<std::string> texts(port::WebSocket& socket) {
    while (world_.events_waiting() > 0) world_.wait(core::MonoTime::max());
    std::vector<std::string> texts;
    while (auto event = socket.take()) {
      if (auto* text = std::get_if<port::Text>(&*event)) texts.push_back(text->text);
      if (std::holds_alternative<port::Lost>(*event)) texts.emplace_back("(lost)");
    }
    return texts;
  }
  World world_{3, core::midnight(2024, 1, 1)};
  Echo echo_;
  WebSockets sockets_{world_, echo_};
};

TEST_F(FakeWebSocket, TextsComeInOrder) {
  const auto socket = sockets_.open("ws://x");
  EXPECT_EQ(texts(*socket), std::vector<std::string>{"hello ws://x"});
  std::vector<std::string> sent;
  for (int i = 0; i < 100; ++i) {
    echo_.peers[0]->push(std::to_string(i));
    sent.push_back(std::to_string(i));
  }
  EXPECT_EQ(texts(*socket), sent);
  socket->send("echo");
  EXPECT_EQ(texts(*socket), std::vector<std::string>{"echo"});
}

TEST_F(FakeWebSocket, AfterACutNothingMoreArrives) {
  const auto socket = sockets_.open("ws://x");
  (void)texts(*socket);
  echo_.peers[0]->push("last");
  echo_.peers[0]->cut("24 hours are over");
  echo_.peers[0]->push("too late");
  EXPECT_EQ(texts(*socket), (std::vector<std::string>{"last", "(lost)"}));
  socket->send("anybody?");
  EXPECT_TRUE(texts(*socket).empty());
}

TEST_F(FakeWebSocket, ARefusedConnectionIsLostAtOnce) {
  sockets_.refuse(true);
  const auto socket = sockets_.open("ws://x");
  EXPECT_EQ(texts(*socket), std::vector<std::string>{"(lost)"});
}

TEST_F(FakeWebSocket, WhatIsOnItsWayToAClientThatLeftVanishes) {
  sockets_.open("ws://x").reset();
  while (world_.events_waiting() > 0) world_.wait(core::MonoTime::max());
}

}  // namespace
}  // namespace wick::fake::websocket_test
