// Work without the GIL, and the end of the interpreter, which must not come in the middle of it:
// whoever asks for the GIL after that is never heard of again, in the midst of C++.
#pragma once

#include <nanobind/nanobind.h>

namespace wick::python {

// While one of these lives the GIL is free. Ends the thread instead once Python is leaving.
class AtWork {
 public:
  AtWork();
  ~AtWork();
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;

 private:
  PyThreadState* thread_;
};

[[nodiscard]] bool leaving();  // whatever is at work should end
void end_thread_if_leaving();  // with the GIL
void leave();                  // says so, and waits until nothing is at work; called at exit

}  // namespace wick::python
