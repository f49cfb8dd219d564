// What the store knows of one bar, as the public face tells it. For the sources of this room alone.
#pragma once

#include <wick/provenance.hpp>

#include "api/world.hpp"

namespace wick::api {

[[nodiscard]] Result<Provenance> provenance(const Series& series, Time time, World& world);

}  // namespace wick::api
