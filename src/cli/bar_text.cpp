#include "cli/bar_text.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/json_text.hpp"
#include "codec/decimal.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using codec::append_shortest;

void append_time(std::string& out, core::UtcTime t, TimeStyle style) {
  switch (style) {
    case TimeStyle::kIso:
      core::append_iso(out, t);
      break;
    case TimeStyle::kMillis:
      out += std::to_string(core::millis_of(t));
      break;
    case TimeStyle::kMicros:
      out += std::to_string(core::micros_of(t));
      break;
  }
}

std::string shortest(double value) {
  std::string text;
  append_shortest(text, value);
  return text;
}

// The ten columns after open_time, in the order of every format.
template <typename Append>
void each_value(const core::Bar& bar, TimeStyle time, Append&& append) {
  append("open", shortest(bar.open));
  append("high", shortest(bar.high));
  append("low", shortest(bar.low));
  append("close", shortest(bar.close));
  append("volume", shortest(bar.volume));
  std::string close_time;
  append_time(close_time, bar.close_time, time);
  append("close_time", close_time);
  append("quote_asset_volume", shortest(bar.quote_volume));
  append("count", std::to_string(bar.count));
  append("taker_buy_volume", shortest(bar.taker_volume));
  append("taker_buy_quote_volume", shortest(bar.taker_quote_volume));
}

std::string quoted_time(core::UtcTime t, TimeStyle style) {
  std::string text;
  append_time(text, t, style);
  return style == TimeStyle::kIso ? '"' + text + '"' : text;
}

void append_missing(std::string& out, const std::vector<core::Hole>& holes) {
  out += "\"missing\":[";
  const char* separator = "";
  for (const core::Hole& hole : holes) {
    out += separator;
    out += "{\"from\":" + quoted_time(hole.range.begin, TimeStyle::kIso);
    out += ",\"to\":" + quoted_time(hole.range.end, TimeStyle::kIso);
    out += ",\"cause\":" + base::json_quoted(core::name(hole.cause));
    out += ",\"evidence\":" + base::json_quoted(hole.evidence) + "}";
    separator = ",";
  }
  out += "]";
}

void append_json_bar(std::string& out, const core::Bar& bar, core::Tier tier, TimeStyle time) {
  out += "{\"open_time\":" + quoted_time(bar.open_time, time);
  each_value(bar, time, [&](std::string_view name, const std::string& value) {
    const bool text = name == "close_time" && time == TimeStyle::kIso;
    out += ",\"";
    out += name;
    out += text ? "\":\"" + value + '"' : "\":" + value;
  });
  out += ",\"source\":\"";
  out += core::name(tier);
  out += "\"}";
}

void append_padded(std::string& out, const std::string& text, std::size_t width, bool left) {
  const std::string padding(width > text.size() ? width - text.size() : 0, ' ');
  out += left ? text + padding : padding + text;
}

}  // namespace

void append_csv_header(std::string& out, const RowStyle& style) {
  if (style.with_symbol) out += "symbol,";
  out +=
      "open_time,open,high,low,close,volume,close_time,quote_asset_volume,count,"
      "taker_buy_volume,taker_buy_quote_volume,source\n";
}

void append_csv(std::string& out, const core::Chunk& chunk, const std::string& symbol,
                const RowStyle& style) {
  for (std::size_t row = 0; row < chunk.size(); ++row) {
    const core::Bar bar = chunk.bar(row);
    if (style.with_symbol) out += symbol + ",";
    append_time(out, bar.open_time, style.time);
    for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume}) {
      out += ',';
      append_shortest(out, value);
    }
    out += ',';
    append_time(out, bar.close_time, style.time);
    out += ',';
    append_shortest(out, bar.quote_volume);
    out += ',' + std::to_string(bar.count) + ',';
    append_shortest(out, bar.taker_volume);
    out += ',';
    append_shortest(out, bar.taker_quote_volume);
    out += ',';
    out += core::name(chunk.tier());
    out += '\n';
  }
}

void append_table(std::string& out, const history::Answer& answer, const core::SeriesId& id,
                  const RowStyle& style) {
  if (answer.series.rows() == 0) return;
  constexpr std::size_t kColumns = 8;
  using Cells = std::array<std::string, kColumns>;
  std::vector<Cells> rows = {
      {"open time", "open", "high", "low", "close", "volume", "trades", "source"}};
  std::vector<int> direction = {0};
  for (const core::Chunk& chunk : answer.series.chunks()) {
    for (std::size_t row = 0; row < chunk.size(); ++row) {
      const core::Bar bar = chunk.bar(row);
      std::string open_time;
      append_time(open_time, bar.open_time, style.time);
      rows.push_back({open_time, shortest(bar.open), shortest(bar.high), shortest(bar.low),
                      shortest(bar.close), shortest(bar.volume), std::to_string(bar.count),
                      std::string(core::name(chunk.tier()))});
      direction.push_back(bar.close > bar.open ? 1 : bar.close < bar.open ? -1 : 0);
    }
  }
  std::array<std::size_t, kColumns> widths{};
  for (const Cells& cells : rows) {
    for (std::size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], cells[i].size());
  }
  if (style.with_symbol) out += core::describe(id) + "\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      const bool coloured = style.colour && i == 4 && direction[r] != 0;
      if (i > 0) out += "  ";
      if (coloured) out += direction[r] > 0 ? "\x1b[36m" : "\x1b[33m";  // told apart by anyone
      append_padded(out, rows[r][i], i + 1 < kColumns ? widths[i] : 0, i == 0);
      if (coloured) out += "\x1b[0m";
    }
    out += '\n';
  }
}

void append_json(std::string& out, const history::Answer& answer, const JsonFacts& facts,
                 TimeStyle time) {
  out += "{\"symbol\":" + base::json_quoted(facts.id->symbol);
  out += ",\"market\":" + base::json_quoted(core::name(facts.id->market));
  out += ",\"interval\":" + base::json_quoted(core::name(facts.id->interval));
  out += ",\"from\":" + quoted_time(facts.range.begin, TimeStyle::kIso);
  out += ",\"to\":" + quoted_time(facts.range.end, TimeStyle::kIso);
  out += ",\"rows\":" + std::to_string(answer.series.rows());
  const auto rows = answer.series.rows_by_tier();
  out += ",\"sources\":{";
  const char* separator = "";
  for (const core::Tier tier : {core::Tier::kCache, core::Tier::kBulk, core::Tier::kRest}) {
    const auto found = rows.find(tier);
    out += separator + base::json_quoted(core::name(tier)) + ":" +
           std::to_string(found == rows.end() ? 0 : found->second);
    separator = ",";
  }
  out += "},";
  append_missing(out, answer.missing);
  out += ",\"requests\":" + std::to_string(answer.requests);
  out += ",\"elapsed_ms\":";
  append_shortest(out, static_cast<double>(facts.elapsed.count()) / 1000);
  if (facts.bars) {
    out += ",\"bars\":[";
    separator = "";
    for (const core::Chunk& chunk : answer.series.chunks()) {
      for (std::size_t row = 0; row < chunk.size(); ++row) {
        out += separator;
        append_json_bar(out, chunk.bar(row), chunk.tier(), time);
        separator = ",";
      }
    }
    out += "]";
  }
  out += "}\n";
}

}  // namespace wick::cli
