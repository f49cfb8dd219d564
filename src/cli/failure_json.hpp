// What went wrong at which tier, as JSON.
#pragma once

#include <string>
#include <vector>

#include "history/retrieval.hpp"

namespace wick::cli {

// [{"tier":...,"kind":...,"what":...,"times":n,"retry_after_s":n}], the last where a server said so
[[nodiscard]] std::string failures_json(const std::vector<history::Failure>& failures);

}  // namespace wick::cli
