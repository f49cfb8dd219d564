// The symbols of `wick live --feed binance-ws`, looked at before anything is opened: the streams of
// an exchange accept any name, and stay silent.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "core/instrument.hpp"
#include "wiring/live_targets.hpp"

namespace wick::cli {

// By their shape alone, and as another market's: kInvalid, with what to do.
[[nodiscard]] base::Result<void> check_shapes(const std::vector<wiring::LiveSymbol>& symbols,
                                              core::Market market);

// By the exchange's own list as well: kInvalid names all that it has not, with those probably
// meant.
[[nodiscard]] base::Result<void> check_listed(const std::vector<wiring::LiveSymbol>& symbols,
                                              core::Market market,
                                              const std::vector<core::Instrument>& listed);

}  // namespace wick::cli
