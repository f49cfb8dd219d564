// The least that a client of streams can do.
#pragma once

#include <string>

namespace wick::bench {

enum class Hearing {
  kCount,  // and nothing else
  kRelay,  // each frame as it came, as a line on standard output
};

// Subscribes to so many symbols at ws://127.0.0.1:PORT, 200 for each connection, and listens until
// it is ended.
[[noreturn]] void listen_to(const std::string& url, unsigned symbols, Hearing hearing);

}  // namespace wick::bench
