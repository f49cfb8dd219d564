// The clocks of the machine. Any thread.
#pragma once

#include "port/clock.hpp"

namespace wick::io {

class SystemClock final : public port::Clock {
 public:
  [[nodiscard]] core::Now now() const override;
};

}  // namespace wick::io
