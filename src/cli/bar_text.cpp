#include "cli/bar_text.hpp"

#include "codec/decimal.hpp"
#include "core/time_text.hpp"

namespace wick::cli {

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

void append_csv_header(std::string& out, const RowStyle& style) {
  if (style.with_symbol) out += "symbol,";
  out +=
      "open_time,open,high,low,close,volume,close_time,quote_asset_volume,count,"
      "taker_buy_volume,taker_buy_quote_volume,source";
  out += style.with_final ? ",final\n" : "\n";
}

void append_csv(std::string& out, const core::Chunk& chunk, const std::string& symbol,
                const RowStyle& style) {
  std::string line_end(core::name(chunk.tier()));
  if (style.with_final) line_end += chunk.mark().final ? ",true" : ",false";
  line_end += '\n';
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
    out += line_end;
  }
}

}  // namespace wick::cli
