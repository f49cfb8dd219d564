// What every client behind port::ByteStreams must do: Asio against a socket, and the fake.
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <variant>
#include <vector>

#include "fake/byte_streams.hpp"
#include "io/reactor.hpp"
#include "loopback_stream_test.hpp"

namespace wick::byte_streams_contract_test {
namespace {

using namespace std::chrono_literals;
using port::Lost;
using port::Opened;
using port::Received;

constexpr std::string_view kHeadEnd = "\r\n\r\n";  // of what the client says first: what to do
constexpr std::size_t kFloodBytes = 12'000'000;    // far more than an inbox holds

std::string flood() {
  std::string text;
  text.reserve(kFloodBytes + 8);
  for (int i = 0; text.size() < kFloodBytes; ++i) text += std::to_string(10'000'000 + i);
  return text;
}

// What the client's last words were, whoever heard them.
class LastWords {
 public:
  void say(std::string_view more) {
    const std::lock_guard lock(mutex_);
    words_ += more;
  }
  std::string said() const {
    const std::lock_guard lock(mutex_);
    return words_;
  }

 private:
  mutable std::mutex mutex_;
  std::string words_;
};

// One side of the contract: a reactor, a client on it, and a server that both know.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual port::Reactor& reactor() = 0;
  virtual port::ByteStreams& streams() = 0;
  virtual port::Address server() = 0;
  virtual port::Address nobody() = 0;
  virtual std::string last_words() = 0;
};

class FakeBench final : public Bench, fake::ByteStreamServer {
 public:
  port::Reactor& reactor() override { return world_; }
  port::ByteStreams& streams() override { return streams_; }
  port::Address server() override { return {.host = "server", .port = 1}; }
  port::Address nobody() override {
    streams_.refuse(true);
    return server();
  }
  std::string last_words() override { return words_.said(); }

 private:
  void connected(const port::Address&, std::shared_ptr<fake::ByteStreamPeer>) override {}
  void received(const std::string& bytes, fake::ByteStreamPeer& peer) override {
    std::string& head = heads_[&peer];
    if (head.ends_with(kHeadEnd)) return answer(head, bytes, peer);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      head += bytes[i];
      if (!head.ends_with(kHeadEnd)) continue;
      if (head.starts_with("flood")) peer.push(flood());
      if (head.starts_with("close")) {
        peer.push("last");
        peer.cut("the connection was cut");
      }
      answer(head, bytes.substr(i + 1), peer);
      return;
    }
  }
  void answer(const std::string& head, const std::string& bytes, fake::ByteStreamPeer& peer) {
    if (head.starts_with("echo")) peer.push(bytes);
    if (head.starts_with("listen")) words_.say(bytes);
  }

  std::map<fake::ByteStreamPeer*, std::string> heads_;
  LastWords words_;
  fake::World world_{1, core::midnight(2024, 1, 1)};
  fake::ByteStreams streams_{world_, *this};
};

class RealBench : public Bench {
 public:
  port::Reactor& reactor() override { return reactor_; }
  port::ByteStreams& streams() override { return reactor_.byte_streams(); }
  port::Address server() override { return {.host = "127.0.0.1", .port = server_.port()}; }
  port::Address nobody() override { return {.host = "127.0.0.1", .port = 1}; }
  std::string last_words() override { return words_.said(); }

 private:
  void serve(StreamGuest& guest) {
    std::string head;
    while (!head.ends_with(kHeadEnd)) {
      const std::string more = guest.read_some();
      if (more.empty()) return;
      head += more;
      if (const auto end = head.find(kHeadEnd); end != std::string::npos) {
        const std::string rest = head.substr(end + kHeadEnd.size());
        head.resize(end + kHeadEnd.size());
        answer(head, rest, guest);
      }
    }
    if (head.starts_with("flood")) guest.write(flood());
    if (head.starts_with("close")) {
      guest.write("last");
      return guest.interrupt();
    }
    for (auto more = guest.read_some(); !more.empty(); more = guest.read_some()) {
      answer(head, more, guest);
    }
  }
  void answer(const std::string& head, const std::string& bytes, StreamGuest& guest) {
    if (head.starts_with("echo")) guest.write(bytes);
    if (head.starts_with("listen")) words_.say(bytes);
  }

  LastWords words_;
  StreamServer server_{[this](StreamGuest& guest) { serve(guest); }};
  io::Reactor reactor_{{.curl = {.ca_file = "", .user_agent = ""}, .worker_threads = 1},
                       base::Log({.level = base::LogLevel::kOff})};
};

struct Maker {
  const char* name;
  std::unique_ptr<Bench> (*make)();
};

class ByteStreamsContract : public testing::TestWithParam<Maker> {
 protected:
  // Opened, and told what to do.
  std::unique_ptr<port::ByteStream> open(const std::string& head) {
    auto stream = bench_->streams().open(bench_->server());
    EXPECT_EQ(next(*stream), "(opened)");
    stream->send(head + std::string(kHeadEnd));
    return stream;
  }

  // The next event in words; bytes are themselves.
  std::string next(port::ByteStream& stream) {
    const core::MonoTime patience = bench_->reactor().now().mono + 30s;
    while (bench_->reactor().now().mono < patience) {
      if (auto event = stream.take()) return shown(*event);
      bench_->reactor().wait(patience);
    }
    return "(nothing came)";
  }
  std::string shown(port::ByteStreamEvent& event) {
    if (std::holds_alternative<Opened>(event)) return "(opened)";
    if (const auto* lost = std::get_if<Lost>(&event)) {
      error_ = lost->error;
      return "(lost)";
    }
    auto& received = std::get<Received>(event);
    EXPECT_FALSE(received.bytes.empty());
    EXPECT_LE(received.received, bench_->reactor().now().mono);
    EXPECT_GE(received.received, core::MonoTime{});
    return std::move(received.bytes);
  }
  // That many bytes, however they are cut.
  std::string read(port::ByteStream& stream, std::size_t count) {
    std::string bytes;
    while (bytes.size() < count) {
      const std::string more = next(stream);
      bytes += more;
      if (more == "(lost)" || more == "(nothing came)") break;
    }
    return bytes;
  }

  base::Error error_;
  std::unique_ptr<Bench> bench_ = GetParam().make();
};

TEST_P(ByteStreamsContract, WhatIsSentArrivesInOrderAndWhole) {
  const auto stream = open("echo");
  std::string sent;
  for (int i = 0; i < 1'000; ++i) {
    const std::string bytes = std::to_string(i) + std::string("\0\x01\n\xff", 4);
    stream->send(bytes);
    sent += bytes;
  }
  stream->send("");
  stream->send(std::string(300'000, 'y'));
  sent += std::string(300'000, 'y');
  EXPECT_TRUE(read(*stream, sent.size()) == sent);
  EXPECT_FALSE(stream->take());
}

TEST_P(ByteStreamsContract, WhatIsSentBeforeItIsOpenGoesNowhere) {
  const auto stream = bench_->streams().open(bench_->server());
  stream->send("too early");
  ASSERT_EQ(next(*stream), "(opened)");
  stream->send("echo\r\n\r\nin time");
  EXPECT_EQ(read(*stream, 7), "in time");
}

TEST_P(ByteStreamsContract, LostIsTheLastEvent) {
  const auto stream = open("close");
  EXPECT_EQ(read(*stream, 4), "last");
  EXPECT_EQ(next(*stream), "(lost)");
  EXPECT_EQ(error_.kind, base::ErrorKind::kUnavailable);
  EXPECT_TRUE(error_.what.ends_with("the connection was cut")) << error_.what;
  stream->send("anybody?");
  const auto other = open("echo");
  other->send("x");
  EXPECT_EQ(next(*other), "x");
  EXPECT_FALSE(stream->take());
}

TEST_P(ByteStreamsContract, ARefusedConnectionIsLostAtOnce) {
  const auto stream = bench_->streams().open(bench_->nobody());
  EXPECT_EQ(next(*stream), "(lost)");
  EXPECT_EQ(error_.kind, base::ErrorKind::kUnavailable);
  EXPECT_NE(error_.what.find(":1: Connection refused"), std::string::npos) << error_.what;
  EXPECT_FALSE(stream->take());
}

TEST_P(ByteStreamsContract, NothingOfAFloodIsMissing) {
  const auto stream = open("flood");
  const auto busy = open("echo");
  busy->send("others are served");
  EXPECT_EQ(read(*busy, 17), "others are served");
  const std::string all = flood();
  EXPECT_TRUE(read(*stream, all.size()) == all);
}

TEST_P(ByteStreamsContract, LastWordsArriveThoughTheStreamIsDropped) {
  for (const char* const head : {"listen", "flood"}) {
    auto stream = open(head);
    stream->send(std::string(70'000, 'z') + "farewell");
    stream.reset();
  }
  const core::MonoTime patience = bench_->reactor().now().mono + 10s;
  while (bench_->last_words().size() < 70'008 && bench_->reactor().now().mono < patience) {
    bench_->reactor().wait(bench_->reactor().now().mono + 5ms);
  }
  EXPECT_TRUE(bench_->last_words() == std::string(70'000, 'z') + "farewell");
}

TEST_P(ByteStreamsContract, DroppingDisturbsNobody) {
  const auto stays = open("echo");
  for (int i = 0; i < 6; ++i) {
    bench_->streams().open(bench_->server()).reset();  // while connecting
    (void)open("flood");
  }
  stays->send("still here");
  EXPECT_EQ(read(*stays, 10), "still here");
}

TEST_P(ByteStreamsContract, EachHasItsOwnEvents) {
  std::vector<std::unique_ptr<port::ByteStream>> streams;
  for (int i = 0; i < 20; ++i) streams.push_back(open("echo"));
  for (std::size_t i = 0; i < streams.size(); ++i) streams[i]->send(std::to_string(100 + i));
  for (std::size_t i = 0; i < streams.size(); ++i) {
    EXPECT_EQ(read(*streams[i], 3), std::to_string(100 + i));
    EXPECT_FALSE(streams[i]->take());
  }
}

INSTANTIATE_TEST_SUITE_P(
    , ByteStreamsContract,
    testing::Values(
        Maker{"Fake", []() -> std::unique_ptr<Bench> { return std::make_unique<FakeBench>(); }},
        Maker{"Asio", []() -> std::unique_ptr<Bench> { return std::make_unique<RealBench>(); }}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace wick::byte_streams_contract_test
