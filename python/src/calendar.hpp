// The calendar as Python sees it: dicts with instants in microseconds since 1970.
#pragma once

#include <nanobind/nanobind.h>

namespace wick::python {

void bind_calendar(nanobind::module_& module);

}  // namespace wick::python
