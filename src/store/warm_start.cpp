#include "store/warm_start.hpp"

#include <algorithm>
#include <utility>

#include "core/series.hpp"
#include "store/joining.hpp"
#include "store/shelf.hpp"
#include "store/tail.hpp"

namespace wick::store {
namespace {

// What is looked at together: a month that has a file of its own, else a day. The newest first.
std::vector<core::TimeRange> looks(const std::vector<Period>& periods) {
  std::vector<core::TimeRange> months;
  std::vector<core::TimeRange> all;
  for (const Period& period : periods) {
    if (period.month) months.push_back(period.range);
  }
  for (const Period& period : periods) {
    const bool in_month = !period.month && std::ranges::any_of(months, [&](core::TimeRange month) {
      return month.contains(period.range.begin);
    });
    if (!in_month) all.push_back(period.range);
  }
  std::ranges::sort(all, std::ranges::greater{}, &core::TimeRange::begin);
  return all;
}

// Rows that open at `begin` or later.
std::size_t rows_from(const core::Series& series, core::UtcTime begin) {
  std::size_t rows = 0;
  // NOLINTNEXTLINE(modernize-loop-convert): clang 14 cannot read the library's views
  for (auto chunk = series.chunks().rbegin(); chunk != series.chunks().rend(); ++chunk) {
    const std::size_t inside = chunk->within({begin, core::kFarFuture}).size();
    rows += inside;
    if (inside < chunk->size()) break;
  }
  return rows;
}

class WarmRead {
 public:
  WarmRead(const Disk& disk, const core::SeriesId& id) : shelf_(disk, id) { warm_.id = id; }

  WarmBars run(std::size_t bars) {
    read_tail();
    for (const core::TimeRange& range : looks(shelf_.periods())) {
      read_sealed(core::bars_opening_in(range, shelf_.grid()));
      if (rows_from(series_, range.begin) >= bars) break;
    }
    keep_last(bars);
    return std::move(warm_);
  }

 private:
  void read_tail() {
    const Disk& disk = shelf_.disk();
    auto content = Tail(*disk.files, disk.layout.tail(shelf_.id())).read();
    if (!content) {
      warm_.troubles.push_back(content.error());
      return;
    }
    if (content->damaged_bytes > 0) {
      warm_.troubles.push_back(
          {base::ErrorKind::kCorrupt,
           "the tail has " + std::to_string(content->damaged_bytes) + " damaged bytes"});
    }
    for (TailEntry& entry : joined(std::move(content->entries))) series_.add(entry.rows);
  }

  void read_sealed(core::TimeRange opens) {
    Shelf::Look look = shelf_.look({opens});
    for (const Found& found : look.found) {
      for (const Sourced& part : found.parts) series_.add(part.rows);
    }
    for (Shelf::Damage& damage : look.damaged) warm_.troubles.push_back(std::move(damage.error));
  }

  void keep_last(std::size_t bars) {
    const auto& chunks = series_.chunks();
    for (auto chunk = chunks.rbegin(); chunk != chunks.rend() && warm_.rows < bars; ++chunk) {
      const std::size_t wanted = std::min(bars - warm_.rows, chunk->size());
      warm_.chunks.push_back(chunk->rows(chunk->size() - wanted, chunk->size()));
      warm_.rows += wanted;
    }
    std::ranges::reverse(warm_.chunks);
  }

  Shelf shelf_;
  core::Series series_;
  WarmBars warm_;
};

}  // namespace

WarmBars last_bars(const Disk& disk, const core::SeriesId& id, std::size_t bars) {
  return WarmRead(disk, id).run(bars);
}

std::vector<WarmBars> warm_start(const Disk& disk, const std::vector<core::SeriesId>& series,
                                 std::size_t bars) {
  std::vector<WarmBars> all;
  all.reserve(series.size());
  for (const core::SeriesId& id : series) all.push_back(last_bars(disk, id, bars));
  return all;
}

std::optional<base::Error> why_not_kept(const Disk& disk, const core::SeriesId& id) {
  const auto held = Shelf(disk, id).try_lock();
  if (held) return std::nullopt;
  return held.error();
}

}  // namespace wick::store
