// The "broker" of a scenario's head, read from JSON. A part of scenario.cpp that outgrew its file.
#pragma once

#include "sim/fault/json_reader.hpp"
#include "sim/fault/rule.hpp"

namespace wick::sim {

void read_broker_settings(const JsonReader& reader, Settings& settings);

}  // namespace wick::sim
