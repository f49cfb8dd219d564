// Binance's REST API: pages of klines.
#pragma once

#include <memory>
#include <vector>

#include "policy/attempts.hpp"
#include "port/bar_source.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/services.hpp"

namespace wick::venue::binance {

struct RestOptions {
  Endpoints endpoints;
  std::size_t in_flight_max{4};
  policy::Attempts::Options attempts{};
  core::Micros blocked_for{std::chrono::minutes{1}};  // after a refusal by every host
  // A bar is final only when its end is this long past by our clock and by the server's.
  core::Micros finality_margin{std::chrono::seconds{1}};
  bool include_open{};  // hand out the bar that is still forming, too, marked as not final
};

// Settles every final instant that it was asked for: what REST leaves out of a page does not
// exist. Requests wait before the limits; once throttled, it sends nothing before the delay that
// the server asked for is over.
class Rest final : public port::BarSource {
 public:
  Rest(Services services, const RestOptions& options);
  ~Rest() override;
  // The inquiry must not outlive the API.
  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override;
  [[nodiscard]] std::vector<std::string> plan(const core::SeriesId& id,
                                              const core::RangeSet& ranges) const override;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace wick::venue::binance
