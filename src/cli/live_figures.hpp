// What `wick live` counts and measures, under the names that dashboards of connectors know.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "live/connector.hpp"
#include "metrics/figures.hpp"

namespace wick::cli {

class LiveFigures {
 public:
  using Series = std::pair<std::size_t, core::Interval>;  // a symbol's number, and its bars
  // Symbols as they are written in lines; of other series nothing is shown.
  LiveFigures(std::vector<std::string> symbols, std::set<Series> shown);

  void take(const std::vector<live::LiveEvent>& events, core::UtcTime market);

  struct Sight {
    core::UtcTime wall{};    // by our clock
    core::UtcTime market{};  // by the feed's
    live::Connector::Standing standing{};
    live::ConnectorCounts counts{};
    std::optional<core::UtcTime> opens{};  // where it is closed, and that is known
    std::int64_t not_ready{};              // answers of history
    std::int64_t cache_io{};               // failures of the store
    std::int64_t kept{};                   // bars
    bool keeps{true};
  };
  // The page as of now.
  [[nodiscard]] std::string page(const Sight& sight);

 private:
  struct Told {
    std::int64_t bars{};
    core::UtcTime end{};  // of the newest bar
    core::UtcTime at{};   // when that was told
  };
  [[nodiscard]] metrics::Labels labels(const Series& series) const;
  void show_series(core::UtcTime market);
  void show_market(const Sight& sight);

  std::vector<std::string> symbols_;
  std::set<Series> shown_;
  std::map<Series, Told> told_;
  metrics::Figures figures_;
};

}  // namespace wick::cli
