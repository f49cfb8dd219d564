// What happens to every connection, whatever it carries.
#pragma once

#include "base/error.hpp"
#include "core/time.hpp"

namespace wick::port {

struct Opened {};
struct Lost {
  base::Error error;  // the last event of a connection, however it ended
};

}  // namespace wick::port
