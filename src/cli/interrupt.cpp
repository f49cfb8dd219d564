#include "cli/interrupt.hpp"

#include <signal.h>  // NOLINT: sigaction is not in <csignal>

#include <initializer_list>

namespace wick::cli {
namespace {

volatile sig_atomic_t marked = 0;  // NOLINT: a handler reaches nothing that is not global

void mark(int /*signal*/) {
  marked = 1;
}

// Who started us with nohup wants us to outlive the terminal.
bool is_ignored(int signal) {
  struct sigaction now {};
  (void)::sigaction(signal, nullptr, &now);
  return now.sa_handler == SIG_IGN;  // NOLINT(*-union-access,*-cast*): the system's
}

void handle(void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;  // NOLINT(*-union-access): the system's
  action.sa_flags = flags;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    if (signal == SIGHUP && is_ignored(signal)) continue;
    (void)::sigaction(signal, &action, nullptr);
  }
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
