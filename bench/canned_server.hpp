// The least a server can do: the same bytes to every request, whatever it asks for.
#pragma once

#include <string>

namespace wick::bench {

// Prints its port, then serves keep-alive connections until it is ended.
[[noreturn]] void serve_canned(const std::string& file);

}  // namespace wick::bench
