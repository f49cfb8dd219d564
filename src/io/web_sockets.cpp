#include "io/web_sockets.hpp"

#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "io/web_socket_connection.hpp"
#include "io/web_socket_loop.hpp"

namespace wick::io {
namespace {

using port::WebSocketEvent;

// Who connects, or why nobody does.
base::Result<WebSocketPlan> plan_for(const std::string& url, const Proxies& proxies) {
  auto parsed = parse_web_socket_url(url);
  if (!parsed) return parsed.error();
  auto proxy = proxy_for(*parsed, proxies);
  if (!proxy) return proxy.error();
  return WebSocketPlan{*std::move(parsed), *std::move(proxy)};
}

// The caller's end. Without a connection there is but the one event that says why.
class Socket final : public port::WebSocket {
 public:
  struct Parts {
    std::shared_ptr<WebSocketInbox> inbox;
    std::shared_ptr<WebSocketLoop> loop{};
    std::shared_ptr<WebSocketConnection> connection{};
  };
  Socket(Parts parts, base::Log log) : parts_(std::move(parts)), log_(std::move(log)) {}
  ~Socket() override {
    if (!parts_.connection) return;
    parts_.loop->post([connection = parts_.connection] { connection->leave(); });
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void send(std::string text) override {
    if (!opened_ || parts_.inbox->lost()) return;
    parts_.loop->post([connection = parts_.connection, text = std::move(text)]() mutable {
      connection->send(std::move(text));
    });
  }

  std::optional<WebSocketEvent> take() override {
    auto [event, drained] = parts_.inbox->take();
    if (drained && parts_.connection) {
      parts_.loop->post([connection = parts_.connection] { connection->resume(); });
    }
    if (!event) return std::nullopt;
    if (std::holds_alternative<port::Opened>(*event)) {
      opened_ = true;
      log_.debug("stream opened");
    }
    if (const auto* lost = std::get_if<port::Lost>(&*event)) {
      log_.debug("stream lost", {{"error", lost->error.what}});
    }
    return std::move(event);
  }

 private:
  const Parts parts_;
  const base::Log log_;
  bool opened_{};
};

}  // namespace

class WebSockets::Engine {
 public:
  explicit Engine(const WebSocketOptions& options)
      : loop_(std::make_shared<WebSocketLoop>(options)), thread_([loop = loop_] { loop->run(); }) {}
  ~Engine() {
    loop_->end([all = std::move(connections_)] {
      for (const auto& one : all) {
        if (const auto connection = one.lock()) connection->leave();
      }
    });
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  Socket::Parts connect(std::shared_ptr<WebSocketInbox> inbox, WebSocketPlan plan) {
    auto connection = make_web_socket_connection(loop_, inbox, std::move(plan));
    std::erase_if(connections_, [](const auto& one) { return one.expired(); });
    connections_.push_back(connection);
    loop_->post([connection] { connection->start(); });
    return {std::move(inbox), loop_, std::move(connection)};
  }

 private:
  const std::shared_ptr<WebSocketLoop> loop_;
  std::vector<std::weak_ptr<WebSocketConnection>> connections_;
  std::jthread thread_;  // last: it is joined first
};

WebSockets::WebSockets(WebSocketOptions options, const Bell& bell, base::Log log)
    : options_(std::move(options)), bell_(bell), log_(std::move(log)) {}
WebSockets::~WebSockets() = default;

std::unique_ptr<port::WebSocket> WebSockets::open(const std::string& url) {
  const base::Log log = log_.with({"url", url});
  auto inbox = std::make_shared<WebSocketInbox>(options_.inbox, bell_);
  auto plan = plan_for(url, options_.proxies);
  if (!plan) {
    (void)inbox->put(port::Lost{plan.error()});
    return std::make_unique<Socket>(Socket::Parts{std::move(inbox)}, log);
  }
  if (!engine_) engine_ = std::make_unique<Engine>(options_);
  return std::make_unique<Socket>(engine_->connect(std::move(inbox), *std::move(plan)), log);
}

}  // namespace wick::io
