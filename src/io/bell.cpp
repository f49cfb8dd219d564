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
  (void)!write(descriptor_, &one, sizeof one);  // full means rung already
}

void Bell::quiet() const {
  std::uint64_t rings = 0;
  (void)!read(descriptor_, &rings, sizeof rings);  // empty means quiet already
}

}  // namespace wick::io
