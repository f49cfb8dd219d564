// The two halves of a rule, read from JSON. A part of scenario.cpp that outgrew its file.
#pragma once

#include "sim/fault/json_reader.hpp"
#include "sim/fault/rule.hpp"

namespace wick::sim {

[[nodiscard]] When read_when(const JsonReader& reader);

// `when` is the other half: what a rule does must fit what it is about.
[[nodiscard]] Then read_then(const JsonReader& reader, const When& when);

}  // namespace wick::sim
