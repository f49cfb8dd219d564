// What the series of a cache add up to.
//
// Pure.
#pragma once

#include <map>

#include "cli/health_report.hpp"

namespace wick::cli {

struct SeriesSums {
  std::int64_t bars{};
  std::int64_t unsealed{};
  std::int64_t expected{};  // in the judged range
  std::int64_t missing{};   // of these
  std::int64_t holes_provisional{};
  std::int64_t holes_settled{};

  [[nodiscard]] std::int64_t covered_thousandths() const;  // 1000 only where nothing is missing
};
[[nodiscard]] SeriesSums sums_of(const store::SeriesCheckup& series, const HealthFacts& facts);

struct CacheSums {
  SeriesSums series{};  // of all of them
  std::uint64_t count{};
  std::uint64_t files{};
  std::uint64_t bytes{};
  std::map<core::Origin, std::int64_t> rows{};
};
[[nodiscard]] CacheSums sums_of(const HealthFacts& facts);

}  // namespace wick::cli
