// Another program as a child of this one.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace wick::bench {

inline constexpr int kNowhere = -1;

struct Outputs {  // descriptors, or nowhere
  int out{kNowhere};
  int err{kNowhere};
};
// Where it keeps its bars, if it is ours.
void keep_bars_in(const std::string& folder);

[[nodiscard]] pid_t start(std::vector<std::string> command, Outputs outputs);

// True when it has ended, which must be with success.
[[nodiscard]] bool ended(pid_t child, int options);

// Asks it to end, and waits; success, or death by that request, is what must come of it.
void end(pid_t child);

// What all its threads have had of a processor so far.
[[nodiscard]] double cpu_seconds(pid_t child);

}  // namespace wick::bench
