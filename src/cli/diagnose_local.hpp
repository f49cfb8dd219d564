// What a diagnosis finds on this machine: settings, the cache folder, what is kept and what is not.
#pragma once

#include <string>
#include <vector>

#include "cli/diagnose_verdict.hpp"
#include "cli/runtime.hpp"

namespace wick::cli {

// The hosts in use, proxies, and a private authority; without secrets.
[[nodiscard]] Finding configuration_finding(const wiring::Config& config, const core::SeriesId& id,
                                            const wiring::Environment& environment);

// Whether the cache can be written, and what it has of the series; tried for real.
[[nodiscard]] Finding cache_finding(const core::SeriesId& id, Runtime& runtime, LocalState& local);

// What is missing of the last 500 bars and the last 30 days, and who would give it.
[[nodiscard]] Finding missing_finding(const core::SeriesId& id, Runtime& runtime,
                                      LocalState& local);

}  // namespace wick::cli
