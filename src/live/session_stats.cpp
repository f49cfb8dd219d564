#include "live/session_stats.hpp"

#include <algorithm>

namespace wick::live {
namespace {

bool is_over(core::UtcTime close, core::UtcTime now) {
  return close + core::kDay <= now;
}

}  // namespace

void SessionStats::take(const core::Session& session, const SessionBar& bar) {
  const auto [at, is_new] = sessions_.try_emplace({session.window->tag, session.range.begin});
  Kept& kept = at->second;
  if (is_new) {
    kept.timezone = session.window->timezone;
    kept.close = session.range.end;
  }
  const auto [entry, first] = kept.symbols.try_emplace({bar.symbol, bar.interval});
  Sums& sums = entry->second;
  if (!first && bar.open_time <= sums.last) return;
  sums.high = first ? bar.high : std::max(sums.high, bar.high);
  sums.low = first ? bar.low : std::min(sums.low, bar.low);
  sums.last = bar.open_time;
  sums.closes += bar.close;
  ++sums.bars;
}

std::vector<SessionFigures> SessionStats::figures(core::UtcTime now) const {
  std::vector<SessionFigures> all;
  for (auto at = sessions_.begin(); at != sessions_.end(); ++at) {
    const auto next = std::next(at);
    const bool later_one = next != sessions_.end() && next->first.tag == at->first.tag;
    if (later_one || is_over(at->second.close, now)) continue;
    all.push_back(figures_of(at->first, at->second));
  }
  return all;
}

SessionFigures SessionStats::figures_of(const Key& key, const Kept& kept) {
  SessionFigures figures{.tag = key.tag, .timezone = kept.timezone, .time = {key.open, kept.close}};
  for (const auto& [of, sums] : kept.symbols) {
    figures.symbols.push_back({.symbol = of.symbol,
                               .interval = of.interval,
                               .bars = sums.bars,
                               .high = sums.high,
                               .low = sums.low,
                               .range = sums.high - sums.low,
                               .avg = sums.closes / static_cast<double>(sums.bars)});
  }
  return figures;
}

void SessionStats::forget_before(core::UtcTime now) {
  std::erase_if(sessions_, [&](const auto& each) { return is_over(each.second.close, now); });
}

}  // namespace wick::live
