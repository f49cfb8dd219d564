#include "io/device_random.hpp"

#include <sys/random.h>

#include "base/check.hpp"

namespace wick::io {

std::uint64_t DeviceRandom::next() {
  std::uint64_t number = 0;
  WICK_CHECK(getrandom(&number, sizeof number, 0) == sizeof number);
  return number;
}

}  // namespace wick::io
