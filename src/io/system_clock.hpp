// The clocks of the machine. Any thread.
#pragma once

#include "port/clock.hpp"

namespace wick::io {

// The clock that nobody sets, for those who need no other.
[[nodiscard]] core::MonoTime mono_now();

class SystemClock final : public port::Clock {
 public:
  [[nodiscard]] core::Now now() const override;
};

}  // namespace wick::io
