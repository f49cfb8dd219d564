#include "sim/archive/data_set.hpp"

#include <array>
#include <string>

#include "base/check.hpp"
#include "sim/market/funding.hpp"

namespace wick::sim {
namespace {

constexpr std::array<std::string_view, 5> kFolders{"klines", "markPriceKlines", "indexPriceKlines",
                                                   "premiumIndexKlines", "fundingRate"};

bool is_perpetual(const Symbol& symbol) {
  return symbol.contract_type == "PERPETUAL";
}

}  // namespace

std::string_view set_folder(DataSet set) {
  return kFolders.at(static_cast<std::size_t>(set));
}

std::vector<DataSet> archived_sets(Venue venue, Span span) {
  if (venue == Venue::kSpot) return {DataSet::kKlines};
  std::vector<DataSet> out{DataSet::kKlines, DataSet::kMarkPriceKlines, DataSet::kIndexPriceKlines,
                           DataSet::kPremiumIndexKlines};
  if (span == Span::kMonthly) out.push_back(DataSet::kFundingRate);
  return out;
}

bool has_intervals(DataSet set) {
  return set != DataSet::kFundingRate;
}

Price price_of(DataSet set) {
  WICK_CHECK(has_intervals(set));
  return static_cast<Price>(set);
}

std::string_view label_of(const Symbol& symbol, DataSet set) {
  if (set == DataSet::kIndexPriceKlines) {
    return is_perpetual(symbol) ? std::string_view(symbol.pair) : std::string_view();
  }
  if (set == DataSet::kFundingRate && !has_funding(symbol)) return {};
  return symbol.name;
}

const Symbol* find_labelled(const Market& market, Venue venue, DataSet set,
                            std::string_view label) {
  std::string name(label);
  if (set == DataSet::kIndexPriceKlines && venue == Venue::kCm) name += "_PERP";
  const Symbol* symbol = market.find(venue, name);
  return symbol != nullptr && label_of(*symbol, set) == label ? symbol : nullptr;
}

}  // namespace wick::sim
