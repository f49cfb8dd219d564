#include "sim/server/server.hpp"

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <utility>

#include "base/check.hpp"
#include "sim/server/certificate.hpp"
#include "sim/server/hall.hpp"
#include "sim/server/wire.hpp"

namespace wick::sim {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kDoors = kPorts;
constexpr std::size_t kWorkers = 2;
constexpr auto kFarewell = std::chrono::milliseconds(100);

Micros real_time() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

std::size_t door_of(Host host, Security security) {
  return 2 * static_cast<std::size_t>(host) + static_cast<std::size_t>(security);
}

ServerOptions complete(ServerOptions options) {
  WICK_CHECK(options.speed > 0);
  if (!options.now) options.now = real_time;
  return options;
}

}  // namespace

class Server::State {
 public:
  State(Backend& backend, ServerOptions options)
      : options_(complete(std::move(options))),
        hall_{backend, options_, loop_, workers_, TradeTape(backend.market())} {}

  State(std::unique_ptr<Backend> backend, ServerOptions options)
      : State(*backend, std::move(options)) {
    owned_ = std::move(backend);  // NOLINT(*-member-initializer): it delegates already
  }

  // Workers post to the loop, so they end first.
  ~State() {
    workers_.stop();
    workers_.join();
    doors_ = {};
  }

  base::Result<void> open() {
    auto made = make_certificate();
    if (!made) return std::move(made).error();
    certificate_ = *std::move(made);
    for (std::size_t i = 0; i < kDoors; i++) {
      auto opened = open_one(i);
      if (!opened) return opened;
    }
    // Last, so that a server that finds its ports taken does not spoil the trust in the other one.
    if (options_.certificate_folder.empty()) return {};
    return write_certificate(certificate_, options_.certificate_folder);
  }

  [[nodiscard]] std::uint16_t port(std::size_t door) const {
    WICK_CHECK(doors_[door] != nullptr);
    return doors_[door]->port();
  }

  void run() { loop_.run(); }
  // After what the loop has to do already; where there are streams, an announcement gets out first.
  void stop() {
    asio::post(loop_, [this] {
      farewell_.expires_after(hall_.streams.empty() ? std::chrono::milliseconds(0) : kFarewell);
      farewell_.async_wait([this](boost::system::error_code) { loop_.stop(); });
    });
  }

  void announce() {
    asio::post(loop_, [this] { sim::announce_shutdown(hall_); });
  }

 private:
  base::Result<void> open_one(std::size_t index) {
    const auto host = static_cast<Host>(index / 2);
    const bool tls = static_cast<Security>(index % 2) == Security::kTls;
    DoorOptions options;
    if (options_.base_port != 0) {
      options.port = static_cast<std::uint16_t>(options_.base_port + index);
    }
    if (tls) options.certificate = &certificate_;
    auto door = open_door(loop_, options, [this, host](std::shared_ptr<Wire> wire) {
      if (host == Host::kFix) {
        serve_fix(hall_, std::move(wire));
      } else {
        serve_http(hall_, host, std::move(wire));
      }
    });
    if (!door) return std::move(door).error();
    doors_[index] = *std::move(door);
    return {};
  }

  ServerOptions options_;
  std::unique_ptr<Backend> owned_;
  Certificate certificate_;
  asio::thread_pool workers_{kWorkers};
  Hall hall_;
  std::array<std::unique_ptr<Door>, kDoors> doors_;
  asio::io_context loop_{1};
  asio::steady_timer farewell_{loop_};
};

Server::Server(Exchange& exchange, ServerOptions options)
    : state_(std::make_unique<State>(backend_of(exchange), std::move(options))) {}
Server::Server(Backend& backend, ServerOptions options)
    : state_(std::make_unique<State>(backend, std::move(options))) {}
Server::~Server() = default;

base::Result<void> Server::open() {
  return state_->open();
}
std::uint16_t Server::port(Host host, Security security) const {
  return state_->port(door_of(host, security));
}
void Server::run() {
  state_->run();
}
void Server::stop() {
  state_->stop();
}
void Server::announce_shutdown() {
  state_->announce();
}

}  // namespace wick::sim
