#include "sim/archive/data_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace wick::sim::data_set_test {
namespace {

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

const Symbol* labelled(Venue venue, DataSet set, const char* label) {
  return find_labelled(market(), venue, set, label);
}

TEST(DataSet, SpotHasKlinesAloneAndFundingsComeInMonths) {
  EXPECT_EQ(archived_sets(Venue::kSpot, Span::kMonthly), std::vector{DataSet::kKlines});
  EXPECT_EQ(archived_sets(Venue::kUm, Span::kDaily).size(), 4U);
  EXPECT_EQ(archived_sets(Venue::kCm, Span::kMonthly).back(), DataSet::kFundingRate);
  EXPECT_EQ(archived_sets(Venue::kCm, Span::kMonthly).size(), 5U);
}

TEST(DataSet, IndexPricesAreThoseOfPairs) {
  const Symbol* ether = market().find(Venue::kCm, "ETHUSD_PERP");
  EXPECT_EQ(labelled(Venue::kCm, DataSet::kIndexPriceKlines, "ETHUSD"), ether);
  EXPECT_EQ(labelled(Venue::kCm, DataSet::kIndexPriceKlines, "ETHUSD_PERP"), nullptr);
  EXPECT_EQ(labelled(Venue::kCm, DataSet::kMarkPriceKlines, "ETHUSD_PERP"), ether);
  EXPECT_EQ(labelled(Venue::kCm, DataSet::kMarkPriceKlines, "ETHUSD"), nullptr);
  EXPECT_EQ(labelled(Venue::kUm, DataSet::kIndexPriceKlines, "BTCUSDT"),
            market().find(Venue::kUm, "BTCUSDT"));
  EXPECT_EQ(labelled(Venue::kUm, DataSet::kIndexPriceKlines, "BTCUSDT_240628"), nullptr);
  EXPECT_NE(labelled(Venue::kUm, DataSet::kPremiumIndexKlines, "BTCUSDT_240628"), nullptr);
}

TEST(DataSet, FundingsAreThoseOfPerpetuals) {
  EXPECT_NE(labelled(Venue::kUm, DataSet::kFundingRate, "BTCUSDT"), nullptr);
  EXPECT_NE(labelled(Venue::kCm, DataSet::kFundingRate, "BTCUSD_PERP"), nullptr);
  EXPECT_EQ(labelled(Venue::kUm, DataSet::kFundingRate, "BTCUSDT_240628"), nullptr);
  EXPECT_EQ(labelled(Venue::kUm, DataSet::kFundingRate, ""), nullptr);
}

}  // namespace
}  // namespace wick::sim::data_set_test
