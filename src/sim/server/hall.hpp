// What all connections of one server share. On the loop's thread, but for what says otherwise.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <set>

#include "sim/server/server.hpp"
#include "sim/server/wire.hpp"
#include "sim/stream/frame_session.hpp"
#include "sim/stream/trade_tape.hpp"

namespace boost::asio {
class io_context;
class thread_pool;
}  // namespace boost::asio

namespace wick::sim {

class StreamConnection;

struct Hall {
  Backend& backend;
  const ServerOptions& options;
  boost::asio::io_context& loop;
  boost::asio::thread_pool& workers;
  TradeTape tape;
  std::set<StreamConnection*> streams{};

  [[nodiscard]] Micros now() const { return options.now(); }  // any thread

  // How long a wait of the exchange takes here.
  [[nodiscard]] std::chrono::microseconds real(Micros wait) const {
    return std::chrono::microseconds(wait / options.speed);
  }
  // Of such a wait, what may be slept at once: the exchange's clock may jump.
  [[nodiscard]] std::chrono::microseconds nap(Micros wait) const {
    return std::min<std::chrono::microseconds>(real(wait), std::chrono::milliseconds(100));
  }
};

// Serves one client until either side has had enough. The hall must outlive the loop's handlers.
void serve_http(Hall& hall, Host host, std::shared_ptr<Wire> wire);

// Speaks FIX until the session is over.
void serve_fix(Hall& hall, std::shared_ptr<Wire> wire);

// Takes over after an upgrade request that leads to streams.
struct Upgrade {
  Request request;
  std::unique_ptr<FrameSession> session;
};
void serve_stream(Hall& hall, std::shared_ptr<Wire> wire, Upgrade upgrade);

void announce_shutdown(Hall& hall);

}  // namespace wick::sim
