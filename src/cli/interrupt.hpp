// Ctrl-C as a question that long work asks now and then.
#pragma once

namespace wick::cli {

// While it lives, the first SIGINT, SIGTERM or SIGHUP only leaves a mark; a second one ends the
// process as ever. A SIGHUP that was ignored before stays so. One at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] bool came() const;
};

}  // namespace wick::cli
