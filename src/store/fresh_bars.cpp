#include "store/fresh_bars.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace wick::store {
namespace {

std::string object_of(const core::SeriesId& id, core::Origin origin) {
  if (tier_of(origin) == core::Tier::kRest) return "REST";
  return "stream " + id.symbol + " " + std::string(core::name(id.interval));
}

using Minute = std::chrono::sys_time<std::chrono::minutes>;

// Rows of one source in ascending order, while they are being collected.
struct Sheaf {
  core::Source source;
  core::UtcTime last;
  core::ChunkBuilder rows;

  [[nodiscard]] bool suits(const FreshBar& fresh) const {
    return source.mark() == fresh.mark && last < fresh.bar.open_time &&
           minute() == std::chrono::floor<std::chrono::minutes>(fresh.taken);
  }
  void push(const FreshBar& fresh) {
    last = fresh.bar.open_time;
    source.fetched = std::max(source.fetched, fresh.taken);
    rows.push(fresh.bar);
  }
  [[nodiscard]] Minute minute() const {
    return std::chrono::floor<std::chrono::minutes>(source.fetched);
  }
};

Sheaf sheaf_for(const core::SeriesId& id, const FreshBar& fresh) {
  return {.source = {.origin = fresh.mark.origin,
                     .revision = fresh.mark.revision,
                     .object = object_of(id, fresh.mark.origin),
                     .checksum = "",
                     .fetched = fresh.taken},
          .last = core::UtcTime::min(),
          .rows = {}};
}

// What of the holes is inside, or what is not.
std::vector<core::Hole> cut(const std::vector<core::Hole>& holes, const core::RangeSet& inside) {
  std::vector<core::Hole> cut;
  for (const core::Hole& hole : holes) {
    const core::RangeSet left = core::RangeSet{hole.range}.intersect(inside);
    for (const core::TimeRange& range : left.ranges()) {
      cut.push_back({range, hole.cause, hole.evidence});
    }
  }
  return cut;
}

TailEntry entry_of(const core::SeriesId& id, std::vector<core::Hole> holes, core::UtcTime taken) {
  return {.source = {.origin = core::Origin::kFeed,
                     .revision = 0,
                     .object = object_of(id, core::Origin::kFeed),
                     .checksum = "",
                     .fetched = taken},
          .rows = core::ChunkBuilder{}.finish(core::Tier::kStream, {}),
          .holes = std::move(holes)};
}

}  // namespace

void FreshBars::take(const core::Hole& hole, core::UtcTime taken) {
  holes_.push_back(hole);
  holes_ = core::join(std::move(holes_));
  holes_taken_ = taken;
  if (holes_.size() > bars_max_) holes_.erase(holes_.begin());
}

void FreshBars::take(const FreshBar& fresh) {
  const auto [begin, end] = bars_.equal_range(fresh.bar.open_time);
  const auto same =
      std::find_if(begin, end, [&](const auto& known) { return known.second.bar == fresh.bar; });
  if (same != end) {
    if (!core::beats(fresh.mark, same->second.mark)) return;
    bars_.erase(same);
  }
  bars_.emplace(fresh.bar.open_time, fresh);
  if (bars_.size() > bars_max_) bars_.erase(bars_.begin());
}

core::RangeSet FreshBars::instants(const core::Grid& grid) const {
  core::RangeSet instants;
  for (const auto& [open, fresh] : bars_) instants.add({open, grid.next(open)});
  for (const core::Hole& hole : holes_) instants.add(hole.range);
  return instants;
}

std::vector<TailEntry> FreshBars::entries(const core::SeriesId& id, core::TimeRange opens) const {
  std::vector<Sheaf> sheaves;
  const auto end = bars_.lower_bound(opens.end);
  for (auto at = bars_.lower_bound(opens.begin); at != end; ++at) {
    const FreshBar& fresh = at->second;
    auto suiting = std::ranges::find_if(sheaves, [&](const Sheaf& s) { return s.suits(fresh); });
    if (suiting == sheaves.end()) {
      sheaves.push_back(sheaf_for(id, fresh));
      suiting = std::prev(sheaves.end());
    }
    suiting->push(fresh);
  }
  std::ranges::stable_sort(sheaves, {}, &Sheaf::minute);  // what came first stands first
  std::vector<TailEntry> entries;
  for (Sheaf& sheaf : sheaves) {
    const core::Mark mark = sheaf.source.mark();
    entries.push_back(
        {std::move(sheaf.source), std::move(sheaf.rows).finish(tier_of(mark.origin), mark), {}});
  }
  auto holes = cut(holes_, {opens});
  if (!holes.empty()) entries.push_back(entry_of(id, std::move(holes), holes_taken_));
  return entries;
}

void FreshBars::forget(core::TimeRange opens) {
  bars_.erase(bars_.lower_bound(opens.begin), bars_.lower_bound(opens.end));
  const core::RangeSet always{{core::UtcTime::min(), core::kFarFuture}};
  holes_ = cut(holes_, always.minus({opens}));
}

void FreshBars::forget_known(const std::vector<TailEntry>& tail) {
  std::erase_if(bars_, [&](const auto& held) {
    const FreshBar& fresh = held.second;
    const core::TimeRange instant{held.first, held.first + core::Micros{1}};
    return std::ranges::any_of(tail, [&](const TailEntry& entry) {
      const core::Chunk row = entry.rows.within(instant);
      return !row.empty() && row.bar(0) == fresh.bar && !core::beats(fresh.mark, row.mark());
    });
  });
}

}  // namespace wick::store
