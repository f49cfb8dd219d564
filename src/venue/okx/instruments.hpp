// What OKX trades on a market: one answer of its list of instruments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/instrument.hpp"

namespace wick::venue::okx {

// "/api/v5/public/instruments?instType=SWAP": swaps of both futures markets come in one answer.
[[nodiscard]] std::string instruments_path(core::Market market);

// Those of the market that can be asked for here, in order of symbol. An instrument that lacks its
// name or its state makes the answer kCorrupt; an error of OKX is that error.
[[nodiscard]] base::Result<std::vector<core::Instrument>> parse_instruments(std::string_view body,
                                                                            core::Market market,
                                                                            core::UtcTime now);

}  // namespace wick::venue::okx
