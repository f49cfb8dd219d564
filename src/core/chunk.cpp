#include "core/chunk.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/check.hpp"

namespace wick::core {
namespace {

Columns slice(const Columns& c, std::size_t begin, std::size_t size) {
  return {c.open_time.subspan(begin, size),
          c.open.subspan(begin, size),
          c.high.subspan(begin, size),
          c.low.subspan(begin, size),
          c.close.subspan(begin, size),
          c.volume.subspan(begin, size),
          c.close_time.subspan(begin, size),
          c.quote_volume.subspan(begin, size),
          c.count.subspan(begin, size),
          c.taker_volume.subspan(begin, size),
          c.taker_quote_volume.subspan(begin, size)};
}

std::size_t first_at_or_after(std::span<const std::int64_t> times, UtcTime t) {
  return static_cast<std::size_t>(std::ranges::lower_bound(times, micros_of(t)) - times.begin());
}

// How many times follow the first at this step, itself included. A block at a time, without a
// branch for each row, so that the compiler takes several at once.
std::size_t rows_at_step(std::span<const std::int64_t> times, Micros step) {
  constexpr std::size_t kBlock = 64;
  // Without a sign, since a file may say what it likes.
  const auto odd_at = [&](std::size_t row) {
    return static_cast<std::uint64_t>(times[row]) - static_cast<std::uint64_t>(times[row - 1]) -
           static_cast<std::uint64_t>(step.count());
  };
  std::size_t rows = 1;
  for (; rows + kBlock <= times.size(); rows += kBlock) {
    std::uint64_t odd = 0;
    for (std::size_t i = 0; i < kBlock; ++i) odd |= odd_at(rows + i);
    if (odd != 0) break;
  }
  while (rows < times.size() && odd_at(rows) == 0) ++rows;
  return rows;
}

}  // namespace

Chunk::Chunk(Columns columns, std::shared_ptr<const void> keep, Tier tier, Mark mark)
    : columns_(columns), keep_(std::move(keep)), tier_(tier), mark_(mark) {}

UtcTime Chunk::open_time(std::size_t row) const {
  return utc_micros(columns_.open_time[row]);
}

Bar Chunk::bar(std::size_t row) const {
  return {.open_time = utc_micros(columns_.open_time[row]),
          .close_time = utc_micros(columns_.close_time[row]),
          .open = columns_.open[row],
          .high = columns_.high[row],
          .low = columns_.low[row],
          .close = columns_.close[row],
          .volume = columns_.volume[row],
          .quote_volume = columns_.quote_volume[row],
          .count = columns_.count[row],
          .taker_volume = columns_.taker_volume[row],
          .taker_quote_volume = columns_.taker_quote_volume[row]};
}

Chunk Chunk::rows(std::size_t begin, std::size_t end) const {
  WICK_CHECK(begin <= end && end <= size());
  return {slice(columns_, begin, end - begin), keep_, tier_, mark_};
}

Chunk Chunk::within(TimeRange range) const {
  const std::size_t begin = first_at_or_after(columns_.open_time, range.begin);
  const std::size_t end = first_at_or_after(columns_.open_time, range.end);
  return rows(begin, std::max(begin, end));
}

Chunk Chunk::marked(Mark mark) const {
  return {columns_, keep_, tier_, mark};
}

RangeSet covered(const Columns& columns, const Grid& grid) {
  RangeSet covered;
  TimeRange run{};
  // The end of a run is on the grid, and from there a sum does what else takes two divisions.
  const bool even = grid.interval() != Interval::k1mo;
  const Micros length = length_max(grid.interval());
  for (auto left = columns.open_time; !left.empty();) {
    const UtcTime open = utc_micros(left.front());
    if (even && open == run.end && !run.empty()) {
      const std::size_t rows = rows_at_step(left, length);
      run.end += length * static_cast<std::int64_t>(rows);
      left = left.subspan(rows);
      continue;
    }
    if (open != run.end) {
      covered.add(run);
      run.begin = open;
    }
    run.end = grid.next(open);
    left = left.subspan(1);
  }
  covered.add(run);
  return covered;
}

void ChunkBuilder::reserve(std::size_t rows) {
  open_time_.reserve(rows);
  close_time_.reserve(rows);
  count_.reserve(rows);
  for (auto* column : {&open_, &high_, &low_, &close_, &volume_, &quote_volume_, &taker_volume_,
                       &taker_quote_volume_}) {
    column->reserve(rows);
  }
}

void ChunkBuilder::push(const Bar& bar) {
  open_time_.push_back(micros_of(bar.open_time));
  open_.push_back(bar.open);
  high_.push_back(bar.high);
  low_.push_back(bar.low);
  close_.push_back(bar.close);
  volume_.push_back(bar.volume);
  close_time_.push_back(micros_of(bar.close_time));
  quote_volume_.push_back(bar.quote_volume);
  count_.push_back(bar.count);
  taker_volume_.push_back(bar.taker_volume);
  taker_quote_volume_.push_back(bar.taker_quote_volume);
}

ChunkBuilder::Oddities ChunkBuilder::settle_order() {
  const auto out_of_order = std::ranges::adjacent_find(open_time_, std::greater_equal{});
  if (out_of_order == open_time_.end()) return {};

  Oddities odd;
  for (std::size_t i = 1; i < size(); ++i)
    odd.unsorted += open_time_[i] < open_time_[i - 1] ? 1 : 0;
  std::vector<std::size_t> order(size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t row) { return open_time_[row]; });

  const Chunk rows({columns(), nullptr, Tier::kRest, Mark{}});
  ChunkBuilder sorted;
  sorted.reserve(size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool repeated_later =
        i + 1 < order.size() && open_time_[order[i]] == open_time_[order[i + 1]];
    if (repeated_later) {
      ++odd.duplicates;
    } else {
      sorted.push(rows.bar(order[i]));
    }
  }
  *this = std::move(sorted);
  return odd;
}

Columns ChunkBuilder::columns() const {
  return {open_time_,
          open_,
          high_,
          low_,
          close_,
          volume_,
          close_time_,
          quote_volume_,
          count_,
          taker_volume_,
          taker_quote_volume_};
}

Chunk ChunkBuilder::finish(Tier tier, Mark mark) && {
  WICK_CHECK(std::ranges::adjacent_find(open_time_, std::greater_equal{}) == open_time_.end());
  const auto kept = std::make_shared<const ChunkBuilder>(std::move(*this));
  return {kept->columns(), kept, tier, mark};
}

}  // namespace wick::core
