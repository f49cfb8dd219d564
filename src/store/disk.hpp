// What the store needs of the world.
#pragma once

#include <string>

#include "port/clock.hpp"
#include "port/files.hpp"
#include "port/random.hpp"
#include "store/layout.hpp"

namespace wick::store {

// All of it must outlive whoever uses it.
struct Disk {
  port::Files* files{};
  port::Random* random{};
  Layout layout;
  std::string writer;          // program and version, for the metadata
  const port::Clock* clock{};  // to tell how long looks take; none: nobody wants to know
};

}  // namespace wick::store
