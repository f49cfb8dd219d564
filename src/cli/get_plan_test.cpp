#include "cli/get_plan.hpp"

#include <gtest/gtest.h>

namespace wick::cli::get_plan_test {
namespace {

using core::midnight;
using core::Tier;
using namespace std::chrono_literals;

const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};
const core::TimeRange kRange{midnight(2024, 1, 1), midnight(2024, 1, 4)};

history::Plan made() {
  return {.cached = {{midnight(2024, 1, 1), midnight(2024, 1, 1) + 23h}},
          .asks = {{Tier::kBulk, {}, {"data/a.zip", "data/a.zip.CHECKSUM", "data/b.zip"}},
                   {Tier::kRest, {}, {"/klines?x=1"}}},
          .missing = {{{midnight(2024, 1, 3), midnight(2024, 1, 4)},
                       core::Cause::kNotFetched,
                       "too recent"}},
          .errors = {}};
}

TEST(GetPlan, ALineForEachRequestAndOneThatCounts) {
  EXPECT_EQ(plan_text(made(), kSeries),
            "CACHE  2024-01-01T00:00Z .. 2024-01-01T23:00Z  23 bars\n"
            "BULK  data/a.zip\n"
            "BULK  data/a.zip.CHECKSUM\n"
            "BULK  data/b.zip\n"
            "REST  /klines?x=1\n"
            "nobody  24  2024-01-03T00:00Z .. 2024-01-04T00:00Z  not fetched, too recent\n"
            "2 archive objects (3 requests), 1 page\n");
  EXPECT_EQ(plan_text({}, kSeries), "0 archive objects (0 requests), 0 pages\n");
}

TEST(GetPlan, ProviderAndChartAreToldWhereTheyAreNotTheUsual) {
  core::SeriesId id = kSeries;
  id.provider = core::Provider::kOkx;
  EXPECT_TRUE(
      plan_json({}, id, kRange)
          .starts_with(R"({"symbol":"BTCUSDT","market":"spot","provider":"okx","interval":"1h",)"));
  id = kSeries;
  id.chart = core::ChartType::kMark;
  EXPECT_TRUE(
      plan_json({}, id, kRange)
          .starts_with(R"({"symbol":"BTCUSDT","market":"spot","chart":"mark","interval":"1h",)"));
}

TEST(GetPlan, OneDocumentForPrograms) {
  EXPECT_EQ(plan_json(made(), kSeries, kRange),
            R"({"symbol":"BTCUSDT","market":"spot","interval":"1h","from":"2024-01-01T00:00:00Z",)"
            R"("to":"2024-01-04T00:00:00Z","cached":23,"asks":[{"tier":"BULK","objects":)"
            R"(["data/a.zip","data/a.zip.CHECKSUM","data/b.zip"]},)"
            R"({"tier":"REST","objects":["/klines?x=1"]}],"requests":4})"
            "\n");
  EXPECT_TRUE(plan_json({}, kSeries, kRange)
                  .ends_with(R"("asks":[],"requests":0})"
                             "\n"));
}

}  // namespace
}  // namespace wick::cli::get_plan_test
