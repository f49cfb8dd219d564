#include "wiring/fxcm_tiers.hpp"

#include <gtest/gtest.h>

#include "fake/web.hpp"
#include "wiring/history.hpp"

namespace wick::wiring::fxcm_tiers_test {
namespace {

using core::Interval;
using core::midnight;

core::SeriesId euro(Interval interval) {
  return {core::Provider::kFxcm, core::Market::kFx, core::ChartType::kKlines, "EURUSD", interval};
}

TEST(FxcmTiers, FilesAreAllThereIs) {
  fake::World world{1, midnight(2024, 6, 1)};
  fake::Web web{world};
  const auto config = Config::load({}, {});
  const History history(*config, {.http = &web, .workers = &world});
  const auto tiers = [&](SourceChoice source) {
    return history.tiers({.id = euro(Interval::k1m), .wanted = {}, .source = source});
  };
  ASSERT_EQ(tiers(SourceChoice::kAuto).size(), 1U);
  EXPECT_EQ(tiers(SourceChoice::kAuto)[0].rung.tier, core::Tier::kBulk);
  EXPECT_EQ(tiers(SourceChoice::kBulk).size(), 1U);
  EXPECT_TRUE(tiers(SourceChoice::kCache).empty());
  EXPECT_TRUE(tiers(SourceChoice::kRest).empty());
  for (const auto source : {SourceChoice::kAuto, SourceChoice::kCache, SourceChoice::kBulk}) {
    EXPECT_TRUE(has_source(core::Provider::kFxcm, source));
  }
  EXPECT_FALSE(has_source(core::Provider::kFxcm, SourceChoice::kRest));
  EXPECT_FALSE(has_source(core::Provider::kOkx, SourceChoice::kBulk));
  EXPECT_TRUE(has_source(core::Provider::kOkx, SourceChoice::kRest));
}

// A file brings its whole week anyway, and whole days are what is kept.
TEST(FxcmTiers, TheRestOfAWeekComesAlong) {
  const core::RangeSet wanted{{midnight(2024, 1, 31), midnight(2024, 2, 6)}};
  EXPECT_EQ(FxcmTiers::along(euro(Interval::k1m), wanted, midnight(2024, 3, 1)),
            (core::RangeSet{{midnight(2024, 1, 28), midnight(2024, 2, 11)}}));
  EXPECT_EQ(FxcmTiers::along(euro(Interval::k1m), wanted, midnight(2024, 2, 10)),
            (core::RangeSet{{midnight(2024, 1, 28), midnight(2024, 2, 4)}}));
}

}  // namespace
}  // namespace wick::wiring::fxcm_tiers_test
