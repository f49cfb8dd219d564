// What a diagnosis finds of a venue's streams.
#pragma once

#include <vector>

#include "cli/diagnose_findings.hpp"
#include "live/probe.hpp"

namespace wick::cli {

// Why the streams of such a series are not looked at; empty where they are.
[[nodiscard]] std::string no_streams(const core::SeriesId& id);

// One finding a host.
[[nodiscard]] std::vector<Finding> live_findings(const std::vector<live::HostHeard>& hosts,
                                                 bool traded_no_more);

}  // namespace wick::cli
