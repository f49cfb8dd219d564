// The kinds of files in the archive, and the folders they lie in.
//
// A file of an index price belongs to a pair, all others to a symbol. Fundings are those of
// perpetuals, have no interval, and come in months only.
#pragma once

#include <string_view>
#include <vector>

#include "sim/archive/calendar.hpp"
#include "sim/market/market.hpp"
#include "sim/market/quotes.hpp"

namespace wick::sim {

enum class DataSet : std::uint8_t {
  kKlines,
  kMarkPriceKlines,
  kIndexPriceKlines,
  kPremiumIndexKlines,
  kFundingRate,
};

[[nodiscard]] std::string_view set_folder(DataSet set);  // "klines", "markPriceKlines"
[[nodiscard]] std::vector<DataSet> archived_sets(Venue venue, Span span);
[[nodiscard]] bool has_intervals(DataSet set);
[[nodiscard]] Price price_of(DataSet set);  // of a set that has intervals

// By what name the set's files know a symbol: its own, its pair, or none.
[[nodiscard]] std::string_view label_of(const Symbol& symbol, DataSet set);

// The symbol with that label, in the market of the venue; or null.
[[nodiscard]] const Symbol* find_labelled(const Market& market, Venue venue, DataSet set,
                                          std::string_view label);

}  // namespace wick::sim
