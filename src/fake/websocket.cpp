#include "fake/websocket.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace wick::fake {
namespace {

using port::WebSocketEvent;

// Both ends share the line; the client's end owns it, so events for a client that has left vanish.
struct Line final : WebSocketPeer, std::enable_shared_from_this<Line> {
  Line(World& w, WebSocketServer& s) : world(w), server(s) {}

  void push(std::string text) override { arrive(port::Text{std::move(text)}); }
  void ping() override { arrive(port::Pinged{}); }
  void cut(const std::string& why) override {
    if (std::exchange(lost, true)) return;
    deliver(port::Lost{{base::ErrorKind::kUnavailable, why}});
  }

  void arrive(WebSocketEvent event) {
    if (!lost) deliver(std::move(event));
  }
  // Whatever the travel time, nothing overtakes what was sent before it.
  void deliver(WebSocketEvent event) {
    const core::MonoTime now = world.now().mono;
    const core::Micros trip{static_cast<std::int64_t>(200 + world.random().below(30'000))};
    last_arrival = std::max(last_arrival + core::Micros{1}, now + trip);
    world.after(last_arrival - now, [line = weak_from_this(), event = std::move(event)]() mutable {
      const auto alive = line.lock();
      if (!alive) return;
      if (auto* text = std::get_if<port::Text>(&event)) text->received = alive->world.now().mono;
      alive->inbox.push_back(std::move(event));
    });
  }

  World& world;
  WebSocketServer& server;
  std::deque<WebSocketEvent> inbox;
  core::MonoTime last_arrival{};
  bool lost{false};
};

class Client final : public port::WebSocket {
 public:
  explicit Client(std::shared_ptr<Line> line) : line_(std::move(line)) {}

  void send(std::string text) override {
    if (!opened_ || line_->lost) return;
    const core::MonoTime now = line_->world.now().mono;
    last_sent_ = std::max(last_sent_ + core::Micros{1}, now + core::Micros{300});
    line_->world.after(last_sent_ - now,
                       [line = std::weak_ptr<Line>(line_), text = std::move(text)] {
                         const auto alive = line.lock();
                         if (alive && !alive->lost) alive->server.received(text, *alive);
                       });
  }

  std::optional<WebSocketEvent> take() override {
    if (line_->inbox.empty()) return std::nullopt;
    WebSocketEvent event = std::move(line_->inbox.front());
    line_->inbox.pop_front();
    opened_ = opened_ || std::holds_alternative<port::Opened>(event);
    return event;
  }

 private:
  std::shared_ptr<Line> line_;
  core::MonoTime last_sent_{};
  bool opened_{false};
};

}  // namespace

std::unique_ptr<port::WebSocket> WebSockets::open(const std::string& url) {
  auto line = std::make_shared<Line>(world_, server_);
  if (refusing_) {
    line->cut("connection refused");
  } else {
    line->arrive(port::Opened{});
    server_.connected(url, line);
  }
  return std::make_unique<Client>(std::move(line));
}

}  // namespace wick::fake
