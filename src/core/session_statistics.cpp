#include "core/session_statistics.hpp"

#include <algorithm>

namespace wick::core {

void SessionStatistics::add(const SessionKey& key, const Bar& bar) {
  const auto [place, fresh] = figures_.try_emplace(key);
  SessionFigures& figures = place->second;
  figures.high = fresh ? bar.high : std::max(figures.high, bar.high);
  figures.low = fresh ? bar.low : std::min(figures.low, bar.low);
  figures.last_close = fresh ? bar.close_time : std::max(figures.last_close, bar.close_time);
  figures.close_sum += bar.close;
  ++figures.bars;
}

void SessionStatistics::forget(UtcTime now) {
  std::erase_if(figures_, [&](const auto& entry) { return entry.second.last_close < now - kDay; });
}

}  // namespace wick::core
