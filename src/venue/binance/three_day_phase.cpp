#include "venue/binance/three_day_phase.hpp"

#include <utility>

#include "venue/binance/kline_json.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {

ThreeDayPhase::ThreeDayPhase(Services services, const Endpoints& endpoints,
                             const core::SeriesId& id)
    : paces_(services, endpoints),
      pace_(paces_.of(id.market)),
      weight_(klines_weight(id.market, 1)),
      request_({.http = services.http,
                .hosts = &endpoints.rest(id.market),
                .path = klines_query(id) + "&limit=1",
                .what = "the newest three-day bar",
                .verdict = rest_verdict}) {}

std::optional<ThreeDayPhase::Answer> ThreeDayPhase::step(core::Now now) {
  if (!std::exchange(paid_, true) && pace_.ask_at_once(weight_, now)) return Answer{};
  const auto answer = request_.step();
  if (!answer) return std::nullopt;
  pace_.answered(weight_, *answer ? &**answer : nullptr, now);
  if (!*answer) {
    pace_.learn(answer->error(), now);
    return Answer{};
  }
  const core::TimeRange until_now{core::UtcTime{}, now.utc + core::kDay};
  for (int phase = 0; phase < 3; ++phase) {
    const core::Grid grid(core::Interval::k3d, phase);
    const auto klines = parse_kline_json(*(*answer)->body, {grid, until_now, Prices::kSigned});
    if (klines && klines->rows.size() > 0) return Answer{phase};
  }
  return Answer{};
}

}  // namespace wick::venue::binance
