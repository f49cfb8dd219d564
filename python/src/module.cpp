#include "bars.hpp"
#include "calendar.hpp"
#include "client.hpp"
#include "memory.hpp"
#include "stream.hpp"

NB_MODULE(_core, module) {
  nanobind::set_leak_warnings(false);  // a daemon thread may hold something to the end
  wick::python::bind_bars(module);
  wick::python::bind_calendar(module);
  wick::python::bind_client(module);
  wick::python::bind_memory(module);
  wick::python::bind_stream(module);
}
