#include "io/reactor.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "io/system_clock.hpp"

namespace wick::io {
namespace {

constexpr core::Micros kNapMax = std::chrono::seconds{1};  // so that nothing can be slept through

}  // namespace

Reactor::Reactor(Options options, const base::Log& log)
    : http_(std::move(options.curl), log),
      sockets_(std::move(options.sockets), bell_, log),
      byte_streams_(std::move(options.byte_streams), bell_, log),
      children_(options.children, bell_, log),
      workers_(options.worker_threads, bell_) {}

core::Now Reactor::now() const {
  return SystemClock().now();
}

void Reactor::wait(core::MonoTime until) {
  const core::MonoTime start = now().mono;
  if (until <= start) return;
  const core::Micros time = std::min(kNapMax, until - start);
  if (http_.busy()) {
    http_.poll(time, bell_.descriptor());
  } else {
    pollfd bell{bell_.descriptor(), POLLIN, 0};
    const auto millis = std::chrono::ceil<std::chrono::milliseconds>(time).count();
    (void)::poll(&bell, 1, static_cast<int>(millis));
  }
  bell_.quiet();
}

}  // namespace wick::io
