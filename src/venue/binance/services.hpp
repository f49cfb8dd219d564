// What a tier needs of the world.
#pragma once

#include "port/http.hpp"
#include "port/workers.hpp"
#include "venue/binance/rest_paces.hpp"

namespace wick::venue::binance {

// All of it must outlive the tier.
struct Services {
  port::Http* http{};
  port::Workers* workers{};
  RestPaces* paces{};  // shared by the tiers; none: REST is asked as fast as it answers
};

}  // namespace wick::venue::binance
