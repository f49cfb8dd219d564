#include "cli/interrupt.hpp"

#include <signal.h>  // NOLINT: sigaction is not in <csignal>

#include <initializer_list>

namespace wick::cli {
namespace {

volatile sig_atomic_t marked = 0;  // NOLINT: a handler reaches nothing that is not global

void mark(int /*signal*/) {
  marked = 1;
}

void handle(void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;  // NOLINT(*-union-access): the system's
  action.sa_flags = flags;
  for (const int signal : {SIGINT, SIGTERM}) (void)::sigaction(signal, &action, nullptr);
}

}  // namespace

Interrupt::Interrupt() {
  marked = 0;
  handle(mark, static_cast<int>(SA_RESETHAND));
}

Interrupt::~Interrupt() {
  handle(SIG_DFL, 0);
}

// NOLINTNEXTLINE(readability-convert-member-functions-to-static): it is true of this one's time
bool Interrupt::came() const {
  return marked != 0;
}

}  // namespace wick::cli
