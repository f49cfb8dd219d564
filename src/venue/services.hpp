// What a tier needs of the world.
#pragma once

#include "port/board.hpp"
#include "port/http.hpp"
#include "port/workers.hpp"

namespace wick::venue {

// All of it must outlive the tier.
struct Services {
  port::Http* http{};
  port::Workers* workers{};
  port::Board* board{};  // of request limits; none: a server is asked as fast as it answers
};

}  // namespace wick::venue
