#include "cli/stats_text.hpp"

#include <algorithm>

#include "base/json_text.hpp"
#include "cli/amounts.hpp"
#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using Side = TextTable::Side;

constexpr std::size_t kGroupsShown = 40;
constexpr int kBarMax = 60;
constexpr const char* kLegend =
    "gave: of the bars still wanted when its turn came. good: asks without a failure.\n"
    "ok, slow, low: good and p50 against what the protocol expects.\n";

std::string latency_of(const Latencies& took, int percent) {
  const auto time = took.percentile(percent);
  return time ? latency_text(*time) : "-";
}

std::uint64_t positive(std::int64_t count) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
}

// Nobody counts requests by fractions of a second.
std::string moment_text(core::UtcTime t) {
  return instant_text(std::chrono::floor<std::chrono::seconds>(t));
}

std::string head_of(const StatsReport& report) {
  std::string text = plural(positive(report.answers), "request") + " since " +
                     moment_text(report.question.asked_in.begin) + " (";
  bool first = true;
  for (const auto& [command, count] : report.commands) {
    text += (first ? "" : ", ") + command + " " + std::to_string(count);
    first = false;
  }
  return text + ")\n" + plural(positive(report.rows), "bar") + ", " +
         std::to_string(report.missing) + " missing; " +
         plural(positive(report.requests), "data request") + ", " +
         bytes_text(positive(report.bytes)) + "\nelapsed: p50 " + latency_of(report.took, 50) +
         ", p90 " + latency_of(report.took, 90) + ", p99 " + latency_of(report.took, 99) + "\n";
}

std::string work_table(const StatsReport& report) {
  TextTable table({Side::kLeft, Side::kRight, Side::kRight, Side::kRight, Side::kRight,
                   Side::kRight, Side::kRight, Side::kRight, Side::kRight});
  table.add({"source", "answered", "bars", "share", "gave", "asks", "failed", "fetches", "size"});
  for (const TierReport& tier : report.tiers) {
    table.add({std::string(core::name(tier.tier)), std::to_string(tier.answered),
               std::to_string(tier.rows), share_text(share_of(tier.rows, report.rows)),
               share_text(share_of(tier.rows, tier.wanted)), std::to_string(tier.asked),
               std::to_string(tier.failed), std::to_string(tier.requests),
               bytes_text(positive(tier.bytes))});
  }
  return table.text();
}

std::string expected_text(const Expectation& expected) {
  return share_text(expected.good) + " in " + latency_text(expected.latency);
}

std::string latency_table(const StatsReport& report) {
  TextTable table({Side::kLeft, Side::kRight, Side::kRight, Side::kRight, Side::kRight,
                   Side::kRight, Side::kLeft});
  table.add({"source", "p50", "p90", "p99", "good", "expected", ""});
  for (const TierReport& tier : report.tiers) {
    const Expectation* const expected = expected_of(tier.tier);
    table.add({std::string(core::name(tier.tier)), latency_of(tier.took, 50),
               latency_of(tier.took, 90), latency_of(tier.took, 99), share_text(tier.good()),
               expected == nullptr ? "-" : expected_text(*expected),
               expected == nullptr ? "" : std::string(name(tier.mark()))});
  }
  return table.text();
}

// What is left of a line beside columns that are `taken` wide.
int bar_width(const StatsStyle& style, int taken) {
  return std::clamp(style.columns - taken, 10, kBarMax);
}

std::string tier_bars(const StatsReport& report, const StatsStyle& style) {
  std::int64_t most = 0;
  for (const TierReport& tier : report.tiers) most = std::max(most, tier.rows);
  TextTable table({Side::kLeft, Side::kRight, Side::kLeft});
  const int width = bar_width(style, 7 + 2 + 12 + 2);
  for (const TierReport& tier : report.tiers) {
    if (tier.rows == 0 && expected_of(tier.tier) == nullptr) continue;
    table.add({std::string(core::name(tier.tier)), std::to_string(tier.rows),
               amount_bar({positive(tier.rows), positive(most)}, width, style.glyphs)});
  }
  return table.text();
}

std::string group_table(const StatsReport& report, const StatsStyle& style) {
  std::int64_t most = 0;
  std::size_t longest = 6;
  const bool days = report.question.by == StatsBy::kDay;
  const std::size_t shown = std::min(report.groups.size(), kGroupsShown);
  const std::size_t begin = days ? report.groups.size() - shown : 0;  // the newest days
  for (std::size_t i = begin; i < begin + shown; ++i) {
    most = std::max(most, report.groups[i].all_rows());
    longest = std::max(longest, report.groups[i].key.size());
  }
  TextTable table(
      {Side::kLeft, Side::kRight, Side::kRight, Side::kRight, Side::kRight, Side::kLeft});
  table.add({days ? "day" : "symbol", "requests", "bars", "missing", "failed"});
  const int width = bar_width(style, static_cast<int>(longest) + 8 + 10 + 7 + 6 + 5 * 2);
  for (std::size_t i = begin; i < begin + shown; ++i) {
    const GroupReport& group = report.groups[i];
    table.add({group.key, std::to_string(group.answers), std::to_string(group.all_rows()),
               std::to_string(group.missing), std::to_string(group.failures),
               amount_bar({positive(group.all_rows()), positive(most)}, width, style.glyphs)});
  }
  std::string text = table.text();
  if (report.groups.size() > shown) {
    text += "and " + std::to_string(report.groups.size() - shown) + " more; --json lists all\n";
  }
  return text;
}

// As much as a line holds, and no half of a character.
std::string clipped(std::string text, std::size_t width) {
  if (text.size() <= width) return text;
  std::size_t end = width - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

std::string error_lines(const StatsReport& report, const StatsStyle& style) {
  if (report.errors.empty()) return "no failures\n";
  std::string text = "failures, and the last one of each\n";
  const auto width = static_cast<std::size_t>(std::max(style.columns, 40));
  for (const ErrorReport& error : report.errors) {
    text += "  " + std::string(core::name(error.tier)) + " " + error.kind + ", " +
            std::to_string(error.times) + (error.times == 1 ? " time, " : " times, last ") +
            moment_text(error.last) + "\n    " + clipped(error.what, width - 4) + "\n";
  }
  return text;
}

std::string latency_json(const Latencies& took) {
  JsonObject json;
  json.number("count", positive(took.count()));
  for (const int percent : {50, 90, 99}) {
    const auto time = took.percentile(percent);
    json.raw("p" + std::to_string(percent), time ? std::to_string(time->count()) : "null");
  }
  return json.finish();
}

// Thousandths as a fraction of one.
std::string share_json(Share share) {
  if (!share) return "null";
  const std::string digits = std::to_string(*share % 1000);
  return std::to_string(*share / 1000) + "." + std::string(3 - digits.size(), '0') + digits;
}

std::string rows_json(const std::map<core::Tier, std::int64_t>& rows) {
  JsonObject json;
  for (const auto& [tier, count] : rows) json.number(core::name(tier), positive(count));
  return json.finish();
}

// The names are those of events, and so may be anything.
std::string counts_json(const std::map<std::string, std::int64_t>& counts) {
  std::string json = "{";
  for (const auto& [key, count] : counts) {
    if (json.size() > 1) json += ',';
    json += base::json_quoted(key) + ":" + std::to_string(count);
  }
  return json + "}";
}

std::string tier_json(const TierReport& tier, std::int64_t all_rows) {
  JsonObject json;
  json.text("source", core::name(tier.tier))
      .number("answered", positive(tier.answered))
      .number("rows", positive(tier.rows))
      .raw("row_share", share_json(share_of(tier.rows, all_rows)))
      .number("wanted", positive(tier.wanted))
      .raw("gave_share", share_json(share_of(tier.rows, tier.wanted)))
      .number("asked", positive(tier.asked))
      .number("failed", positive(tier.failed))
      .raw("good_share", share_json(tier.good()))
      .number("requests", positive(tier.requests))
      .number("bytes", positive(tier.bytes))
      .raw("latency_us", latency_json(tier.took))
      .raw("failures", counts_json(tier.failures));
  if (const Expectation* const expected = expected_of(tier.tier)) {
    json.raw("expected", JsonObject()
                             .raw("good_share", share_json(expected->good))
                             .number("latency_us", positive(expected->latency.count()))
                             .finish())
        .text("mark", name(tier.mark()));
  }
  return json.finish();
}

std::string group_json(const GroupReport& group, StatsBy by) {
  return JsonObject()
      .text(by == StatsBy::kDay ? "day" : "symbol", group.key)
      .number("answers", positive(group.answers))
      .raw("rows", rows_json(group.rows))
      .number("missing", positive(group.missing))
      .number("requests", positive(group.requests))
      .number("failures", positive(group.failures))
      .finish();
}

std::string error_json(const ErrorReport& error) {
  return JsonObject()
      .text("source", core::name(error.tier))
      .text("kind", error.kind)
      .number("times", positive(error.times))
      .time("last", error.last)
      .text("what", error.what)
      .finish();
}

}  // namespace

std::string latency_text(core::Micros time) {
  const std::int64_t micros = time.count();
  const auto with_tenth = [](std::int64_t tenths, const char* unit) {
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + unit;
  };
  if (micros < 1'000) return std::to_string(micros) + " us";
  if (micros < 9'950) return with_tenth((micros + 50) / 100, " ms");
  if (micros < 999'500) return std::to_string((micros + 500) / 1000) + " ms";
  if (micros < 9'950'000) return with_tenth((micros + 50'000) / 100'000, " s");
  return seconds_text(time);
}

std::string share_text(Share share) {
  if (!share) return "-";
  return std::to_string(*share / 10) + "." + std::to_string(*share % 10) + "%";
}

std::string stats_text(const StatsReport& report, const StatsStyle& style) {
  std::string text = head_of(report) + "\n";
  if (report.question.by == StatsBy::kSource) {
    text += work_table(report) + "\n" + latency_table(report) + kLegend + "\n" +
            tier_bars(report, style);
  } else {
    text += group_table(report, style);
  }
  return text + "\n" + error_lines(report, style);
}

std::string stats_json(const StatsReport& report) {
  std::vector<std::string> tiers;
  std::vector<std::string> errors;
  std::vector<std::string> groups;
  for (const TierReport& tier : report.tiers) tiers.push_back(tier_json(tier, report.rows));
  for (const ErrorReport& error : report.errors) errors.push_back(error_json(error));
  for (const GroupReport& group : report.groups) {
    groups.push_back(group_json(group, report.question.by));
  }
  JsonObject json;
  json.time("since", report.question.asked_in.begin)
      .time("until", report.question.asked_in.end)
      .number("answers", positive(report.answers))
      .raw("commands", counts_json(report.commands))
      .number("rows", positive(report.rows))
      .number("missing", positive(report.missing))
      .number("requests", positive(report.requests))
      .number("bytes", positive(report.bytes))
      .raw("elapsed_us", latency_json(report.took))
      .raw("sources", json_array(tiers));
  if (report.question.by == StatsBy::kSymbol) json.raw("symbols", json_array(groups));
  if (report.question.by == StatsBy::kDay) json.raw("days", json_array(groups));
  return json.raw("errors", json_array(errors)).finish() + "\n";
}

}  // namespace wick::cli
