// A file of funding rates as the predecessor's UnifiedCacheManager kept them, and the list beside
// it.
//
// Pure. Such a file stands under a folder whose name begins with "funding". Its path holds no date,
// and only a part of the symbol: releases took the key apart at the wrong places, so that
// BINANCE_FUNDING_RATE_FUTURES_USDT_BTCUSDT became FUTURES-usdt-BTCU-SD-T.arrow, which symbols
// that begin alike share. What is in it is told by its rows alone: symbol, funding_time,
// funding_rate. The market is in the path. A row that lacks one of these, is of another symbol's
// kind, or stands there twice with two rates is refused.
//
// A file is one answer of the exchange. Between two fundings of it that are no more than eight
// hours apart there was no other one; before the first and after the last one nothing is known.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/foreign_layout.hpp"
#include "store/importing_rows.hpp"
#include "store/series_days.hpp"

namespace wick::store {

// What the path tells. Refused are those of spot, which pays none, and of no market.
struct FundingPlace {
  core::Provider provider{};
  core::Market market{};
};
[[nodiscard]] bool is_funding_path(std::string_view path);
[[nodiscard]] base::Result<FundingPlace> read_funding_path(std::string_view path,
                                                           const ForeignWish& wish);

// The fundings of each symbol in it, as bars of an hour whose prices are all the rate. Those that
// were paid after `written` are left out: they were only foreseen.
[[nodiscard]] base::Result<std::vector<ForeignBars>> read_fundings(std::string_view bytes,
                                                                   const FundingPlace& place,
                                                                   core::UtcTime written);

// Cut into days, with the hours that are known to have none.
[[nodiscard]] std::vector<SeriesUnit> funding_units(const ForeignBars& found,
                                                    const core::Source& source);

// cache_metadata.json: the names of files, without their ending and in lower case, of which every
// entry is marked as invalid. What is no such list is kInvalid.
inline constexpr std::string_view kFundingList = "cache_metadata.json";
[[nodiscard]] base::Result<std::set<std::string>> read_funding_list(std::string_view json);

}  // namespace wick::store
