// Who has past bars of OKX: its REST API, in two places. Its bulk files hold trades, no candles.
#pragma once

#include <vector>

#include "history/retrieval.hpp"
#include "venue/okx/rest.hpp"

namespace wick::wiring {

enum class OpenBar : std::uint8_t { kLeftOut, kIncluded };

class OkxTiers {
 public:
  // Options as for any of the two places; the services must outlive the tiers.
  OkxTiers(venue::Services services, const venue::okx::RestOptions& options);

  [[nodiscard]] std::vector<history::Tier> rest(OpenBar open_bar);

 private:
  venue::okx::Rest history_;
  venue::okx::Rest recent_;
  venue::okx::Rest recent_with_open_;
};

}  // namespace wick::wiring
