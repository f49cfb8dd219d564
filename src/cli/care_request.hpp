// Which part of the store a command that takes care of it was asked about.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/census.hpp"

namespace wick::cli {

// As typed; what is empty means all.
struct CareOptions {
  std::vector<std::string> symbols{};
  std::string market{};
  std::string interval{};
  std::string provider{};
  std::string chart{};
  bool json{};
};

// Any mistake is kInvalid, and says what to write instead.
[[nodiscard]] base::Result<store::CensusFilter> understand(const CareOptions& options);

// "10G", "500M", "1.5T", "4096": bytes, by powers of 1000.
[[nodiscard]] base::Result<std::uint64_t> parse_size(const std::string& option,
                                                     const std::string& text);

// What to say where nothing of it is cached.
[[nodiscard]] std::string nothing_cached(const store::CensusFilter& filter,
                                         const std::string& root);

}  // namespace wick::cli
