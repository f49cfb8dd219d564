// The only source of chance. Seeded in tests and simulation.
#pragma once

#include <cstdint>

namespace wick::port {

class Random {
 public:
  virtual ~Random() = default;
  [[nodiscard]] virtual std::uint64_t next() = 0;
};

}  // namespace wick::port
