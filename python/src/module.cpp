#include "bars.hpp"
#include "client.hpp"

NB_MODULE(_core, module) {
  wick::python::bind_bars(module);
  wick::python::bind_client(module);
}
