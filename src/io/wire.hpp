// A connection as its caller has it, and the thread that all of a kind share.
//
// A Kind names its Port (port::WebSocket, port::ByteStream), Inbox, Connection and Plan, has
// `connect`, and calls itself by a noun. Connections live on the loop's thread; what is asked of
// them is posted there. For the sources of this room alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "base/log.hpp"
#include "io/web_socket_loop.hpp"
#include "port/connection.hpp"

namespace wick::io {

// The caller's end. Without a connection there is but the one event that says why.
template <typename Kind>
class Wire final : public Kind::Port {
 public:
  struct Parts {
    std::shared_ptr<typename Kind::Inbox> inbox;
    std::shared_ptr<WebSocketLoop> loop{};
    std::shared_ptr<typename Kind::Connection> connection{};
  };
  Wire(Parts parts, base::Log log) : parts_(std::move(parts)), log_(std::move(log)) {}
  ~Wire() override {  // NOLINT(bugprone-exception-escape): for want of memory alone
    if (!parts_.connection) return;
    parts_.loop->post([connection = parts_.connection] { connection->leave(); });
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void send(std::string data) override {
    if (!opened_ || parts_.inbox->ended()) return;
    parts_.loop->post([connection = parts_.connection, data = std::move(data)]() mutable {
      connection->send(std::move(data));
    });
  }

  std::optional<typename Kind::Inbox::Event> take() override {
    auto [event, drained] = parts_.inbox->take();
    if (drained && parts_.connection) {
      parts_.loop->post([connection = parts_.connection] { connection->resume(); });
    }
    if (!event) return std::nullopt;
    if (std::holds_alternative<port::Opened>(*event)) {
      opened_ = true;
      log_.debug(std::string(Kind::kNoun) + " opened");
    }
    if (const auto* lost = std::get_if<port::Lost>(&*event)) {
      log_.debug(std::string(Kind::kNoun) + " lost", {{"error", lost->error.what}});
    }
    return std::move(event);
  }

 private:
  const Parts parts_;
  const base::Log log_;
  bool opened_{};
};

template <typename Kind>
class WireEngine {
 public:
  explicit WireEngine(std::shared_ptr<WebSocketLoop> loop)
      : loop_(std::move(loop)), thread_([loop = loop_] { loop->run(); }) {}
  ~WireEngine() {  // NOLINT(bugprone-exception-escape): for want of memory alone
    loop_->end([all = std::move(connections_)] {
      for (const auto& one : all) {
        if (const auto connection = one.lock()) connection->leave();
      }
    });
  }
  WireEngine(const WireEngine&) = delete;
  WireEngine& operator=(const WireEngine&) = delete;

  typename Wire<Kind>::Parts connect(std::shared_ptr<typename Kind::Inbox> inbox,
                                     typename Kind::Plan plan) {
    auto connection = Kind::kConnect(loop_, inbox, std::move(plan));
    std::erase_if(connections_, [](const auto& one) { return one.expired(); });
    connections_.push_back(connection);
    loop_->post([connection] { connection->start(); });
    return {std::move(inbox), loop_, std::move(connection)};
  }

 private:
  const std::shared_ptr<WebSocketLoop> loop_;
  std::vector<std::weak_ptr<typename Kind::Connection>> connections_;
  std::jthread thread_;  // last: it is joined first
};

}  // namespace wick::io
