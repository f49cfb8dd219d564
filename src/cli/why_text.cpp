#include "cli/why_text.hpp"

#include <utility>

#include "cli/amounts.hpp"
#include "cli/origin_name.hpp"
#include "codec/decimal.hpp"
#include "core/time_text.hpp"
#include "store/reupload.hpp"

namespace wick::cli {
namespace {

using store::Rule;
using store::Sighting;

constexpr std::string_view kUnverified = "sha256-unverified:";

std::string number(double value) {
  std::string text;
  codec::append_shortest(text, value);
  return text;
}

std::string in_words(const store::Trace& trace) {
  switch (trace.rule) {
    case Rule::kOnlyOne:
      return "the only value that was ever seen";
    case Rule::kRevision:
      return "of a higher revision than any other value";
    case Rule::kOrigin:
      return std::string(origin_name(trace.served->source.origin)) +
             " ranks above the others: stream < archive < REST";
    case Rule::kFirst:
      return "of equal rank: what was stored first stands (a conflict)";
    case Rule::kLeft:
      return "a better value was stored once and its file is gone; wick verify --remote";
  }
  return "";
}

std::string_view name(Rule rule) {
  switch (rule) {
    case Rule::kOnlyOne:
      return "only_value";
    case Rule::kRevision:
      return "higher_revision";
    case Rule::kOrigin:
      return "better_origin";
    case Rule::kFirst:
      return "stored_first";
    case Rule::kLeft:
      return "better_value_lost";
  }
  return "";
}

std::string line(const std::string& label, const std::string& text) {
  constexpr std::size_t kWidth = 11;
  return "  " + label + std::string(kWidth - label.size(), ' ') + text + "\n";
}

// The digits alone, so that they fit a narrow terminal.
std::string digits_of(const std::string& checksum) {
  return checksum.substr(checksum.find(':') + 1);
}

std::string checksum_text(const std::string& checksum) {
  if (checksum.empty()) return line("checksum", "none: pages of the API have none");
  const bool verified = !checksum.starts_with(kUnverified);
  return line("sha256", digits_of(checksum)) +
         line("", verified ? "as published"
                           : "of the bytes that came; none was published to hold it against");
}

std::string values_text(const core::Bar& bar) {
  return line("prices", "open " + number(bar.open) + "  high " + number(bar.high) + "  low " +
                            number(bar.low) + "  close " + number(bar.close)) +
         line("volume", number(bar.volume) + " in " +
                            plural(static_cast<std::uint64_t>(bar.count), "trade") +
                            ", quote volume " + number(bar.quote_volume));
}

std::string source_text(const core::Source& source) {
  std::string text = line("source", std::string(origin_name(source.origin)));
  if (!source.object.empty()) text += line("object", source.object);
  if (source.untidy.any()) text += line("untidy", core::describe(source.untidy) + ", of its rows");
  return text + checksum_text(source.checksum) +
         line("fetched", instant_text(std::chrono::floor<std::chrono::seconds>(source.fetched))) +
         line("revision", std::to_string(source.revision));
}

std::string asked_again(const store::StoredHole& stored, core::ChartType chart) {
  if (core::is_sparse(chart)) return "never: that is no gap";
  return stored.provisional ? "once a day, until 30 days after the bar; then only wick repair"
                            : "only wick repair asks for it again";
}

std::string hole_text(const store::StoredHole& stored, core::ChartType chart) {
  return "  no bar: " + std::string(core::name(stored.hole.cause)) + "\n" +
         line("evidence", stored.hole.evidence) +
         line("hole", instant_text(stored.hole.range.begin) + " .. " +
                          instant_text(stored.hole.range.end)) +
         line("asked", instant_text(std::chrono::floor<std::chrono::seconds>(stored.asked))) +
         line("again", asked_again(stored, chart));
}

std::string history_text(const store::Trace& trace) {
  std::string text;
  for (const store::JournalEntry& entry : trace.history) {
    text += "  " + instant_text(std::chrono::floor<std::chrono::seconds>(entry.at)) + "  " +
            std::string(store::name(entry.change));
    if (entry.stands && entry.other) {
      text += ": " + std::string(origin_name(entry.stands->source.origin)) + " revision " +
              std::to_string(entry.stands->source.revision) + " over " +
              std::string(origin_name(entry.other->source.origin)) + " revision " +
              std::to_string(entry.other->source.revision);
    }
    text += "\n";
    if (const auto reupload = store::read_reupload(entry.note)) {
      text += "    " + reupload->object + "\n";
      text += "    was sha256 " + digits_of(reupload->was) + "\n";
      text += "    is  sha256 " + digits_of(reupload->is) + "\n";
    } else if (!entry.note.empty()) {
      text += "    " + entry.note + "\n";
    }
  }
  return text;
}

std::string json_of(const core::Bar& bar) {
  return JsonObject()
      .time("open_time", bar.open_time)
      .time("close_time", bar.close_time)
      .raw("open", number(bar.open))
      .raw("high", number(bar.high))
      .raw("low", number(bar.low))
      .raw("close", number(bar.close))
      .raw("volume", number(bar.volume))
      .raw("quote_asset_volume", number(bar.quote_volume))
      .raw("count", std::to_string(bar.count))
      .raw("taker_buy_volume", number(bar.taker_volume))
      .raw("taker_buy_quote_volume", number(bar.taker_quote_volume))
      .finish();
}

std::string json_of(const core::Untidy& untidy) {
  return JsonObject()
      .number("out_of_order", untidy.unsorted)
      .number("repeated", untidy.duplicates)
      .number("implausible", untidy.implausible)
      .finish();
}

std::string json_of(const Sighting& sighting) {
  const core::Source& source = sighting.source;
  const bool verified = !source.checksum.empty() && !source.checksum.starts_with(kUnverified);
  JsonObject json;
  json.text("origin", origin_name(source.origin))
      .number("revision", source.revision)
      .text("object", source.object)
      .text("checksum", source.checksum)
      .raw("verified", verified ? "true" : "false")
      .time("fetched", source.fetched);
  if (source.untidy.any()) json.raw("untidy", json_of(source.untidy));
  return json.raw("bar", json_of(sighting.bar)).finish();
}

std::string json_of(const store::StoredHole& stored) {
  return JsonObject()
      .time("from", stored.hole.range.begin)
      .time("to", stored.hole.range.end)
      .text("cause", core::name(stored.hole.cause))
      .text("evidence", stored.hole.evidence)
      .time("asked", stored.asked)
      .raw("provisional", stored.provisional ? "true" : "false")
      .finish();
}

std::string json_of(const store::JournalEntry& entry) {
  JsonObject json;
  json.time("at", entry.at).text("change", store::name(entry.change));
  if (entry.stands) json.raw("stands", json_of(*entry.stands));
  if (entry.other) json.raw("other", json_of(*entry.other));
  return json.text("note", entry.note).finish();
}

}  // namespace

std::string get_command_for(const core::SeriesId& id, core::UtcTime open) {
  std::string text =
      "wick get " + id.symbol + " --interval " + std::string(core::name(id.interval));
  if (id.market != core::Market::kSpot) text.append(" --market ").append(core::name(id.market));
  if (id.provider != core::Provider::kBinance) {
    text.append(" --provider ").append(core::name(id.provider));
  }
  if (id.chart != core::ChartType::kKlines) text.append(" --chart ").append(core::name(id.chart));
  const core::TimeRange range =
      store::lives_in_months(id.interval) ? core::month_of(open) : core::day_of(open);
  return text + " --from " + core::to_date(range.begin) + " --to " + core::to_date(range.end);
}

std::string why_text(const core::SeriesId& id, const store::Trace& trace) {
  const core::Grid grid = core::grid_of(id);
  std::string text = core::describe(id) + "  " + instant_text(trace.open) + " .. " +
                     instant_text(grid.next(trace.open)) + "\n";
  for (const base::Error& error : trace.damaged) text += line("damaged", error.what);
  if (trace.served) {
    text += values_text(trace.served->bar) + source_text(trace.served->source) +
            line("chosen", in_words(trace));
  } else if (trace.hole) {
    text += hole_text(*trace.hole, id.chart);
  } else {
    text += "  nothing is cached here\n";
  }
  if (!trace.path.empty()) {
    text += line("file", trace.path);
    text += line("", trace.in_tail ? "the tail: its day is not complete yet"
                                   : "sealed, revision " + std::to_string(trace.file_revision));
  }
  if (!trace.others.empty()) text += "\nother values that were seen\n";
  std::string between;
  for (const Sighting& other : trace.others) {
    text += between + values_text(other.bar) + source_text(other.source);
    between = "\n";
  }
  if (!trace.history.empty()) text += "\nhistory\n" + history_text(trace);
  return text;
}

std::string why_json(const core::SeriesId& id, const store::Trace& trace) {
  JsonObject json;
  json.text("symbol", id.symbol)
      .text("provider", core::name(id.provider))
      .text("market", core::name(id.market))
      .text("chart", core::name(id.chart))
      .text("interval", core::name(id.interval))
      .time("open_time", trace.open)
      .raw("cached", trace.path.empty() ? "false" : "true");
  if (!trace.path.empty()) {
    json.text("file", trace.path).text("kind", trace.in_tail ? "tail" : "sealed");
    if (!trace.in_tail) json.number("file_revision", trace.file_revision);
  }
  if (trace.served) json.raw("served", json_of(*trace.served)).text("rule", name(trace.rule));
  if (trace.hole) json.raw("hole", json_of(*trace.hole));
  std::vector<std::string> others;
  for (const Sighting& other : trace.others) others.push_back(json_of(other));
  std::vector<std::string> history;
  for (const store::JournalEntry& entry : trace.history) history.push_back(json_of(entry));
  std::vector<std::string> damaged;
  for (const base::Error& error : trace.damaged) {
    damaged.push_back(JsonObject().text("why", error.what).finish());
  }
  return json.raw("others", json_array(others))
             .raw("history", json_array(history))
             .raw("damaged", json_array(damaged))
             .finish() +
         "\n";
}

}  // namespace wick::cli
