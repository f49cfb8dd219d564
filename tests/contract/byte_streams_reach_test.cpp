// What only the real ByteStreams have: TLS to a server that proves its name, limits, deadlines.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <variant>

#include "io/reactor.hpp"
#include "loopback_stream_test.hpp"
#include "sim/server/certificate.hpp"

namespace wick::byte_streams_reach_test {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;

class ByteStreamsReachTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ours_ = *sim::make_certificate();
    theirs_ = *sim::make_certificate();
    folder_ = testing::TempDir() + "byte_streams_test-" + std::to_string(::getpid());
    ASSERT_TRUE(sim::write_certificate(ours_, folder_));
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder_); }
  void SetUp() override { options_.ca_file = folder_ + "/ca.pem"; }

  void serve(StreamServer::Script script, StreamServer::Options options = {}) {
    server_.emplace(std::move(script), options);
  }
  io::Reactor& reactor() {
    if (!reactor_) {
      reactor_.emplace(io::Reactor::Options{.curl = {.ca_file = "", .user_agent = ""},
                                            .byte_streams = options_,
                                            .worker_threads = 1},
                       base::Log({.level = base::LogLevel::kOff}));
    }
    return *reactor_;
  }
  std::unique_ptr<port::ByteStream> open(const std::string& host, bool secure) {
    return reactor().byte_streams().open({host, server_->port(), secure});
  }
  std::string next(port::ByteStream& stream) {
    const core::MonoTime patience = reactor().now().mono + 30s;
    while (reactor().now().mono < patience) {
      if (auto event = stream.take()) {
        if (std::holds_alternative<port::Opened>(*event)) return "(opened)";
        if (auto* received = std::get_if<port::Received>(&*event)) return received->bytes;
        error_ = std::get<port::Lost>(*event).error;
        return "(lost)";
      }
      reactor().wait(patience);
    }
    return "(nothing came)";
  }
  base::Error lost_at(const std::string& host) {
    const auto stream = open(host, true);
    EXPECT_EQ(next(*stream), "(lost)");
    EXPECT_FALSE(stream->take());
    return error_;
  }
  static void greet(StreamGuest& guest) {
    guest.write("hello " + guest.read_head());
    guest.await_end();
  }

  static sim::Certificate ours_, theirs_;
  static std::string folder_;
  io::ByteStreamOptions options_;
  base::Error error_;
  std::optional<StreamServer> server_;

 private:
  std::optional<io::Reactor> reactor_;
};
sim::Certificate ByteStreamsReachTest::ours_, ByteStreamsReachTest::theirs_;
std::string ByteStreamsReachTest::folder_;

TEST_F(ByteStreamsReachTest, AServerThatProvesItsNameIsBelieved) {
  serve(greet, {.certificate = &ours_});
  for (const char* const host : {"127.0.0.1", "localhost"}) {
    const auto stream = open(host, true);
    ASSERT_EQ(next(*stream), "(opened)") << error_.what;
    stream->send("me\r\n\r\n");
    EXPECT_EQ(next(*stream), "hello me\r\n\r\n");
  }
}

TEST_F(ByteStreamsReachTest, OthersAreNot) {
  serve(greet, {.certificate = &theirs_});
  const base::Error error = lost_at("localhost");
  EXPECT_EQ(error.kind, ErrorKind::kUnauthorized);
  EXPECT_TRUE(error.what.starts_with("localhost:" + std::to_string(server_->port()) +
                                     ": the certificate is not believed: "))
      << error.what;
}

TEST_F(ByteStreamsReachTest, NorIsAnotherName) {
  serve(greet, {.address = "127.0.0.2", .certificate = &ours_});
  const base::Error error = lost_at("127.0.0.2");
  EXPECT_EQ(error.kind, ErrorKind::kUnauthorized);
  EXPECT_NE(error.what.find("IP address mismatch"), std::string::npos) << error.what;
}

TEST_F(ByteStreamsReachTest, AuthoritiesThatCannotBeReadAreNamed) {
  options_.ca_file = folder_ + "/none.pem";
  serve(greet, {.certificate = &ours_});
  EXPECT_NE(lost_at("localhost").what.find(options_.ca_file), std::string::npos);
}

TEST_F(ByteStreamsReachTest, AServerWithoutTlsIsLost) {
  serve([](StreamGuest& guest) {
    guest.write("8=FIX.4.4\x01");
    guest.await_end();
  });
  const base::Error error = lost_at("localhost");
  EXPECT_EQ(error.kind, ErrorKind::kUnavailable);
  EXPECT_NE(error.what.find(": no agreement on TLS: "), std::string::npos) << error.what;
}

TEST_F(ByteStreamsReachTest, AServerThatStopsWithinTheHandshakeIsLostInTime) {
  options_.connect_max = 50ms;
  serve([](StreamGuest& guest) { guest.await_end(); });
  EXPECT_TRUE(lost_at("localhost").what.ends_with(": no agreement on TLS within 50 ms"));
}

TEST_F(ByteStreamsReachTest, AnAddressThatIsNoneIsLostAtOnce) {
  for (const port::Address& address : {port::Address{"", 1}, {"host", 0}, {"host", 65'536}}) {
    const auto stream = reactor().byte_streams().open(address);
    EXPECT_EQ(next(*stream), "(lost)");
    EXPECT_EQ(error_.kind, ErrorKind::kInvalid);
  }
}

TEST_F(ByteStreamsReachTest, APeerThatSaysMoreThanIsTakenHasToWait) {
  options_.inbox_bytes_max = 100'000;
  // Of both, since the server goes on for a while when the test is over.
  const auto count = std::make_shared<std::atomic<std::size_t>>(0);
  const std::atomic<std::size_t>& written = *count;
  serve([count](StreamGuest& guest) {
    const std::string piece(10'000, 'x');
    while (*count < 100'000'000 && guest.write(piece)) *count += piece.size();
  });
  const auto stream = open("127.0.0.1", false);
  ASSERT_EQ(next(*stream), "(opened)");
  std::size_t before = 1;
  while (before != written) {  // until the server makes no headway
    before = written;
    const core::MonoTime until = reactor().now().mono + 200ms;
    while (reactor().now().mono < until) reactor().wait(until);
  }
  EXPECT_LT(written, 100'000'000U);
  std::size_t read = 0;
  while (read < written && read < 30'000'000) read += next(*stream).size();
  EXPECT_GE(read, before) << "and goes on when it is taken";
}

TEST_F(ByteStreamsReachTest, AServerThatDoesNotReadIsLost) {
  std::promise<void> end;
  serve([over = end.get_future().share()](StreamGuest&) { over.wait(); });
  const auto stream = open("127.0.0.1", false);
  ASSERT_EQ(next(*stream), "(opened)");
  std::optional<port::ByteStreamEvent> event;
  while (!(event = stream->take())) stream->send(std::string(100'000, 'x'));
  EXPECT_EQ(std::get<port::Lost>(*event).error.what,
            server_->place() + ": the server does not read what it is sent");
  end.set_value();
}

}  // namespace
}  // namespace wick::byte_streams_reach_test
