// The archive and the REST hosts of a simulated exchange, as sites of the fake web.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "fake/web.hpp"
#include "fake/world.hpp"
#include "sim/exchange.hpp"
#include "wiring/config.hpp"

namespace wick::simulation {

// The exchange's clock goes on evenly from the world's start, also where our wall clock jumps.
class WebHosts {
 public:
  // All must outlive this, which must outlive the web's requests.
  WebHosts(fake::World& world, fake::Web& web, sim::Exchange& exchange);
  ~WebHosts();

  // The configuration that leads to them, and to the hosts of streams.
  [[nodiscard]] static wiring::Config config();

 private:
  class Host;
  std::array<std::unique_ptr<Host>, 4> hosts_;
};

}  // namespace wick::simulation
