#include "cli/stream_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/amounts.hpp"
#include "cli/stream_columns.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using live::Tidings;

// By then its closing frame or history should have told it.
constexpr core::Micros kLate = std::chrono::seconds{8};
constexpr core::Micros kRateOver = std::chrono::seconds{60};
constexpr core::Micros kRateStep = std::chrono::seconds{1};
constexpr std::int64_t kDaysFrom = 172'800;  // seconds
// Told apart from each other by anyone.
constexpr const char* kRising = "\x1b[36m";
constexpr const char* kFalling = "\x1b[33m";

std::string clock_text(core::UtcTime t) {
  return core::to_iso(std::chrono::floor<std::chrono::seconds>(t)).substr(11, 8);
}

std::string skew_text(core::Micros skew) {
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(skew).count();
  if (millis > -10'000 && millis < 10'000) return fmt::format("{:+} ms", millis);
  const auto seconds = millis / 1000;
  return seconds > -kDaysFrom && seconds < kDaysFrom ? fmt::format("{:+} s", seconds)
                                                     : fmt::format("{:+} d", seconds / 86'400);
}

std::string cut(std::string text, int columns) {
  text.resize(std::min(text.size(), static_cast<std::size_t>(columns)));
  return text;
}

// Phrases, each whole or not at all.
std::string phrases(const std::vector<std::string>& all, int columns) {
  std::string line;
  for (const std::string& phrase : all) {
    const std::string more = (line.empty() ? "" : "   ") + phrase;
    if (line.size() + more.size() > static_cast<std::size_t>(columns)) break;
    line += more;
  }
  return line;
}

const char* paint_of(TableRow::Move move, bool colour) {
  if (!colour || move == TableRow::Move::kNone) return "";
  return move == TableRow::Move::kUp ? kRising : kFalling;
}

std::uint64_t as_count(std::int64_t number) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, number));
}

}  // namespace

StreamTable::StreamTable(const std::vector<core::SeriesId>& series)
    : grid_(core::grid_of(series.front())),
      what_(std::string(core::name(series.front().market)) + " " +
            std::string(core::name(series.front().interval))) {
  for (const core::SeriesId& id : series) rows_.push_back({.symbol = id.symbol});
}

void StreamTable::take(const live::CandleEvent& event, core::MonoTime now) {
  TableRow& row = rows_[event.series];
  if (event.kind == Tidings::kClosed || event.kind == Tidings::kHole) {
    row.last_closed_open =
        std::max(row.last_closed_open.value_or(event.bar.open_time), event.bar.open_time);
  }
  if (event.kind == Tidings::kClosed) count_closed(now);
  const bool older = row.bar && event.bar.open_time < row.bar->open_time;
  if (event.kind == Tidings::kHole || older) return;
  if (row.bar && event.bar.close != row.bar->close) {
    row.move = event.bar.close > row.bar->close ? TableRow::Move::kUp : TableRow::Move::kDown;
  }
  row.bar = event.bar;
  for (const double price : {row.bar->open, row.bar->high, row.bar->low, row.bar->close}) {
    row.places = std::max(row.places, places_of(price));
  }
}

std::vector<std::string> StreamTable::view(const StreamState& state, const Look& look) const {
  const auto lines_max = static_cast<std::size_t>(std::max(1, look.window.rows - 1));
  std::vector<std::string> lines = head(state, look);
  if (lines.size() + 2 > lines_max) lines.clear();
  for (std::string& line : rows(state, look, lines_max - lines.size())) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string_view StreamTable::standing(const TableRow& row, const StreamState& state,
                                       core::UtcTime venue_now) const {
  if (!row.bar && !row.last_closed_open) return "waiting";
  const core::UtcTime due =
      row.last_closed_open ? grid_.next(*row.last_closed_open) : row.bar->open_time;
  if (venue_now < grid_.next(due) + kLate) return "live";
  return state.standing.behind > 0 ? "filling" : "late";
}

std::vector<std::string> StreamTable::head(const StreamState& state, const Look& look) const {
  const int columns = look.window.columns;
  const auto& [connections, lines, behind, skew] = state.standing;
  std::vector<std::string> first{what_, plural(rows_.size(), "symbol"),
                                 fmt::format("{} of {}", connections, plural(lines, "connection")),
                                 "venue's clock " + skew_text(skew)};
  std::vector<std::string> second{rate(look.now.mono),
                                  fmt::format("{} closed", state.tally.candles),
                                  fmt::format("{} filled", state.counters.filled)};
  if (behind > 0) second.push_back(fmt::format("{} behind", behind));
  if (state.tally.holes > 0) second.push_back(plural(as_count(state.tally.holes), "hole"));
  if (state.counters.losses > 0) {
    second.push_back(plural(as_count(state.counters.losses), "reconnect"));
  }
  return {phrases(first, columns), phrases(second, columns), cut(notice_, columns)};
}

std::vector<std::string> StreamTable::rows(const StreamState& state, const Look& look,
                                           std::size_t lines_max) const {
  const std::size_t room = lines_max - std::min<std::size_t>(lines_max, 1);  // below the titles
  const bool all_fit = rows_.size() <= room;
  const std::size_t shown = all_fit ? rows_.size() : room - std::min<std::size_t>(room, 1);
  const core::UtcTime venue_now = look.now.utc + state.standing.skew;
  std::vector<std::vector<std::string>> table;
  for (std::size_t i = 0; i < shown; ++i) table.push_back(cells(rows_[i], state, venue_now));

  const auto columns = static_cast<std::size_t>(look.window.columns);
  const auto widths = column_widths(table, columns);
  std::vector<std::string> titles;
  titles.reserve(kStreamColumns.size());
  for (const StreamColumn& column : kStreamColumns) titles.emplace_back(column.title);
  std::vector<std::string> lines{table_line(titles, widths, {.columns = columns})};
  for (std::size_t i = 0; i < shown; ++i) {
    lines.push_back(table_line(
        table[i], widths, {.columns = columns, .paint = paint_of(rows_[i].move, look.colour)}));
  }
  if (!all_fit && room > 0) {
    lines.push_back(cut(fmt::format("and {} more", rows_.size() - shown), look.window.columns));
  }
  return lines;
}

std::vector<std::string> StreamTable::cells(const TableRow& row, const StreamState& state,
                                            core::UtcTime venue_now) const {
  const std::string state_text(standing(row, state, venue_now));
  const std::string closed =
      row.last_closed_open ? clock_text(grid_.next(*row.last_closed_open)) : "";
  if (!row.bar) return {row.symbol, "", "", "", "", "", "", "", "", "", closed, state_text};
  const core::Bar& bar = *row.bar;
  const core::Micros age = venue_now - bar.open_time;
  return {row.symbol,
          price_text(bar.close, row.places),
          change_text(bar.close, bar.open),
          price_text(bar.open, row.places),
          price_text(bar.high, row.places),
          price_text(bar.low, row.places),
          amount_text(bar.volume),
          std::to_string(bar.count),
          age_text(age),
          progress_bar(age, grid_.next(bar.open_time) - bar.open_time),
          closed,
          state_text};
}

void StreamTable::count_closed(core::MonoTime now) {
  if (!begun_) begun_ = now;
  if (closed_.empty() || now - closed_.back().begin >= kRateStep) closed_.push_back({now, 0});
  ++closed_.back().candles;
  while (now - closed_.front().begin > kRateOver) closed_.pop_front();
}

std::string StreamTable::rate(core::MonoTime now) const {
  const core::Micros since = begun_ ? std::min(kRateOver, now - *begun_) : core::Micros{};
  if (since < kRateStep) return "0.0 candles/s";
  std::int64_t recent = 0;
  for (const Closed& step : closed_) recent += now - step.begin <= kRateOver ? step.candles : 0;
  const double seconds = static_cast<double>(since.count()) / 1e6;
  return fmt::format("{:.1f} candles/s", static_cast<double>(recent) / seconds);
}

}  // namespace wick::cli
