#include "io/system_clock.hpp"

#include <chrono>

namespace wick::io {

core::Now SystemClock::now() const {
  using std::chrono::floor;
  return {floor<core::Micros>(std::chrono::system_clock::now()),
          floor<core::Micros>(std::chrono::steady_clock::now())};
}

}  // namespace wick::io
