// The tiers of Binance klines, plugged together.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "history/retrieval.hpp"
#include "port/http.hpp"
#include "port/workers.hpp"
#include "wiring/config.hpp"

namespace wick::wiring {

// Which tiers may answer.
enum class SourceChoice { kAuto, kBulk, kRest };
[[nodiscard]] std::optional<SourceChoice> parse_source_choice(std::string_view text);

class BinanceHistory {
 public:
  struct World {  // must outlive the BinanceHistory
    port::Http* http{};
    port::Workers* workers{};
    std::uint64_t seed{};  // of the jitter between attempts
  };
  BinanceHistory(const Config& config, World world);
  ~BinanceHistory();

  // Archive months, archive days, then REST: those that can have the series and are allowed.
  [[nodiscard]] std::vector<history::Tier> tiers(const core::SeriesId& id,
                                                 SourceChoice choice) const;

 private:
  struct Sources;
  core::Micros archive_delay_;
  std::unique_ptr<Sources> sources_;
};

}  // namespace wick::wiring
