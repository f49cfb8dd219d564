// wick get --plan: what a request would ask for, without asking.
#pragma once

#include <string>

#include "cli/get_request.hpp"
#include "cli/output.hpp"
#include "cli/runtime.hpp"
#include "history/plan.hpp"

namespace wick::cli {

// A line for each request, with its tier in front, and one that counts them.
[[nodiscard]] std::string plan_text(const history::Plan& plan, const core::SeriesId& id);

// One document, on one line.
[[nodiscard]] std::string plan_json(const history::Plan& plan, const core::SeriesId& id,
                                    core::TimeRange range);

// The plan of every series, printed. What is wrong with the cache goes to stderr.
[[nodiscard]] base::Result<void> print_plans(const GetRequest& request, Runtime& runtime,
                                             const Shell& shell, Output& output);

}  // namespace wick::cli
