// What OKX trades here: symbols of the simulated market under OKX's names.
//
// BTC-USDT is the pair BTCUSDT of spot, BTC-USDT-SWAP the perpetual of USD-M and BTC-USD-SWAP that
// of COIN-M. Delivery contracts, options and margin there are none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/http.hpp"
#include "sim/market/market.hpp"
#include "sim/okx/okx_error.hpp"

namespace wick::sim {

// Empty for a symbol that OKX does not have.
[[nodiscard]] std::string instrument_id(const Symbol& symbol);

// One that can be asked about at `now`: a delisted pair still, a delisted swap no longer.
[[nodiscard]] const Symbol* find_instrument(const Market& market, std::string_view id, Micros now);

// A swap of USD-M is for 10 to this power of the base asset: 0.01 BTC, 0.1 ETH, 1000 DOGE.
[[nodiscard]] int contract_exponent(const Symbol& symbol);

// The value of `data` in an answer: the instruments of one type, or the one that is named.
[[nodiscard]] std::variant<std::string, OkxError> instruments_json(const Market& market,
                                                                   const Target& target,
                                                                   Micros now);

}  // namespace wick::sim
