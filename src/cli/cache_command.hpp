// wick cache: what is kept, how much room it takes, and giving some of it up.
#pragma once

#include "cli/care_request.hpp"
#include "cli/shell.hpp"
#include "store/pruning.hpp"

namespace wick::cli {

struct PruneOptions {
  CareOptions care{};
  std::string size_max{};
  std::string before{};
  bool dry_run{};
};

[[nodiscard]] Exit run_cache_ls(const CareOptions& options, const Shell& shell);
[[nodiscard]] Exit run_cache_du(const CareOptions& options, const Shell& shell);
[[nodiscard]] Exit run_cache_prune(const PruneOptions& options, const Shell& shell);

// The tables, for people and for machines; pure.
[[nodiscard]] std::string listing_text(const store::Census& census);
[[nodiscard]] std::string listing_json(const store::Census& census, const std::string& root);
[[nodiscard]] std::string usage_text(const store::Census& census);
[[nodiscard]] std::string usage_json(const store::Census& census, const std::string& root);

// Refuses, as kInvalid, to prune without a limit.
[[nodiscard]] base::Result<store::PruneLimits> understand(const PruneOptions& options,
                                                          core::UtcTime now);

}  // namespace wick::cli
