#include "store/filling.hpp"

#include <algorithm>
#include <utility>

namespace wick::store {
namespace {

// Longer than a day: then it came from the file of a month.
bool is_month(const core::Chunk& chunk) {
  return core::day_of(chunk.open_time(0)) != core::day_of(chunk.open_time(chunk.size() - 1));
}

}  // namespace

Filling::Filling(Shelf shelf) : shelf_(std::move(shelf)) {}

void Filling::take(const port::Reply& reply, core::Now now) {
  for (const core::Chunk& chunk : reply.chunks) {
    if (chunk.empty() || !chunk.mark().final) continue;
    core::Source source{.origin = chunk.mark().origin,
                        .revision = chunk.mark().revision,
                        .object = "",
                        .checksum = "",
                        .fetched = now.utc};
    if (!reply.evidence.empty()) {
      source.object = reply.evidence.front().object;
      source.checksum = reply.evidence.front().checksum;
      source.untidy = reply.evidence.front().untidy;
    }
    sort_rows(source, chunk, now.utc);
  }
  for (const core::Hole& hole : reply.holes) sort_hole(hole, now.utc);
  seal_complete(months_, now.utc);
  seal_complete(days_, now.utc);
}

// A month's file stays one piece; everything else is cut where days, or months, end.
void Filling::sort_rows(const core::Source& source, const core::Chunk& chunk, core::UtcTime now) {
  if (source.origin == core::Origin::kArchive && is_month(chunk)) expect_month(chunk.open_time(0));
  for (core::Chunk left = chunk; !left.empty();) {
    if (unit_with(shelf_.id().interval, left.open_time(0)).range.end > now) return;
    Basket& basket = basket_for(left.open_time(0));
    const auto opens = core::bars_opening_in(basket.period.range, shelf_.grid());
    core::Chunk rows = left.within(opens);
    left = left.within({opens.end, core::kFarFuture});
    basket.settled.add(core::covered(rows.columns(), shelf_.grid()));
    basket.brought.rows.push_back({source, std::move(rows)});
  }
}

void Filling::sort_hole(const core::Hole& hole, core::UtcTime now) {
  for (core::UtcTime t = hole.range.begin; t < hole.range.end;) {
    if (unit_with(shelf_.id().interval, t).range.end > now) return;
    Basket& basket = basket_for(t);
    const auto opens = core::bars_opening_in(basket.period.range, shelf_.grid());
    const core::TimeRange part{t, std::min(hole.range.end, opens.end)};
    basket.brought.holes.push_back({{part, hole.cause, hole.evidence}, false, now});
    basket.settled.add(part);
    t = part.end;
  }
}

Filling::Basket& Filling::basket_for(core::UtcTime open) {
  const Period month = Period::month_with(open);
  const auto known = months_.find(month.range.begin);
  if (known != months_.end()) return known->second;
  const Period unit = unit_with(shelf_.id().interval, open);
  Basket& basket = (unit.month ? months_ : days_)[unit.range.begin];
  basket.period = unit;
  return basket;
}

// From now on the month is one basket; what came before for days of it goes along.
void Filling::expect_month(core::UtcTime open) {
  const Period month = Period::month_with(open);
  Basket& whole = months_[month.range.begin];
  whole.period = month;
  const auto begin = days_.lower_bound(month.range.begin);
  const auto end = days_.lower_bound(month.range.end);
  for (auto day = begin; day != end; ++day) {
    const Brought& brought = day->second.brought;
    whole.brought.rows.insert(whole.brought.rows.end(), brought.rows.begin(), brought.rows.end());
    whole.brought.holes.insert(whole.brought.holes.end(), brought.holes.begin(),
                               brought.holes.end());
    whole.settled.add(day->second.settled);
  }
  days_.erase(begin, end);
}

void Filling::seal_complete(Baskets& baskets, core::UtcTime now) {
  std::erase_if(baskets, [&](const auto& entry) {
    const Basket& basket = entry.second;
    const auto opens = core::bars_opening_in(basket.period.range, shelf_.grid());
    return basket.settled.covers(opens) && seal_one(basket, now);
  });
}

// True when nothing more is to be done with it here.
bool Filling::seal_one(const Basket& basket, core::UtcTime now) {
  if (trouble_) return false;  // said once; the next request tries again
  const auto held = shelf_.lock();
  auto outcome =
      held ? seal(shelf_, basket.period, basket.brought, now) : base::Result<Outcome>(held.error());
  if (outcome) return *outcome != Outcome::kIncomplete;
  trouble_ = std::move(outcome).error();
  return false;
}

void Filling::finish(bool interrupted, core::Now now) {
  const auto seal_with_disk = [&](const auto& entry) { return seal_one(entry.second, now.utc); };
  std::erase_if(months_, seal_with_disk);
  if (!lives_in_months(shelf_.id().interval)) {
    for (const auto& [begin, month] : months_) split(month);
    months_.clear();
  }
  std::erase_if(days_, seal_with_disk);  // with what the disk had before, some are whole after all
  if (interrupted && !trouble_) keep_in_tail(now.utc);
  months_.clear();
  days_.clear();
}

// A month of which something is missing still has whole days.
void Filling::split(const Basket& month) {
  const core::Grid& grid = shelf_.grid();
  for (core::UtcTime t = month.period.range.begin; t < month.period.range.end;) {
    Basket day;
    day.period = Period::day(t);
    t = day.period.range.end;
    const auto opens = core::bars_opening_in(day.period.range, grid);
    for (const Sourced& part : month.brought.rows) {
      core::Chunk rows = part.rows.within(opens);
      if (!rows.empty()) day.brought.rows.push_back({part.source, std::move(rows)});
    }
    const core::RangeSet others = core::RangeSet{month.period.range}.minus({opens});
    day.brought.holes = without(month.brought.holes, others);
    if (day.brought.rows.empty() && day.brought.holes.empty()) continue;
    days_.emplace(day.period.range.begin, std::move(day));
  }
}

void Filling::keep_in_tail(core::UtcTime now) {
  std::vector<TailEntry> entries;
  const auto add = [&](const Basket& basket) {
    for (const Sourced& part : basket.brought.rows) entries.push_back({part.source, part.rows, {}});
    if (basket.brought.holes.empty()) return;
    core::Source asked{
        .origin = core::Origin::kRest, .revision = 0, .object = "", .checksum = "", .fetched = now};
    const core::Chunk nothing({}, nullptr, core::Tier::kRest, asked.mark());
    TailEntry& absent = entries.emplace_back(TailEntry{std::move(asked), nothing, {}});
    for (const StoredHole& stored : basket.brought.holes) absent.holes.push_back(stored.hole);
  };
  for (const auto& [begin, basket] : months_) add(basket);
  for (const auto& [begin, basket] : days_) add(basket);
  if (entries.empty()) return;
  const auto held = shelf_.lock();
  const Disk& disk = shelf_.disk();
  const auto kept = held ? Tail(*disk.files, disk.layout.tail(shelf_.id())).append(entries)
                         : base::Result<void>(held.error());
  if (!kept) trouble_ = kept.error();
}

}  // namespace wick::store
