#include "io/bell.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "base/check.hpp"

namespace wick::io {

Bell::Bell() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  WICK_CHECK(descriptor_ >= 0);
}

Bell::~Bell() {
  close(descriptor_);
}

void Bell::ring() const {
  const std::uint64_t one = 1;
  // Full means rung already.
  [[maybe_unused]] const ssize_t written = write(descriptor_, &one, sizeof one);
}

void Bell::quiet() const {
  std::uint64_t rings = 0;
  // Empty means quiet already.
  [[maybe_unused]] const ssize_t got = read(descriptor_, &rings, sizeof rings);
}

}  // namespace wick::io
