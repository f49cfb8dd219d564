// What the program did, one line of JSON for each request, for `stats` and for the curious.
//
// A bounded ring of two files, neither synced: losing the last lines costs nothing that matters.
#pragma once

#include <string>

#include "port/files.hpp"

namespace wick::store {

class Events {
 public:
  static constexpr std::uint64_t kSizeMax = std::uint64_t{4} << 20U;  // of each of the two files

  // `path`, and path.1 for the older half.
  Events(port::Files& files, std::string path);

  // Where it cannot be written it is let go.
  void add(const std::string& line);

 private:
  void turn_over();

  port::Files& files_;
  std::string path_;
};

}  // namespace wick::store
