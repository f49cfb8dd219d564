#include "io/system_clock.hpp"

#include <chrono>

namespace wick::io {

core::MonoTime mono_now() {
  return std::chrono::floor<core::Micros>(std::chrono::steady_clock::now());
}

core::Now SystemClock::now() const {
  return {std::chrono::floor<core::Micros>(std::chrono::system_clock::now()), mono_now()};
}

}  // namespace wick::io
