// The only way to learn the time, and the only way to spend it.
#pragma once

#include "core/time.hpp"

namespace wick::port {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual core::Now now() const = 0;
};

// The one place where a thread of the program waits. Machines are stepped; when none of them can
// move on, their owner waits here until some Pending has become ready or `until` has come.
class Reactor : public Clock {
 public:
  virtual void wait(core::MonoTime until) = 0;
};

}  // namespace wick::port
