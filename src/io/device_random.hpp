// Chance from the operating system.
#pragma once

#include "port/random.hpp"

namespace wick::io {

class DeviceRandom final : public port::Random {
 public:
  [[nodiscard]] std::uint64_t next() override;
};

}  // namespace wick::io
