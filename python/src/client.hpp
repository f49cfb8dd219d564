// The client as Python sees it: work without the GIL, signals heard, forks survived.
#pragma once

#include <nanobind/nanobind.h>
#include <wick/client.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace wick::python {

// Lines of the log on their way to Python: written by a thread that never holds the GIL, read by
// callers. When nobody reads, the oldest lines go.
class LogQueue {
 public:
  using Line = std::pair<int, std::string>;  // a level of Python's logging, and the text

  void add(LogLevel level, std::string_view line);
  [[nodiscard]] std::vector<Line> take();

 private:
  std::mutex mutex_;
  std::deque<Line> lines_;
};

class PyClient {
 public:
  // Throws an Error in Python's clothes where the settings cannot be.
  explicit PyClient(Options options);
  ~PyClient();
  PyClient(const PyClient&) = delete;
  PyClient& operator=(const PyClient&) = delete;

  // Bars or an error. `watch` (a callable or None) is told of progress and may raise; `log` is
  // called with level and line.
  [[nodiscard]] nanobind::object get(const Request& request, const nanobind::object& watch,
                                     const nanobind::object& log);
  // A list with either for each.
  [[nodiscard]] nanobind::list get_many(const std::vector<Request>& requests,
                                        const nanobind::object& watch, const nanobind::object& log);
  // A Stream, or an error.
  [[nodiscard]] nanobind::object stream(const StreamRequest& request);
  [[nodiscard]] nanobind::object why(const Series& series, Time time);
  [[nodiscard]] std::map<std::string, std::string> settings() const;

 private:
  // A child's first question finds its parent's client, which is left alone: locks may be held.
  void renew_after_fork();

  Options options_;
  int process_;
  std::shared_ptr<LogQueue> lines_;
  std::unique_ptr<Client> client_;
};

// {"kind", "what", "retry_after", "tiers"}: turned into an exception in candlewick/_errors.py.
[[nodiscard]] nanobind::dict error_dict(const Error& error);

void bind_client(nanobind::module_& module);

}  // namespace wick::python
