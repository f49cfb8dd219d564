#include "cli/calendar_stats.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "cli/amounts.hpp"
#include "core/series.hpp"

namespace wick::cli {
namespace {

// A difference of prices has digits that no price has.
std::string price_text(double value) {
  constexpr int kDigits = 10;
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::general, kDigits);
  return {text.data(), end.ptr};
}

// From the opening of the first session that counts.
core::TimeRange last_day(const core::Calendar& calendar, core::UtcTime at) {
  core::UtcTime begin = at;
  for (const core::SessionSoFar& so_far : calendar.sessions_so_far(at)) {
    begin = std::min(begin, so_far.session.range.begin);
  }
  return {begin, at};
}

core::Series stored_bars(port::BarSource& store, const core::SeriesId& id, core::TimeRange range,
                         core::Now at) {
  core::Series series;
  const auto inquiry = store.ask(id, {range});
  while (!inquiry->finished()) {
    const auto replies = inquiry->step(at);
    if (replies.empty()) break;  // a store never waits for anybody
    for (const port::Reply& reply : replies) {
      for (const core::Chunk& chunk : reply.chunks) series.add(chunk);
    }
  }
  return series;
}

}  // namespace

SessionStatistics stored_statistics(port::BarSource& store, const core::SeriesId& id,
                                    const core::Calendar& calendar, core::Now at) {
  const core::TimeRange range = last_day(calendar, at.utc);
  if (range.empty()) return {};
  live::SessionStats stats;
  const core::Series series = stored_bars(store, id, range, at);
  for (const core::Bar& bar : series.bars()) {
    if (!range.contains(bar.open_time)) continue;
    // Windows may overlap: it opened in each of them.
    for (const auto& session :
         calendar.sessions({bar.open_time, bar.open_time + core::Micros{1}})) {
      stats.take(session, {.symbol = id.symbol,
                           .interval = id.interval,
                           .open_time = bar.open_time,
                           .high = bar.high,
                           .low = bar.low,
                           .close = bar.close});
    }
  }
  return stats.figures(at.utc);
}

std::string statistics_text(const SessionStatistics& statistics) {
  if (statistics.empty()) return "no bar of these sessions is stored\n";
  using Side = TextTable::Side;
  TextTable table(
      {Side::kLeft, Side::kRight, Side::kRight, Side::kRight, Side::kRight, Side::kRight});
  table.add({"session", "bars", "high", "low", "range", "avg"});
  for (const live::SessionFigures& session : statistics) {
    for (const live::SymbolFigures& row : session.symbols) {
      table.add({session.tag, std::to_string(row.bars), price_text(row.high), price_text(row.low),
                 price_text(row.range), price_text(row.avg)});
    }
  }
  return table.text();
}

std::string statistics_json(const SessionStatistics& statistics, const core::Session& session) {
  std::vector<std::string> rows;
  for (const live::SessionFigures& each : statistics) {
    const bool same = each.tag == session.window->tag && each.time.begin == session.range.begin;
    if (!same) continue;
    for (const live::SymbolFigures& row : each.symbols) {
      JsonObject json;
      json.text("symbol", row.symbol).text("tf", core::name(row.interval)).number("bars", row.bars);
      json.raw("range", price_text(row.range)).raw("high", price_text(row.high));
      rows.push_back(json.raw("low", price_text(row.low)).raw("avg", price_text(row.avg)).finish());
    }
  }
  return json_array(rows);
}

}  // namespace wick::cli
