#include "wiring/live_past.hpp"

#include <algorithm>

#include "core/series.hpp"
#include "store/warm_start.hpp"

namespace wick::wiring {
namespace {

constexpr core::Micros kMinute = std::chrono::minutes{1};

// The store has one price of the three; it stands for all of them.
live::QuoteBar quote_bar(const core::Bar& bar, live::Basis basis) {
  const auto quote = [](double price) { return core::quote_of(price, price); };
  return {.open_time = bar.open_time,
          .end = bar.open_time + kMinute,
          .open = quote(bar.open),
          .high = quote(bar.high),
          .low = quote(bar.low),
          .close = quote(bar.close),
          .volume = bar.volume,
          .ticks = bar.count,
          .mid_derived = true,
          .only = basis};
}

struct Known {
  std::vector<live::QuoteBar> minutes{};
  core::RangeSet settled{};  // by a bar or by a hole
};

Known known_of(port::BarSource& store, const PastWanted& wanted, core::TimeRange range) {
  Known known;
  const auto inquiry = store.ask(wanted.minutes, {range});
  core::Series series;  // of two values of a minute the better one counts
  while (!inquiry->finished()) {
    const auto replies = inquiry->step(wanted.now);
    if (replies.empty()) break;  // a store never waits for anybody
    for (const port::Reply& reply : replies) {
      known.settled.add(reply.settled);
      for (const core::Chunk& chunk : reply.chunks) series.add(chunk);
    }
  }
  for (const core::Bar& bar : series.bars()) known.minutes.push_back(quote_bar(bar, wanted.basis));
  return known;
}

// The end of what is known without a break from the last minute on.
core::UtcTime end_of(const Known& known) {
  const core::UtcTime last = known.minutes.back().open_time;
  for (const core::TimeRange& range : known.settled.ranges()) {
    if (range.contains(last)) return range.end;
  }
  return last + kMinute;
}

core::RangeSet open_in(const core::Calendar& calendar, core::TimeRange range) {
  core::RangeSet open;
  // A minute that is open for a part of it can have a bar.
  for (const core::TimeRange& hours : calendar.hours(range)) {
    open.add({std::chrono::floor<std::chrono::minutes>(hours.begin),
              std::chrono::ceil<std::chrono::minutes>(hours.end)});
  }
  return open;
}

std::vector<std::pair<core::Interval, core::UtcTime>> last_told(const PastWanted& wanted,
                                                                const store::Disk& disk) {
  std::vector<std::pair<core::Interval, core::UtcTime>> last;
  for (const core::Interval interval : wanted.intervals) {
    core::SeriesId id = wanted.minutes;
    id.interval = interval;
    const auto bars = store::last_bars(disk, id, 1);
    if (bars.rows > 0) last.emplace_back(interval, bars.chunks.back().bar(0).open_time);
  }
  return last;
}

}  // namespace

void add_past(live::Connector::Symbol& symbol, const core::Calendar& calendar,
              const PastWanted& wanted, const PastStore& store) {
  const core::UtcTime now = wanted.now.utc;
  const core::UtcTime warm =
      wanted.warm_minutes > 0 ? calendar.before(now, wanted.warm_minutes) : now;
  symbol.first = symbol.past.since = warm;
  if (store.bars == nullptr) return;
  // Of the day in which it begins everything is needed, for the bars that are open there.
  const core::UtcTime begin = std::min(symbol.hours.day_at(warm).begin, warm);
  Known known = known_of(*store.bars, wanted, {begin, now});
  if (known.minutes.empty() || end_of(known) < warm) return;
  symbol.first = std::chrono::floor<std::chrono::minutes>(std::min(end_of(known), now));
  const core::UtcTime day = symbol.hours.day_at(symbol.first - kMinute).begin;
  const core::TimeRange before{std::min(warm, day), symbol.first};
  symbol.past.since = day;
  symbol.past.owed = open_in(calendar, before).minus(known.settled);
  symbol.past.last = last_told(wanted, *store.disk);
  symbol.past.last.emplace_back(core::Interval::k1m, known.minutes.back().open_time);
  std::erase_if(known.minutes, [&](const auto& bar) { return bar.open_time < day; });
  symbol.past.minutes = std::move(known.minutes);
}

}  // namespace wick::wiring
