// What Binance says of its instruments: the exchangeInfo of spot, USD-M and COIN-M.
//
// Statuses are kept as they are spelt, and fields that are not known here are passed over; so are
// symbols that no request could name, such as those outside of ASCII. Refused as a whole: what is
// no JSON object with a list of symbols, a symbol without a name, and a field of another type than
// the venue's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/instrument.hpp"

namespace wick::venue::binance {

inline constexpr std::size_t kExchangeInfoMax = std::size_t{16} << 20U;

// "/api/v3/exchangeInfo": the question for all symbols of a market.
[[nodiscard]] std::string exchange_info_path(core::Market market);

// In order of symbol, each once. A contract is delisted once its delivery is over at `now`
// and it is not traded any more, whatever our clock says.
[[nodiscard]] base::Result<std::vector<core::Instrument>> parse_exchange_info(std::string_view text,
                                                                              core::Market market,
                                                                              core::UtcTime now);

}  // namespace wick::venue::binance
