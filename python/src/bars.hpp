// Answers as Python sees them: capsules of Arrow, rows, and copies into buffers of the caller's.
#pragma once

#include <nanobind/nanobind.h>
#include <wick/bars.hpp>

namespace wick::python {

[[nodiscard]] nanobind::dict hole_dict(const Hole& hole);

void bind_bars(nanobind::module_& module);

}  // namespace wick::python
