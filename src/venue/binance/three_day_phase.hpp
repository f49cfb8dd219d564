// On which days three-day bars open: the venue's own choice, learnt from one of its bars.
#pragma once

#include <optional>

#include "core/series_id.hpp"
#include "venue/binance/brief_request.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/binance/rest_paces.hpp"
#include "venue/services.hpp"

namespace wick::venue::binance {

class ThreeDayPhase {
 public:
  // The endpoints must outlive it.
  ThreeDayPhase(Services services, const Endpoints& endpoints, const core::SeriesId& id);

  // Asks for the newest bar once. Nothing while the answer is on its way.
  struct Answer {
    std::optional<int> phase_days;  // nothing where nobody could tell
  };
  [[nodiscard]] std::optional<Answer> step(core::Now now);

 private:
  RestPaces paces_;
  Pace& pace_;
  std::int64_t weight_;
  bool paid_{false};
  BriefRequest request_;
};

}  // namespace wick::venue::binance
