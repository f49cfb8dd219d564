#include "bars.hpp"
#include "client.hpp"

NB_MODULE(_core, module) {
  nanobind::set_leak_warnings(false);  // a daemon thread may hold something to the end
  wick::python::bind_bars(module);
  wick::python::bind_client(module);
}
