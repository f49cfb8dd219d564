#include "wiring/live_secret.hpp"

#include <ostream>

namespace wick::wiring {

std::ostream& operator<<(std::ostream& out, const Secret& secret) {
  return out << (secret.empty() ? "" : "****");
}

}  // namespace wick::wiring
