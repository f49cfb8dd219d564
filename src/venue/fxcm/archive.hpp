// FXCM's weekly and yearly candle files as a source of plain bars: the middles of bid and ask.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "port/bar_source.hpp"
#include "venue/fxcm/candle_shelf.hpp"

namespace wick::venue::fxcm {

struct ArchiveOptions {
  ShelfOptions shelf{};
  std::size_t in_flight_max{4};                        // weeks
  core::Micros blocked_for{std::chrono::minutes{10}};  // after a refusal by every host
};

// Settles a trading week as a whole once its file is there: minutes without a row had no trade. A
// week that is not over, not published or damaged stays unsettled, with the reason. Bars have no
// volume, and are not flagged: whoever needs bid and ask asks QuoteHistory.
class Archive final : public port::BarSource {
 public:
  Archive(Services services, const ArchiveOptions& options);
  ~Archive() override;
  // The inquiry must not outlive the archive.
  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override;
  // The likeliest file of each week.
  [[nodiscard]] std::vector<std::string> plan(const core::SeriesId& id,
                                              const core::RangeSet& ranges) const override;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace wick::venue::fxcm
