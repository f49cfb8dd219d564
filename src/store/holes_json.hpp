// Holes as the JSON that stands in a sealed file's metadata.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/sealed_facts.hpp"

namespace wick::store {

// [{"from":...,"to":...,"cause":...,"evidence":...,"provisional":...,"asked":...}]
[[nodiscard]] std::string holes_json(const std::vector<StoredHole>& holes);
[[nodiscard]] base::Result<std::vector<StoredHole>> read_holes_json(std::string_view json);

}  // namespace wick::store
