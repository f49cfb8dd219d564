// Live candles as Python sees them: waited for without the GIL, signals heard meanwhile.
#pragma once

#include <nanobind/nanobind.h>
#include <wick/stream.hpp>

#include <cstdint>
#include <memory>

#include "client.hpp"

namespace wick::python {

class PyStream {
 public:
  PyStream(Stream stream, std::shared_ptr<LogQueue> lines);
  ~PyStream();  // closes
  PyStream(const PyStream&) = delete;
  PyStream& operator=(const PyStream&) = delete;

  // A tuple, an error's dict, or None where nothing has come within `patience`: microseconds, for
  // ever when negative. `log` is called with level and line. A candle that is taken is returned,
  // whatever signals have come.
  [[nodiscard]] nanobind::object next(std::int64_t patience, const nanobind::object& log);

  [[nodiscard]] const Stream& stream() const { return *stream_; }
  void stop();
  void close();

 private:
  void tell(const nanobind::object& log);

  int process_;
  std::shared_ptr<Stream> stream_;
  std::shared_ptr<LogQueue> lines_;
};

// Closes all that are open; called at exit.
void close_streams();

void bind_stream(nanobind::module_& module);

}  // namespace wick::python
