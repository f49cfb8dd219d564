#include "stream_host.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::simulation {
namespace {

using sim::Frame;
using sim::Micros;

constexpr Micros kPongAfter = 500;
constexpr const char* kClient = "10.0.0.1";

struct Place {
  sim::Host host{};
  std::string target;
};

std::optional<Place> place_of(const std::string& url) {
  constexpr std::array<std::pair<std::string_view, sim::Host>, 3> kHosts{
      {{"ws://spot/", sim::Host::kSpot},
       {"ws://um/", sim::Host::kUm},
       {"ws://cm/", sim::Host::kCm}}};
  for (const auto& [base, host] : kHosts) {
    if (url.starts_with(base)) return Place{host, url.substr(base.size() - 1)};
  }
  return std::nullopt;
}

// A connection whose handshake takes its time, or is never answered.
class LateSocket final : public port::WebSocket {
 public:
  using Slot = std::shared_ptr<std::unique_ptr<port::WebSocket>>;
  explicit LateSocket(Slot slot) : slot_(std::move(slot)) {}

  void send(std::string text) override {
    if (*slot_ != nullptr) (*slot_)->send(std::move(text));
  }
  std::optional<port::WebSocketEvent> take() override {
    return *slot_ == nullptr ? std::nullopt : (*slot_)->take();
  }

 private:
  Slot slot_;
};

}  // namespace

// The exchange's end of one connection: says what the session says, when it is due.
class StreamHost::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(StreamHost& host, sim::FatedSession::Opening opening,
             std::weak_ptr<fake::WebSocketPeer> peer)
      : host_(host),
        peer_(std::move(peer)),
        session_(*host.exchange_, host.tape_, std::move(opening), host.now()) {}

  [[nodiscard]] bool abandoned() const { return peer_.expired(); }

  void hear(const std::string& text) { say(session_.on_text(text, host_.now())); }

  void sleep() {
    const Micros due = session_.next_due();
    if (due == sim::kNever) return;
    after(std::max<Micros>(due - host_.now(), 0), [this, number = ++alarm_] {
      if (number == alarm_) say(session_.poll(host_.now()));
    });
  }

 private:
  // Nothing happens to a connection that nobody is at the other end of.
  template <typename Event>
  void after(Micros delay, Event event) {
    host_.world_.after(core::Micros{delay}, [self = weak_from_this(), event = std::move(event)] {
      const auto alive = self.lock();
      if (alive && !alive->abandoned()) event();
    });
  }

  void say(const std::vector<Frame>& frames) {
    const auto peer = peer_.lock();
    if (!peer) return;
    for (const Frame& frame : frames) say(frame, *peer);
    sleep();
  }

  void say(const Frame& frame, fake::WebSocketPeer& peer) {
    switch (frame.kind) {
      case Frame::Kind::kEvent:
      case Frame::Kind::kReply:
        ++host_.frames_;
        return peer.push(frame.text);
      case Frame::Kind::kPing:
        peer.ping();
        return after(kPongAfter,
                     [this, payload = frame.text] { say(session_.on_pong(payload, host_.now())); });
      case Frame::Kind::kClose:
        return peer.cut("closed with " + std::to_string(frame.code) + " " + frame.text);
      case Frame::Kind::kReset:
        return peer.cut("connection reset");
      case Frame::Kind::kSilence:
        return;
    }
  }

  StreamHost& host_;
  std::weak_ptr<fake::WebSocketPeer> peer_;  // the client's end keeps it
  sim::FatedSession session_;
  std::uint64_t alarm_{0};  // later ones replace earlier ones
};

StreamHost::StreamHost(fake::World& world, sim::Exchange& exchange)
    : world_(world),
      start_(world.now().utc - world.now().mono.time_since_epoch()),
      exchange_(sim::backend_of(exchange)),
      tape_(exchange.market()),
      sockets_(world, *this) {}

StreamHost::~StreamHost() = default;

sim::Micros StreamHost::now() const {
  return core::micros_of(start_ + world_.now().mono.time_since_epoch());
}

std::size_t StreamHost::connections() {
  std::erase_if(connections_, [](const auto& entry) { return entry.second->abandoned(); });
  return connections_.size();
}

std::unique_ptr<port::WebSocket> StreamHost::open(const std::string& url) {
  const auto place = place_of(url);
  if (!place) return refuse(url);
  auto route = sim::route_of(place->host, place->target);
  if (!route) return refuse(url);
  const sim::StreamVisitor visitor{place->host, kClient, place->target};
  const sim::StreamFate fate =
      exchange_->stream_fate(visitor.event(sim::StreamMoment::kHandshake), now());
  const sim::StreamOptions options = exchange_->stream_options(route->venue);
  sim::FatedSession::Opening opening{visitor, *std::move(route), options, fate};
  auto slot = std::make_shared<std::unique_ptr<port::WebSocket>>();
  if (fate.silent) return std::make_unique<LateSocket>(std::move(slot));
  if (fate.delay <= 0) return accept(url, std::move(opening));
  world_.after(core::Micros{fate.delay},
               [this, url, opening = std::move(opening), waiting = std::weak_ptr(slot)] {
                 if (const auto place_held = waiting.lock()) *place_held = accept(url, opening);
               });
  return std::make_unique<LateSocket>(std::move(slot));
}

std::unique_ptr<port::WebSocket> StreamHost::refuse(const std::string& url) {
  sockets_.refuse(true);
  auto lost = sockets_.open(url);
  sockets_.refuse(false);
  return lost;
}

std::unique_ptr<port::WebSocket> StreamHost::accept(const std::string& url,
                                                    sim::FatedSession::Opening opening) {
  if (opening.fate.reset || opening.fate.refuse_status != 0) return refuse(url);
  opening_ = std::move(opening);
  return sockets_.open(url);
}

void StreamHost::connected(const std::string& /*url*/, std::shared_ptr<fake::WebSocketPeer> peer) {
  auto connection =
      std::make_shared<Connection>(*this, *std::exchange(opening_, std::nullopt), peer);
  (void)connections();  // forgets those whose client has left
  connections_[peer.get()] = connection;
  connection->sleep();
}

void StreamHost::received(const std::string& text, fake::WebSocketPeer& peer) {
  const auto found = connections_.find(&peer);
  if (found != connections_.end()) found->second->hear(text);
}

}  // namespace wick::simulation
