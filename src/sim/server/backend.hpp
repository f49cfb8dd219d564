// What a server needs of an exchange. The real one is Exchange; tests bring their own.
#pragma once

#include <memory>

#include "sim/broker/broker.hpp"
#include "sim/exchange.hpp"
#include "sim/stream/fated_session.hpp"

namespace wick::sim {

class Backend : public StreamJudge, public BrokerSource {
 public:
  // As the members of Exchange of the same names. Called from several threads.
  [[nodiscard]] virtual Response respond(Host host, const Request& request, Micros now) = 0;
  [[nodiscard]] virtual bool quick(Host host, const Request& request) const = 0;
  [[nodiscard]] virtual const Market& market() const = 0;
};

// The exchange must outlive it.
[[nodiscard]] std::unique_ptr<Backend> backend_of(Exchange& exchange);

}  // namespace wick::sim
