// The simulated exchange and broker on the loopback network: HTTP, WebSocket and FIX, plain and
// over TLS.
//
// One thread runs the sockets, two more the requests that take long. Listens on 127.0.0.1 alone.
// This is the only place of the simulator that knows what time it is, and even that is an option.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "sim/http.hpp"
#include "sim/server/backend.hpp"
#include "sim/stream/session.hpp"

namespace wick::sim {

constexpr std::uint16_t kPorts = 16;

struct ServerOptions {
  // kPorts in a row: archive, spot, USD-M, COIN-M, OKX, the broker's candle archive, its gateway
  // and its FIX, each plain and then TLS. 0: any free ones.
  std::uint16_t base_port{};
  std::string certificate_folder;  // ca.pem comes to lie here; empty: TLS works, trusted by nobody

  std::function<Micros()> now;  // default: the real time
  std::int64_t speed{1};        // of that time: how many of its seconds pass in a real one

  std::optional<StreamOptions> streams;            // default: the venue's own limits
  std::chrono::milliseconds idle_max{60'000};      // of a connection between two requests
  std::chrono::milliseconds silence_max{600'000};  // of one that is held and never answered
};

enum class Security : std::uint8_t { kPlain, kTls };

class Server {
 public:
  // Exchange and backend must outlive the server.
  Server(Exchange& exchange, ServerOptions options);
  Server(Backend& backend, ServerOptions options);
  ~Server();

  // Listens. An error names the port that is taken.
  [[nodiscard]] base::Result<void> open();

  // After open().
  [[nodiscard]] std::uint16_t port(Host host, Security security) const;

  // Serves until stop(), which may come from any thread, also before run(). It ends a moment after
  // it is told to, so that what was announced reaches the streams.
  void run();
  void stop();

  // Sends serverShutdown to every stream. From any thread.
  void announce_shutdown();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace wick::sim
