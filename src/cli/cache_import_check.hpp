// Whether bars of a file are those of the exchange: a few of them are fetched and compared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/runtime.hpp"
#include "core/bar.hpp"

namespace wick::cli {

// Which bars to compare: the first few of these.
[[nodiscard]] std::vector<core::Bar> sample_of(const std::vector<core::Bar>& bars);

// Why the series is not to be believed; nothing where all of the bars are as the exchange has them.
// Uses the network, and never the cache.
[[nodiscard]] std::optional<std::string> disagreement(const core::SeriesId& id,
                                                      const std::vector<core::Bar>& bars,
                                                      Runtime& runtime);

}  // namespace wick::cli
