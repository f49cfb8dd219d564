#include "wiring/okx_tiers.hpp"

#include <gtest/gtest.h>

#include "fake/web.hpp"
#include "wiring/history.hpp"

namespace wick::wiring::okx_tiers_test {
namespace {

using core::Tier;

class Tiers : public testing::Test {
 protected:
  // "BULK month", "REST", ...: the tiers that would be asked, but for the cache.
  std::vector<std::string> of(const History::Wish& wish) {
    const auto config = Config::load({}, {});
    const History history(*config, {.http = &web, .workers = &world});
    std::vector<std::string> names;
    for (const history::Tier& tier : history.tiers(wish)) {
      names.emplace_back(core::name(tier.rung.tier));
      if (tier.rung.unit == policy::Unit::kMonth) names.back() += " month";
      if (tier.rung.unit == policy::Unit::kDay) names.back() += " day";
      if (tier.rung.whole_only) names.back() += " whole";
      if (tier.rung.tier == Tier::kRest && tier.rung.lag > core::Micros{}) names.back() += " late";
    }
    return names;
  }
  std::vector<std::string> of(core::Provider provider, core::ChartType chart,
                              SourceChoice source = SourceChoice::kAuto) {
    return of({.id = {provider, core::Market::kFuturesUsdt, chart, "X", core::Interval::k1h},
               .wanted = {},
               .source = source});
  }

  fake::World world{1, core::midnight(2024, 6, 1)};
  fake::Web web{world};
};

using Names = std::vector<std::string>;

TEST_F(Tiers, OkxHasRestAloneInTwoPlaces) {
  using enum core::ChartType;
  EXPECT_EQ(of(core::Provider::kOkx, kKlines), (Names{"REST late", "REST"}));
  EXPECT_EQ(of(core::Provider::kOkx, kKlines, SourceChoice::kRest), (Names{"REST late", "REST"}));
  EXPECT_EQ(of(core::Provider::kOkx, kKlines, SourceChoice::kBulk), Names{});
  EXPECT_EQ(of(core::Provider::kOkx, kKlines, SourceChoice::kCache), Names{});
}

TEST_F(Tiers, OfTheChartsOfFuturesFundingsHaveNoDays) {
  const Names all{"LISTING", "BULK month whole", "BULK day", "REST"};
  EXPECT_EQ(of(core::Provider::kBinance, core::ChartType::kKlines), all);
  EXPECT_EQ(of(core::Provider::kBinance, core::ChartType::kPremium), all);
  EXPECT_EQ(of(core::Provider::kBinance, core::ChartType::kFunding),
            (Names{"LISTING", "BULK month", "REST"}));
}

}  // namespace
}  // namespace wick::wiring::okx_tiers_test
