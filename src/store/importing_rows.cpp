#include "store/importing_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <utility>

#include "store/foreign_table.hpp"

namespace wick::store {
namespace {

constexpr double kCountMax = 9e15;
constexpr std::int64_t kMillisecond = 1000;

// As they came, before anything is believed.
struct RawRow {
  std::optional<core::UtcTime> open{};
  std::optional<core::UtcTime> close{};
  std::array<std::optional<double>, 9> numbers{};  // in the order of kNumbers
};

// Under the first of these names that there is.
using Names = std::initializer_list<const char*>;

base::Result<std::string> named(const ForeignTable& file, Names names) {
  for (const char* name : names) {
    if (file.has(name)) return std::string(name);
  }
  return base::Error{base::ErrorKind::kUnsupported,
                     "it has no column " + std::string(*names.begin()) +
                         ", and nothing is filled in here; fetch these bars again instead"};
}

base::Result<void> take_numbers(const ForeignTable& file, std::vector<RawRow>& rows) {
  std::size_t index = 0;
  for (const Names& names :
       {Names{"open"}, Names{"high"}, Names{"low"}, Names{"close"}, Names{"volume"},
        Names{"quote_asset_volume", "quote_volume"}, Names{"count", "number_of_trades", "trades"},
        Names{"taker_buy_volume", "taker_buy_base_asset_volume"},
        Names{"taker_buy_quote_volume", "taker_buy_quote_asset_volume"}}) {
    const auto name = named(file, names);
    if (!name) return name.error();
    const auto numbers = file.numbers(*name);
    if (!numbers) return numbers.error();
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].numbers.at(index) = (*numbers)[i];
    ++index;
  }
  return {};
}

// Times that nobody can mean count as the beginning of time, which no day of bars holds.
std::optional<core::UtcTime> instant(const std::optional<std::int64_t>& micros) {
  if (!micros) return std::nullopt;
  const core::UtcTime time = core::utc_micros(*micros);
  const bool meant = time >= core::UtcTime{} && time < core::midnight(2200, 1, 1);
  return meant ? time : core::UtcTime{};
}

base::Result<std::vector<RawRow>> read_rows(const ForeignTable& file) {
  std::vector<RawRow> rows(file.rows());
  const auto opens = file.times("open_time");
  if (!opens) return opens.error();
  const auto closes =
      file.has("close_time") ? file.times("close_time") : ForeignTable::Times(rows.size());
  if (!closes) return closes.error();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].open = instant((*opens)[i]);
    rows[i].close = instant((*closes)[i]);
  }
  if (auto taken = take_numbers(file, rows); !taken) return taken.error();
  return rows;
}

// The last microsecond inside, from whatever the writer had: the last millisecond, the last
// microsecond, the end itself, or nothing.
core::UtcTime close_of(const RawRow& row, core::UtcTime end) {
  if (!row.close || *row.close == end) return end - core::Micros{1};
  const bool millis = core::micros_of(*row.close) % kMillisecond == 0;
  return millis ? *row.close + core::Micros{kMillisecond - 1} : *row.close;
}

// The interval of which each row is a bar, by its times; nothing where they do not agree on one.
std::optional<core::Interval> interval_told(const std::vector<RawRow>& rows, int phase_days) {
  std::optional<core::Interval> told;
  for (const core::Interval interval : core::kIntervals) {
    const core::Grid grid(interval, phase_days);
    const bool fits = !rows.empty() && std::ranges::all_of(rows, [&](const RawRow& row) {
      if (!row.open || !row.close || !grid.has(*row.open)) return false;
      const core::UtcTime end = grid.next(*row.open);
      return close_of(row, end) == end - core::Micros{1};
    });
    if (fits) told = interval;
  }
  return told;
}

// What the rows must be bars of, or why they cannot be.
base::Result<core::Interval> settle_interval(const ForeignPlace& place,
                                             const std::vector<RawRow>& rows) {
  const auto told = interval_told(rows, place.id.phase_days);
  const core::Interval named = place.id.interval;
  if (place.minute_or_month && told == core::Interval::k1mo) return core::Interval::k1mo;
  if (!told || *told == named) return named;
  return base::Error{base::ErrorKind::kInvalid,
                     "its bars are of " + std::string(core::name(*told)) + ", not of " +
                         std::string(core::name(named)) +
                         ": a release that ignored symbol and interval wrote it"};
}

base::Error says(std::string what) {
  return {base::ErrorKind::kInvalid, std::move(what)};
}

class Judge {
 public:
  Judge(const core::Grid& grid, core::TimeRange day) : grid_(grid), day_(day) {}

  // The bar, or what is wrong with the row.
  base::Result<core::Bar> bar_of(const RawRow& row) const {
    if (!row.open) return says("has no open time");
    if (!day_.contains(*row.open)) return says("lies outside of the file's day");
    if (!grid_.has(*row.open)) {
      return says("is no open time of a " + std::string(core::name(grid_.interval())) + " bar");
    }
    for (const auto& number : row.numbers) {
      if (!number || !std::isfinite(*number)) return says("lacks a number");
    }
    const double count = *row.numbers[6];
    if (count < 0 || count > kCountMax || count != std::floor(count)) {
      return says("has a count of trades that is none");
    }
    const core::UtcTime end = grid_.next(*row.open);
    const core::Bar bar{.open_time = *row.open,
                        .close_time = close_of(row, end),
                        .open = *row.numbers[0],
                        .high = *row.numbers[1],
                        .low = *row.numbers[2],
                        .close = *row.numbers[3],
                        .volume = *row.numbers[4],
                        .quote_volume = *row.numbers[5],
                        .count = static_cast<std::int64_t>(count),
                        .taker_volume = *row.numbers[7],
                        .taker_quote_volume = *row.numbers[8]};
    return believed(bar, end);
  }

 private:
  const core::Grid& grid_;
  core::TimeRange day_;
};

void leave_out_forming(ForeignBars& found, core::TimeRange opens, core::UtcTime written) {
  const auto forming = [&](const core::Bar& bar) { return bar.close_time >= written; };
  found.forming = static_cast<std::uint64_t>(std::erase_if(found.bars, forming));
  if (found.forming > 0 || found.bars.empty() || written < opens.end) return;
  const core::Grid grid = core::grid_of(found.id);
  if (grid.next(found.bars.back().open_time) >= opens.end) return;
  found.bars.pop_back();
  ++found.forming;
}

}  // namespace

base::Result<core::Bar> believed(const core::Bar& bar, core::UtcTime end) {
  if (bar.close_time <= bar.open_time) return says("closes before it opens");
  if (bar.close_time >= end) return says("closes after the next one opens");
  if (bar.high < std::max(bar.open, bar.close)) return says("has its high below open or close");
  if (bar.low > std::min(bar.open, bar.close)) return says("has its low above open or close");
  if (bar.low < 0 || bar.volume < 0 || bar.quote_volume < 0 || bar.taker_volume < 0 ||
      bar.taker_quote_volume < 0) {
    return says("has a negative number");
  }
  return bar;
}

void settle_order(ForeignBars& found) {
  std::ranges::stable_sort(found.bars, {}, &core::Bar::open_time);
  std::vector<core::Bar> kept;
  for (auto bar = found.bars.begin(); bar != found.bars.end();) {
    const auto next = std::find_if(bar, found.bars.end(), [&](const core::Bar& other) {
      return other.open_time != bar->open_time;
    });
    if (std::all_of(bar, next, [&](const core::Bar& other) { return other == *bar; })) {
      kept.push_back(*bar);
      found.repeated += static_cast<std::uint64_t>(next - bar) - 1;
    } else {
      for (; bar != next; ++bar) found.faults.push_back({bar->open_time, "is there twice"});
    }
    bar = next;
  }
  found.bars = std::move(kept);
}

base::Result<ForeignBars> read_foreign_bars(std::string_view bytes, const ForeignPlace& place,
                                            core::UtcTime written) {
  const auto file = ForeignTable::open(bytes);
  if (!file) return file.error();
  const auto rows = read_rows(*file);
  if (!rows) return rows.error();
  if (rows->empty()) return base::Error{base::ErrorKind::kInvalid, "it has no rows"};
  const auto interval = settle_interval(place, *rows);
  if (!interval) return interval.error();
  ForeignBars found;
  found.id = place.id;
  found.id.interval = *interval;
  found.rows = rows->size();
  const core::Grid grid = core::grid_of(found.id);
  const Judge judge(grid, place.day);
  for (const RawRow& row : *rows) {
    auto bar = judge.bar_of(row);
    if (bar) {
      found.bars.push_back(*bar);
    } else {
      found.faults.push_back({row.open.value_or(core::UtcTime{}), bar.error().what});
    }
  }
  settle_order(found);
  leave_out_forming(found, core::bars_opening_in(place.day, grid), written);
  return found;
}

core::Chunk chunk_of(std::span<const core::Bar> bars) {
  core::ChunkBuilder rows;
  rows.reserve(bars.size());
  for (const core::Bar& bar : bars) rows.push(bar);
  return std::move(rows).finish(core::Tier::kRest, {.origin = core::Origin::kImport});
}

}  // namespace wick::store
