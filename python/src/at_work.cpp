#include "at_work.hpp"

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace nb = nanobind;

namespace wick::python {
namespace {

// Of the process: the interpreter ends once, whatever clients there are.
std::atomic<bool> is_leaving{false};
std::atomic<int> working{0};

// None of a parent's threads are in its child.
[[maybe_unused]] const int forgets_parent =
    pthread_atfork(nullptr, nullptr, [] { working.store(0); });

}  // namespace

AtWork::AtWork() {
  end_thread_if_leaving();
  working.fetch_add(1);  // still with the GIL: leave() cannot come between
  thread_ = PyEval_SaveThread();
}

AtWork::~AtWork() {
  PyEval_RestoreThread(thread_);
  working.fetch_sub(1);
}

bool leaving() {
  return is_leaving.load();
}

void end_thread_if_leaving() {
  if (!leaving()) return;
  PyErr_SetNone(PyExc_SystemExit);  // without a word
  throw nb::python_error();
}

void leave() {
  is_leaving.store(true);
  PyThreadState* const thread = PyEval_SaveThread();
  while (working.load() > 0) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  PyEval_RestoreThread(thread);
}

}  // namespace wick::python
