#include "api/block.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <vector>

#include "base/check.hpp"

namespace wick::api {
namespace {

using Whole = std::int64_t;
constexpr std::size_t kWord = 8;
constexpr Whole kNever = std::numeric_limits<Whole>::min();  // NaT
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

// Rows that lie together and come to lie together.
struct Run {
  const Columns* from{};
  std::size_t row{};
  std::size_t seat{};
  std::size_t size{};
};

std::size_t alike(std::span<const Whole> left, std::span<const Whole> right) {
  constexpr std::size_t kStretch = 512;  // memcmp is fast, and does not tell where
  const std::size_t most = std::min(left.size(), right.size());
  std::size_t same = 0;
  while (same + kStretch <= most && std::memcmp(&left[same], &right[same], kStretch * kWord) == 0) {
    same += kStretch;
  }
  while (same < most && left[same] == right[same]) ++same;
  return same;
}

void seat_piece(const Columns& from, std::span<const Whole> grid, std::vector<Run>& runs) {
  const std::span<const Whole> times = from.open_time;
  std::size_t seat = runs.empty() ? 0 : runs.back().seat + runs.back().size;
  for (std::size_t row = 0; row < times.size() && seat < grid.size();) {
    const auto found =
        std::lower_bound(grid.begin() + static_cast<std::ptrdiff_t>(seat), grid.end(), times[row]);
    seat = static_cast<std::size_t>(found - grid.begin());
    const std::size_t size = alike(times.subspan(row), grid.subspan(seat));
    if (size > 0) runs.push_back({&from, row, seat, size});
    row += std::max<std::size_t>(size, 1);
    seat += size;
  }
}

std::vector<Run> runs_of(const Bars& bars, const BlockShape& shape) {
  std::vector<Run> runs;
  std::size_t seat = 0;
  for (const Piece& piece : bars.pieces()) {
    if (shape.grid) {
      seat_piece(piece.columns, *shape.grid, runs);
      continue;
    }
    runs.push_back({&piece.columns, 0, seat, piece.size()});
    seat += piece.size();
  }
  return runs;
}

// One column: what the member of runs has, changed, and elsewhere `empty`.
template <typename To, typename From, typename Change>
class Filling {
 public:
  Filling(std::span<const From> Columns::*member, To empty, Change change)
      : member_(member), empty_(empty), change_(change) {}

  void fill(std::span<To> column, const std::vector<Run>& runs) const {
    std::size_t seat = 0;
    for (const Run& run : runs) {
      std::ranges::fill(column.subspan(seat, run.seat - seat), empty_);
      std::ranges::transform((run.from->*member_).subspan(run.row, run.size),
                             column.subspan(run.seat).begin(), change_);
      seat = run.seat + run.size;
    }
    std::ranges::fill(column.subspan(seat), empty_);
  }

 private:
  std::span<const From> Columns::*member_;
  To empty_;
  Change change_;
};

// How many times, of one and more, follow the first at this step.
std::size_t evenly(std::span<const Whole> times, Micros step) {
  const auto end = std::ranges::adjacent_find(
      times, [step](Whole before, Whole after) { return after - before != step.count(); });
  return end == times.end() ? times.size() : static_cast<std::size_t>(end - times.begin()) + 1;
}

void add_stretches(std::span<const Whole> times, Micros step, std::vector<Stretch>& found) {
  while (!times.empty()) {
    const Stretch last = found.empty() ? Stretch{} : found.back();
    const Whole next = last.open_time + static_cast<Whole>(last.rows) * step.count();
    if (found.empty() || times.front() != next) {
      found.push_back({.row = last.row + last.rows, .open_time = times.front()});
    }
    const std::size_t rows = evenly(times, step);
    found.back().rows += rows;
    times = times.subspan(rows);
  }
}

class Columnwise {
 public:
  Columnwise(std::span<std::byte> bytes, std::size_t rows) : bytes_(bytes), rows_(rows) {}

  template <typename Value>
  [[nodiscard]] std::span<Value> next() {
    const std::span<std::byte> column = bytes_.first(rows_ * kWord);
    bytes_ = bytes_.subspan(column.size());
    return {reinterpret_cast<Value*>(column.data()), rows_};
  }

 private:
  std::span<std::byte> bytes_;
  std::size_t rows_;
};

constexpr std::array kAmounts = {&Columns::open,
                                 &Columns::high,
                                 &Columns::low,
                                 &Columns::close,
                                 &Columns::volume,
                                 &Columns::quote_asset_volume,
                                 &Columns::taker_buy_volume,
                                 &Columns::taker_buy_quote_volume};

}  // namespace

std::size_t block_rows(const Bars& bars, const BlockShape& shape) {
  return shape.grid ? shape.grid->size() : bars.size();
}

std::size_t lay_out(const Bars& bars, const BlockShape& shape, const Block& block) {
  const std::size_t rows = block_rows(bars, shape);
  WICK_CHECK(block.open_time.size() == rows);
  WICK_CHECK(block.columns.size() == kBlockColumns * rows * kWord);
  const std::vector<Run> runs = runs_of(bars, shape);
  const auto as_it_is = [](auto value) { return value; };
  const auto as_double = [](Whole value) { return static_cast<double>(value); };
  const auto in_unit = [thousand = Whole{shape.nanoseconds ? 1000 : 1}](Whole time) {
    return time * thousand;
  };
  Columnwise columns(block.columns, rows);
  for (const auto member : kAmounts) {
    Filling(member, kNothing, as_it_is).fill(columns.next<double>(), runs);
  }
  if (shape.grid) {
    std::ranges::transform(*shape.grid, block.open_time.begin(), in_unit);
  } else {
    Filling(&Columns::open_time, kNever, in_unit).fill(block.open_time, runs);
  }
  Filling(&Columns::close_time, kNever, in_unit).fill(columns.next<Whole>(), runs);
  if (shape.grid) {
    Filling(&Columns::count, kNothing, as_double).fill(columns.next<double>(), runs);
  } else {
    Filling(&Columns::count, Whole{0}, as_it_is).fill(columns.next<Whole>(), runs);
  }
  std::size_t there = 0;
  for (const Run& run : runs) there += run.size;
  return rows - there;
}

std::optional<std::vector<Stretch>> stretches(const Bars& bars, Micros step, std::size_t most) {
  std::vector<Stretch> found;
  for (const Piece& piece : bars.pieces()) {
    add_stretches(piece.columns.open_time, step, found);
    if (found.size() > most) return std::nullopt;
  }
  return found;
}

}  // namespace wick::api
