// For tests of the real WebSockets: a server with a script, a reactor, and what comes of it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "io/reactor.hpp"
#include "loopback_stream_test.hpp"

namespace wick {

class StreamClientTest : public testing::Test {
 protected:
  void serve(StreamServer::Script script, StreamServer::Options options = {}) {
    server_.emplace(std::move(script), options);
  }

  // Made with the first call, of the options as they are then.
  io::Reactor& reactor() {
    if (!reactor_) {
      reactor_.emplace(
          io::Reactor::Options{
              .curl = {.ca_file = "", .user_agent = ""}, .sockets = options_, .worker_threads = 1},
          base::Log({.level = base::LogLevel::kOff}));
    }
    return *reactor_;
  }
  void end_reactor() { reactor_.reset(); }

  std::unique_ptr<port::WebSocket> open(const std::string& path = "/") {
    return reactor().sockets().open("ws://" + server_->place() + path);
  }

  // The next event in words; a text is itself.
  std::string next(port::WebSocket& socket) {
    const core::MonoTime patience = reactor().now().mono + std::chrono::seconds{30};
    while (reactor().now().mono < patience) {
      if (auto event = socket.take()) return shown(*event);
      reactor().wait(patience);
    }
    return "(nothing came)";
  }

  // How the stream there ends.
  base::Error lost_at(const std::string& url) {
    error_ = {};
    const auto socket = reactor().sockets().open(url);
    std::string event = next(*socket);
    while (event != "(lost)" && event != "(nothing came)") event = next(*socket);
    EXPECT_EQ(event, "(lost)") << url;
    EXPECT_FALSE(socket->take()) << url;
    return error_;
  }
  base::Error lost(const std::string& path) { return lost_at("ws://" + server_->place() + path); }

  void pass(core::Micros time) {
    const core::MonoTime until = reactor().now().mono + time;
    while (reactor().now().mono < until) reactor().wait(until);
  }

  // For scripts that hold a connection and do nothing.
  void await_end_of_test() const { over_.wait(); }
  void TearDown() override { end_.set_value(); }

 private:
  std::promise<void> end_;
  std::shared_future<void> over_{end_.get_future()};

  std::string shown(port::WebSocketEvent& event) {
    if (std::holds_alternative<port::Opened>(event)) return "(opened)";
    if (std::holds_alternative<port::Pinged>(event)) return "(pinged)";
    if (auto* text = std::get_if<port::Text>(&event)) return std::move(text->text);
    error_ = std::get<port::Lost>(event).error;
    return "(lost)";
  }

 protected:
  io::WebSocketOptions options_;
  base::Error error_;
  std::promise<std::string> heard_;  // by a script, if it likes
  std::atomic<int> sent_{0};
  std::optional<StreamServer> server_;

 private:
  std::optional<io::Reactor> reactor_;
};

}  // namespace wick
