#include "cli/bar_json.hpp"

#include <string_view>

#include "base/json_text.hpp"
#include "cli/failure_json.hpp"
#include "cli/get_summary.hpp"
#include "codec/decimal.hpp"

namespace wick::cli {
namespace {

using base::json_quoted;
using core::Tier;

std::string shortest(double value) {
  std::string text;
  codec::append_shortest(text, value);
  return text;
}

std::string time_json(core::UtcTime t, TimeStyle style) {
  std::string text;
  append_time(text, t, style);
  return style == TimeStyle::kIso ? '"' + text + '"' : text;
}

void append_member(std::string& out, std::string_view name, const std::string& value) {
  out += ",\"";
  out += name;
  out += "\":";
  out += value;
}

void append_bar(std::string& out, const core::Bar& bar, TimeStyle time) {
  out += "{\"open_time\":" + time_json(bar.open_time, time);
  append_member(out, "open", shortest(bar.open));
  append_member(out, "high", shortest(bar.high));
  append_member(out, "low", shortest(bar.low));
  append_member(out, "close", shortest(bar.close));
  append_member(out, "volume", shortest(bar.volume));
  append_member(out, "close_time", time_json(bar.close_time, time));
  append_member(out, "quote_asset_volume", shortest(bar.quote_volume));
  append_member(out, "count", std::to_string(bar.count));
  append_member(out, "taker_buy_volume", shortest(bar.taker_volume));
  append_member(out, "taker_buy_quote_volume", shortest(bar.taker_quote_volume));
}

void append_bars(std::string& out, const history::Answer& answer, TimeStyle time) {
  out += ",\"bars\":[";
  const char* separator = "";
  for (const core::Chunk& chunk : answer.series.chunks()) {
    std::string bar_end = ",\"source\":" + json_quoted(core::name(chunk.tier()));
    bar_end += chunk.mark().final ? "}" : ",\"final\":false}";
    for (std::size_t row = 0; row < chunk.size(); ++row) {
      out += separator;
      append_bar(out, chunk.bar(row), time);
      out += bar_end;
      separator = ",";
    }
  }
  out += "]";
}

// The tiers of history always, so that readers need not ask whether they are there.
std::string sources_json(const core::Series& series) {
  auto rows = series.rows_by_tier();
  for (const Tier tier : {Tier::kCache, Tier::kBulk, Tier::kRest}) rows.try_emplace(tier, 0);
  std::string text;
  for (const auto& [tier, count] : rows) {
    text += (text.empty() ? "{" : ",") + json_quoted(core::name(tier)) + ":";
    text += std::to_string(count);
  }
  return text + "}";
}

std::string holes_json(const std::vector<core::Hole>& holes) {
  std::string text = "[";
  for (const core::Hole& hole : holes) text += (text.size() > 1 ? "," : "") + hole_json(hole);
  return text + "]";
}

std::string warnings_json(const std::vector<std::string>& warnings) {
  std::string text = "[";
  for (const std::string& warning : warnings) {
    text += (text.size() > 1 ? "," : "") + json_quoted(warning);
  }
  return text + "]";
}

}  // namespace

std::string hole_json(const core::Hole& hole, const std::string& first) {
  return "{" + first + "\"from\":" + time_json(hole.range.begin, TimeStyle::kIso) +
         ",\"to\":" + time_json(hole.range.end, TimeStyle::kIso) +
         ",\"cause\":" + json_quoted(core::name(hole.cause)) +
         ",\"evidence\":" + json_quoted(hole.evidence) + "}";
}

void append_unusual_series(std::string& out, const core::SeriesId& id) {
  if (id.provider != core::Provider::kBinance) {
    append_member(out, "provider", json_quoted(core::name(id.provider)));
  }
  if (id.chart != core::ChartType::kKlines) {
    append_member(out, "chart", json_quoted(core::name(id.chart)));
  }
}

void append_json(std::string& out, const history::Answer& answer, const JsonFacts& facts,
                 TimeStyle time) {
  out += "{\"symbol\":" + json_quoted(facts.id->symbol);
  append_member(out, "market", json_quoted(core::name(facts.id->market)));
  append_unusual_series(out, *facts.id);
  append_member(out, "interval", json_quoted(core::name(facts.id->interval)));
  append_member(out, "from", time_json(facts.range.begin, TimeStyle::kIso));
  append_member(out, "to", time_json(facts.range.end, TimeStyle::kIso));
  append_member(out, "rows", std::to_string(answer.series.rows()));
  append_member(out, "sources", sources_json(answer.series));
  append_member(out, "missing", holes_json(answer.missing));
  append_member(out, "requests", std::to_string(answer.requests));
  append_member(out, "elapsed_ms", shortest(static_cast<double>(facts.elapsed.count()) / 1000));
  if (!answer.failures.empty()) {
    append_member(out, "failures", failures_json(answer.failures));
  }
  const auto warned = warnings(answer);
  if (!warned.empty()) append_member(out, "warnings", warnings_json(warned));
  if (facts.bars) append_bars(out, answer, time);
  out += "}\n";
}

}  // namespace wick::cli
