// What a tier needs of the world.
#pragma once

#include "port/http.hpp"
#include "port/workers.hpp"

namespace wick::venue {

// All of it must outlive the tier.
struct Services {
  port::Http* http{};
  port::Workers* workers{};
};

}  // namespace wick::venue
