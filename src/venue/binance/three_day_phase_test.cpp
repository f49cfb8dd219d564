#include "venue/binance/three_day_phase.hpp"

#include <gtest/gtest.h>

#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::three_day_phase_test {
namespace {

const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kFuturesUsdt,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k3d};

std::string bar(core::UtcTime open) {
  return "[[" + std::to_string(core::millis_of(open)) + ",\"1.0\",\"1.0\",\"1.0\",\"1.0\",\"0\"," +
         std::to_string(core::millis_of(open + 3 * core::kDay) - 1) +
         ",\"0\",0,\"0\",\"0\",\"0\"]]";
}

std::optional<int> learn(const std::string& body, int status = 200) {
  ScriptedWeb web([&](const std::string&) { return Scripted{.status = status, .body = body}; });
  const Endpoints endpoints{.um = {"http://um"}};
  ThreeDayPhase phase({&web, nullptr}, endpoints, kSeries);
  for (int step = 0; step < 5; ++step) {
    const auto answer = phase.step({core::midnight(2024, 6, 1), core::MonoTime{}});
    if (!answer) continue;
    EXPECT_EQ(web.urls.front(), "http://um/fapi/v1/klines?symbol=BTCUSDT&interval=3d&limit=1");
    return answer->phase_days;
  }
  ADD_FAILURE() << "it does not end";
  return std::nullopt;
}

TEST(ThreeDayPhase, IsReadOffABar) {
  for (int day = 0; day < 6; ++day) {
    const core::UtcTime open = core::UtcTime{} + (19'800 + day) * core::kDay;  // 19,800 is 0 mod 3
    EXPECT_EQ(learn(bar(open)), day % 3);
  }
}

TEST(ThreeDayPhase, IsUnknownWhereNobodyCanTell) {
  EXPECT_EQ(learn("[]"), std::nullopt);
  EXPECT_EQ(learn("{}"), std::nullopt);
  EXPECT_EQ(learn("", 503), std::nullopt);
  EXPECT_EQ(learn(bar(core::midnight(2024, 5, 1) + core::Micros{3'600'000'000})), std::nullopt);
}

}  // namespace
}  // namespace wick::venue::binance::three_day_phase_test
