// All files under a folder, by their paths below it, in order.
//
// Links are not followed, wherever they lead: what they point at is found under its own name, or
// lies outside. A folder that cannot be looked into is told, and the others are looked into.
#pragma once

#include <string>
#include <vector>

#include "port/files.hpp"

namespace wick::cli {

inline constexpr std::size_t kWalkDepthMax = 16;

struct Walked {
  std::vector<std::string> files;
  std::vector<std::string> links;
  struct Closed {
    std::string path;
    std::string why;
  };
  std::vector<Closed> closed;  // folders, and those too far down
};

[[nodiscard]] Walked walk(port::Files& files, const std::string& root);

}  // namespace wick::cli
