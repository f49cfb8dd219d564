#include "cli/diagnose_text.hpp"

#include <algorithm>
#include <string_view>

#include "base/json_text.hpp"
#include "cli/amounts.hpp"

namespace wick::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 31;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}
std::string to_the_right(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

// Words on lines of which all but the first, whose begin is the caller's, begin with `margin`.
std::string wrapped(std::string_view text, const std::string& margin) {
  std::string out;
  std::size_t column = margin.size();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const bool first = column == margin.size();
    if (!first && column + 1 + word.size() > kWidth) {
      out += "\n" + margin;
      column = margin.size();
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string latency_text(core::Micros took) {
  const auto micros = took.count();
  if (micros < 1000) return "0." + std::to_string(std::max<std::int64_t>(micros / 100, 1)) + " ms";
  if (micros < 1'000'000) return std::to_string(micros / 1000) + " ms";
  return seconds_text(took);
}

std::string_view paint_of(Health health) {
  if (health == Health::kOk) return "\x1b[32m";
  if (health == Health::kWarn) return "\x1b[33m";
  return "\x1b[31m";
}

std::string mark(Health health, bool colour) {
  std::string text = padded(health == Health::kNotTested ? "-" : std::string(name(health)), 5);
  if (!colour || health == Health::kNotTested) return text;
  return std::string(paint_of(health)) + text + "\x1b[0m";
}

std::string percent_of(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "-" : std::to_string(100 * part / whole) + " %";
}

std::string tiers_text(const DiagnosisPage& page) {
  using Side = TextTable::Side;
  TextTable table({Side::kLeft, Side::kLeft, Side::kRight, Side::kRight, Side::kRight, Side::kRight,
                   Side::kRight});
  table.add({"TIER", "STATE", "WOULD GIVE", "SHARE", "EXPECTED", "LATENCY", "EXPECTED"});
  for (const TierState& tier : page.diagnosis.tiers) {
    table.add({std::string(core::name(tier.tier)), tier.works ? "answers" : "down",
               std::to_string(tier.bars), percent_of(tier.bars, page.local.last_days.bars),
               std::to_string(tier.share_expected) + " %",
               tier.took ? latency_text(*tier.took) : "-", latency_text(tier.took_expected)});
  }
  return table.text();
}

std::string number_json(double value) {
  const auto thousandths = static_cast<std::int64_t>(value * 1000);
  std::string part = std::to_string(thousandths % 1000);
  part.insert(0, 3 - part.size(), '0');
  return std::to_string(thousandths / 1000) + "." + part;
}

std::string millis_json(std::optional<core::Micros> took) {
  return took ? number_json(static_cast<double>(took->count()) / 1000) : "null";
}

std::uint64_t whole(std::int64_t count) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
}

std::string shares_json(const Shares& shares) {
  return JsonObject()
      .number("bars", whole(shares.bars))
      .number("cached", whole(shares.cached))
      .number("archive", whole(shares.archived))
      .number("rest", whole(shares.paged))
      .finish();
}

std::string finding_json(const Finding& finding) {
  return JsonObject()
      .text("check", finding.check)
      .text("status", name(finding.health))
      .raw("latency_ms", millis_json(finding.took))
      .text("detail", finding.detail)
      .finish();
}

std::string tier_json(const TierState& tier, std::int64_t bars) {
  const double share = bars == 0 ? 0 : static_cast<double>(tier.bars) / static_cast<double>(bars);
  return JsonObject()
      .text("tier", core::name(tier.tier))
      .raw("works", tier.works ? "true" : "false")
      .number("bars", whole(tier.bars))
      .raw("share", number_json(share))
      .raw("latency_ms", millis_json(tier.took))
      .raw("expected_share", "0." + std::to_string(tier.share_expected))
      .raw("expected_ms", millis_json(tier.took_expected))
      .finish();
}

}  // namespace

std::string diagnosis_text(const DiagnosisPage& page, bool colour) {
  std::string text = core::describe(page.id) + ", " + instant_text(page.at) + "\n\n";
  for (const Finding& finding : page.findings) {
    text += mark(finding.health, colour) + " " + padded(finding.check, 14) +
            to_the_right(finding.took ? latency_text(*finding.took) : "", 9) + "  " +
            wrapped(finding.detail, std::string(kIndent, ' ')) + "\n";
  }
  text += "\nThe last 30 days would come from\n" + tiers_text(page);
  text += "\n" + wrapped("verdict: " + page.diagnosis.verdict, "") + "\n";
  for (const std::string& line : page.diagnosis.advice) {
    // What is pasted as a whole must do no harm: remarks stay remarks, and commands stay whole.
    text += "  " + (line.starts_with('#') ? wrapped(line, "  # ") : line) + "\n";
  }
  return text;
}

std::string diagnosis_json(const DiagnosisPage& page) {
  std::vector<std::string> checks;
  for (const Finding& finding : page.findings) checks.push_back(finding_json(finding));
  std::vector<std::string> tiers;
  for (const TierState& tier : page.diagnosis.tiers) {
    tiers.push_back(tier_json(tier, page.local.last_days.bars));
  }
  std::vector<std::string> advice;
  for (const std::string& line : page.diagnosis.advice) advice.push_back(base::json_quoted(line));
  return JsonObject()
             .text("provider", core::name(page.id.provider))
             .text("market", core::name(page.id.market))
             .text("symbol", page.id.symbol)
             .text("interval", core::name(page.id.interval))
             .time("at", page.at)
             .raw("checks", json_array(checks))
             .raw("last_500_bars", shares_json(page.local.last_bars))
             .raw("last_30_days", shares_json(page.local.last_days))
             .raw("tiers", json_array(tiers))
             .text("verdict", page.diagnosis.verdict)
             .raw("advice", json_array(advice))
             .finish() +
         "\n";
}

}  // namespace wick::cli
