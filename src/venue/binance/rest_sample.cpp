#include "venue/binance/rest_sample.hpp"

#include <utility>

#include "venue/binance/chart_format.hpp"
#include "venue/binance/endpoints.hpp"
#include "venue/binance/rate_limits.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance {

RestSample::RestSample(Task task)
    : task_(std::move(task)), rows_(core::grid_of(task_.id).count(task_.bars)) {}

std::optional<base::Result<core::Chunk>> RestSample::step(core::Now now) {
  const std::int64_t weight = klines_weight(task_.id.market, rows_);
  if (!asking_) {
    if (auto closed = task_.rest->ask_at_once(weight, now)) return *std::move(closed);
    const std::string path = klines_path(task_.id, task_.bars, rows_);
    asking_.emplace(BriefRequest::Task{.http = task_.http,
                                       .hosts = task_.hosts,
                                       .path = path,
                                       .what = path.substr(0, path.find('?')),
                                       .verdict = rest_verdict});
  }
  const auto answer = asking_->step();
  if (!answer) return std::nullopt;
  task_.rest->answered(weight, *answer ? &**answer : nullptr, now);
  if (*answer) return read(*(*answer)->body);
  task_.rest->learn(answer->error(), now);
  return answer->error();
}

base::Result<core::Chunk> RestSample::read(const std::string& body) const {
  auto klines = page_format(task_.id.chart).read(body, rules_of(task_.id, task_.bars));
  if (!klines) return klines.error();
  return std::move(klines->rows).finish(core::Tier::kRest, {});
}

}  // namespace wick::venue::binance
