// The instruments of a market for commands that ask about many symbols.
//
// From the book in the state folder where it is young enough, else from the exchange and its
// archive. Where those cannot be reached an old book serves, and stderr says how old it is.
#pragma once

#include <chrono>
#include <vector>

#include "base/result.hpp"
#include "core/instrument.hpp"

namespace wick::cli {

class Runtime;

// In order of symbol; those that the exchange has no more among them. Their days of listing and
// delisting are known only where somebody has asked for them.
[[nodiscard]] base::Result<std::vector<core::Instrument>> load_instruments(
    Runtime& runtime, core::Market market, core::Micros age_max = std::chrono::hours{24});

}  // namespace wick::cli
