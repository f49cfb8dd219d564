// What every client behind port::WebSockets must do: Beast against a socket, and the fake.
#include <gtest/gtest.h>

#include <map>
#include <variant>
#include <vector>

#include "fake/websocket.hpp"
#include "io/reactor.hpp"
#include "loopback_stream_test.hpp"

namespace wick::web_socket_contract_test {
namespace {

using namespace std::chrono_literals;
using port::Lost;
using port::Opened;
using port::Pinged;
using port::Text;

constexpr int kMany = 10'000;
constexpr std::size_t kLarge = 1'000'000;
constexpr int kFlood = 640;  // messages of kFloodBytes: far more than an inbox holds
constexpr std::size_t kFloodBytes = 100'000;

std::string flood_text(int i) {
  std::string text(kFloodBytes, static_cast<char>('a' + i % 26));
  return text.replace(0, 8, std::to_string(10'000'000 + i));
}

// A server's end, real or not.
class Peer {
 public:
  virtual ~Peer() = default;
  virtual void push(std::string text) = 0;
  virtual void ping() = 0;
  virtual void close() = 0;
};

// What the server says by itself, by the path. Then it echoes.
void greet(const std::string& path, Peer& peer) {
  if (path == "/many") {
    for (int i = 0; i < kMany; ++i) peer.push(std::to_string(i));
  }
  if (path == "/large") peer.push(std::string(kLarge, 'x'));
  if (path == "/flood") {
    for (int i = 0; i < kFlood; ++i) peer.push(flood_text(i));
  }
  if (path == "/ping") {
    peer.push("before");
    peer.ping();
    peer.push("after");
  }
  if (path == "/close") {
    peer.push("last");
    peer.close();
  }
}

// One side of the contract: a reactor, a client on it, and a server that both know.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual port::Reactor& reactor() = 0;
  virtual port::WebSockets& sockets() = 0;
  virtual std::string url() = 0;
  virtual std::string url_of_nobody() = 0;
};

class FakeBench final : public Bench, fake::WebSocketServer {
 public:
  port::Reactor& reactor() override { return world_; }
  port::WebSockets& sockets() override { return sockets_; }
  std::string url() override { return "ws://server"; }
  std::string url_of_nobody() override {
    sockets_.refuse(true);
    return url();
  }

 private:
  struct Line final : Peer {
    explicit Line(std::shared_ptr<fake::WebSocketPeer> p) : peer(std::move(p)) {}
    void push(std::string text) override { peer->push(std::move(text)); }
    void ping() override { peer->ping(); }
    void close() override { peer->cut("closed by the server"); }
    std::shared_ptr<fake::WebSocketPeer> peer;
  };
  void connected(const std::string& url, std::shared_ptr<fake::WebSocketPeer> peer) override {
    Line line(std::move(peer));
    greet(url.substr(this->url().size()), line);
  }
  void received(const std::string& text, fake::WebSocketPeer& peer) override { peer.push(text); }

  fake::World world_{1, core::midnight(2024, 1, 1)};
  fake::WebSockets sockets_{world_, *this};
};

class RealBench final : public Bench {
 public:
  port::Reactor& reactor() override { return reactor_; }
  port::WebSockets& sockets() override { return reactor_.sockets(); }
  std::string url() override { return "ws://" + server_.place(); }
  std::string url_of_nobody() override { return "ws://127.0.0.1:1"; }

 private:
  struct Line final : Peer {
    explicit Line(StreamGuest& g) : guest(g) {}
    void push(std::string text) override { guest.text(text); }
    void ping() override { guest.frame(9, "anybody there?"); }
    void close() override { guest.close(1001); }
    StreamGuest& guest;
  };
  static void serve(StreamGuest& guest) {
    guest.welcome();
    Line line(guest);
    greet(guest.target(), line);
    while (const auto frame = guest.receive()) {
      if (frame->opcode == 1) guest.text(frame->payload);
      if (frame->opcode == 8) guest.close(1000);
    }
  }
  StreamServer server_{serve};
  io::Reactor reactor_{{.curl = {.ca_file = "", .user_agent = ""}, .worker_threads = 1},
                       base::Log({.level = base::LogLevel::kOff})};
};

struct Maker {
  const char* name;
  std::unique_ptr<Bench> (*make)();
};

class WebSocketContract : public testing::TestWithParam<Maker> {
 protected:
  std::unique_ptr<port::WebSocket> open(const std::string& path) {
    return bench_->sockets().open(bench_->url() + path);
  }

  // The next event in words; a text is itself.
  std::string next(port::WebSocket& socket) {
    const core::MonoTime patience = bench_->reactor().now().mono + 30s;
    while (bench_->reactor().now().mono < patience) {
      if (auto event = socket.take()) return shown(*event, last_received_[&socket]);
      bench_->reactor().wait(patience);
    }
    return "(nothing came)";
  }
  std::string shown(port::WebSocketEvent& event, core::MonoTime& last_received) {
    if (std::holds_alternative<Opened>(event)) return "(opened)";
    if (std::holds_alternative<Pinged>(event)) return "(pinged)";
    if (const auto* lost = std::get_if<Lost>(&event)) {
      error_ = lost->error;
      return "(lost)";
    }
    auto& text = std::get<Text>(event);
    EXPECT_GE(text.received, last_received);
    EXPECT_LE(text.received, bench_->reactor().now().mono);
    last_received = text.received;
    return std::move(text.text);
  }

  base::Error error_;
  std::map<port::WebSocket*, core::MonoTime> last_received_;
  std::unique_ptr<Bench> bench_ = GetParam().make();
};

TEST_P(WebSocketContract, OpenedComesFirstAndTextsInOrder) {
  const auto socket = open("/many");
  ASSERT_EQ(next(*socket), "(opened)");
  for (int i = 0; i < kMany; ++i) ASSERT_EQ(next(*socket), std::to_string(i));
  EXPECT_FALSE(socket->take());
}

TEST_P(WebSocketContract, WhatIsSentArrivesInOrder) {
  const auto socket = open("/echo");
  ASSERT_EQ(next(*socket), "(opened)");
  for (int i = 0; i < 1'000; ++i) socket->send(std::to_string(i));
  socket->send("");
  socket->send(std::string(70'000, 'y'));
  for (int i = 0; i < 1'000; ++i) ASSERT_EQ(next(*socket), std::to_string(i));
  EXPECT_EQ(next(*socket), "");
  EXPECT_EQ(next(*socket), std::string(70'000, 'y'));
}

TEST_P(WebSocketContract, WhatIsSentBeforeItIsOpenGoesNowhere) {
  const auto socket = open("/echo");
  socket->send("too early");
  ASSERT_EQ(next(*socket), "(opened)");
  socket->send("in time");
  EXPECT_EQ(next(*socket), "in time");
}

TEST_P(WebSocketContract, ALargeMessageComesWhole) {
  const auto socket = open("/large");
  ASSERT_EQ(next(*socket), "(opened)");
  EXPECT_EQ(next(*socket), std::string(kLarge, 'x'));
}

TEST_P(WebSocketContract, PingsAreReportedInTheirPlace) {
  const auto socket = open("/ping");
  for (const char* const expected : {"(opened)", "before", "(pinged)", "after"}) {
    EXPECT_EQ(next(*socket), expected);
  }
}

TEST_P(WebSocketContract, LostIsTheLastEvent) {
  const auto socket = open("/close");
  for (const char* const expected : {"(opened)", "last", "(lost)"}) {
    EXPECT_EQ(next(*socket), expected);
  }
  EXPECT_EQ(error_.kind, base::ErrorKind::kUnavailable);
  EXPECT_NE(error_.what.find("closed by the server"), std::string::npos) << error_.what;
  socket->send("anybody?");
  const auto other = open("/echo");
  EXPECT_EQ(next(*other), "(opened)");
  EXPECT_FALSE(socket->take());
}

TEST_P(WebSocketContract, ARefusedConnectionIsLostAtOnce) {
  const auto socket = bench_->sockets().open(bench_->url_of_nobody());
  EXPECT_EQ(next(*socket), "(lost)");
  EXPECT_EQ(error_.kind, base::ErrorKind::kUnavailable);
  EXPECT_NE(error_.what.find("refused"), std::string::npos) << error_.what;
  EXPECT_FALSE(socket->take());
}

TEST_P(WebSocketContract, NothingOfAFloodIsMissing) {
  const auto socket = open("/flood");
  const auto busy = open("/echo");
  ASSERT_EQ(next(*socket), "(opened)");
  ASSERT_EQ(next(*busy), "(opened)");
  busy->send("others are served");
  EXPECT_EQ(next(*busy), "others are served");
  for (int i = 0; i < kFlood; ++i) ASSERT_EQ(next(*socket), flood_text(i)) << i;
  socket->send("still there");
  EXPECT_EQ(next(*socket), "still there");
}

TEST_P(WebSocketContract, DroppingDisturbsNobody) {
  const auto stays = open("/echo");
  for (int i = 0; i < 6; ++i) {
    open("/many").reset();  // while connecting
    const auto opened = open("/flood");
    if (i % 2 == 0) {
      EXPECT_EQ(next(*opened), "(opened)");
    }
  }
  ASSERT_EQ(next(*stays), "(opened)");
  stays->send("still here");
  EXPECT_EQ(next(*stays), "still here");
}

TEST_P(WebSocketContract, EachHasItsOwnEvents) {
  std::vector<std::unique_ptr<port::WebSocket>> sockets;
  for (int i = 0; i < 20; ++i) sockets.push_back(open("/echo"));
  for (const auto& socket : sockets) ASSERT_EQ(next(*socket), "(opened)");
  for (std::size_t i = 0; i < sockets.size(); ++i) sockets[i]->send(std::to_string(i));
  for (std::size_t i = 0; i < sockets.size(); ++i) {
    EXPECT_EQ(next(*sockets[i]), std::to_string(i));
    EXPECT_FALSE(sockets[i]->take());
  }
}

INSTANTIATE_TEST_SUITE_P(
    , WebSocketContract,
    testing::Values(
        Maker{"Fake", []() -> std::unique_ptr<Bench> { return std::make_unique<FakeBench>(); }},
        Maker{"Beast", []() -> std::unique_ptr<Bench> { return std::make_unique<RealBench>(); }}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::web_socket_contract_test
