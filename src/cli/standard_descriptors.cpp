#include "cli/standard_descriptors.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace wick::cli {

void fill_standard_descriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    const bool closed = ::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF;  // NOLINT(*-vararg)
    // The lowest that is free, which is this one.
    if (closed) (void)::open("/dev/null", O_RDONLY);  // NOLINT(*-vararg)
  }
}

}  // namespace wick::cli
