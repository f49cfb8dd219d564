#include "store/importing_mixup.hpp"

#include <algorithm>

namespace wick::store {

bool Mixup::concerns(const core::SeriesId& id) {
  return id.interval == core::Interval::k1h && id.chart == core::ChartType::kKlines;
}

bool Mixup::is_source(const core::SeriesId& id) {
  return concerns(id) && id.symbol == "BTCUSDT";
}

bool Mixup::is_in(const core::SeriesId& id, std::span<const core::Bar> bars) {
  if (!concerns(id)) return false;
  const auto place = [&](const core::Bar& bar) {
    return Place{id.provider, id.market, bar.open_time};
  };
  if (is_source(id)) {
    for (const core::Bar& bar : bars) known_.emplace(place(bar), bar);
    return false;
  }
  return std::ranges::any_of(bars, [&](const core::Bar& bar) {
    const auto known = known_.find(place(bar));
    return bar.volume > 0 && known != known_.end() && known->second == bar;
  });
}

}  // namespace wick::store
