#include "fake/byte_streams.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <string_view>
#include <utility>

namespace wick::fake {
namespace {

using port::ByteStreamEvent;

constexpr std::uint64_t kPieceMax = 4096;

// Both ends share the line; the client's end owns it, so events for a client that has left vanish.
struct Line final : ByteStreamPeer, std::enable_shared_from_this<Line> {
  Line(World& w, ByteStreamServer& s) : world(w), server(s) {}

  void push(std::string bytes) override {
    in_pieces(bytes, [this](std::string piece) { arrive(port::Received{std::move(piece)}); });
  }
  void cut(const std::string& why) override {
    if (std::exchange(lost, true)) return;
    deliver(port::Lost{{base::ErrorKind::kUnavailable, why}});
  }

  void in_pieces(std::string_view bytes, const std::function<void(std::string)>& take) {
    while (!bytes.empty()) {
      const std::uint64_t most = world.random().one_in(3) ? 8 : kPieceMax;
      const std::size_t size = std::min<std::size_t>(1 + world.random().below(most), bytes.size());
      take(std::string(bytes.substr(0, size)));
      bytes.remove_prefix(size);
    }
  }

  void arrive(ByteStreamEvent event) {
    if (!lost) deliver(std::move(event));
  }
  // Whatever the travel time, nothing overtakes what was sent before it.
  void deliver(ByteStreamEvent event) {
    last_arrival = after_the_last(last_arrival, core::Micros{200}, 30'000);
    world.after(last_arrival - world.now().mono,
                [line = weak_from_this(), event = std::move(event)]() mutable {
                  const auto alive = line.lock();
                  if (!alive) return;
                  if (auto* received = std::get_if<port::Received>(&event)) {
                    received->received = alive->world.now().mono;
                  }
                  alive->inbox.push_back(std::move(event));
                });
  }
  core::MonoTime after_the_last(core::MonoTime last, core::Micros least, std::uint64_t spread) {
    const core::Micros trip =
        least +
        core::Micros{static_cast<std::int64_t>(spread == 0 ? 0 : world.random().below(spread))};
    return std::max(last + core::Micros{1}, world.now().mono + trip);
  }

  World& world;
  ByteStreamServer& server;
  std::deque<ByteStreamEvent> inbox;
  core::MonoTime last_arrival{};
  core::MonoTime last_sent{};
  bool lost{false};
};

class Client final : public port::ByteStream {
 public:
  explicit Client(std::shared_ptr<Line> line) : line_(std::move(line)) {}
  ~Client() override {
    if (!opened_) return;
    line_->last_sent = line_->after_the_last(line_->last_sent, core::Micros{300}, 0);
    line_->world.after(line_->last_sent - line_->world.now().mono,
                       [line = line_] { line->server.left(); });
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // What is on its way when the client leaves still arrives.
  void send(std::string bytes) override {
    if (!opened_ || line_->lost) return;
    line_->in_pieces(bytes, [this](std::string piece) {
      line_->last_sent = line_->after_the_last(line_->last_sent, core::Micros{300}, 0);
      line_->world.after(line_->last_sent - line_->world.now().mono,
                         [line = line_, piece = std::move(piece)] {
                           if (!line->lost) line->server.received(piece, *line);
                         });
    });
  }

  std::optional<ByteStreamEvent> take() override {
    if (line_->inbox.empty()) return std::nullopt;
    ByteStreamEvent event = std::move(line_->inbox.front());
    line_->inbox.pop_front();
    opened_ = opened_ || std::holds_alternative<port::Opened>(event);
    return event;
  }

 private:
  std::shared_ptr<Line> line_;
  bool opened_{false};
};

}  // namespace

std::unique_ptr<port::ByteStream> ByteStreams::open(const port::Address& address) {
  auto line = std::make_shared<Line>(world_, server_);
  if (refusing_) {
    line->cut(address.host + ':' + std::to_string(address.port) + ": Connection refused");
  } else {
    line->arrive(port::Opened{});
    server_.connected(address, line);
  }
  return std::make_unique<Client>(std::move(line));
}

}  // namespace wick::fake
