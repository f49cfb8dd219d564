// Starting another program with pipes to it. For the sources of this room alone.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.hpp"
#include "io/descriptor.hpp"
#include "port/child.hpp"

namespace wick::io {

// Its standard streams, ours to use without waiting. It leads a process group of its own, so that
// a key pressed at our terminal is not its business, and so that what it starts ends with it.
struct ChildProcess {
  pid_t id{};
  Descriptor input;
  Descriptor output;
  Descriptor complaints;
};

// Looked for along PATH. It inherits the environment and none of our open files.
[[nodiscard]] base::Result<ChildProcess> spawn(const port::Children::Command& command);

// Whether it has; until it is reaped its number is nobody else's.
[[nodiscard]] bool has_exited(pid_t id);
// How, once it has.
[[nodiscard]] std::string reap(pid_t id);

// To the process and to what it has started.
void signal_group(pid_t id, int signal);

}  // namespace wick::io
