#include "wiring/live_targets.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::wiring {
namespace {

using core::Interval;

struct TimeframeNames {
  Interval interval{};
  std::array<std::string_view, 3> names{};
};

constexpr std::array<TimeframeNames, 7> kTimeframes = {{
    {Interval::k1m, {"1m", "m1", ""}},
    {Interval::k5m, {"5m", "m5", ""}},
    {Interval::k15m, {"15m", "m15", ""}},
    {Interval::k30m, {"30m", "m30", ""}},
    {Interval::k1h, {"1h", "h1", "m60"}},
    {Interval::k4h, {"4h", "h4", "m240"}},
    {Interval::k1d, {"1d", "d1", "m1440"}},
}};
constexpr std::size_t kSymbolMax = 32;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool is_symbol_character(char c) {
  const char u = upper(c);
  const bool plain = (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9');
  return plain || std::string_view("/._-").find(c) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

base::Error invalid(const std::string& what) {
  return {base::ErrorKind::kInvalid, what};
}

base::Result<LiveTarget> target_of(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto symbol = parse_live_symbol(trimmed(text.substr(0, colon)));
  if (!symbol) return invalid("'" + std::string(text) + "' has no symbol such as XAU/USD");
  const std::string_view label = colon == text.size() ? "1m" : trimmed(text.substr(colon + 1));
  const auto interval = parse_live_timeframe(label);
  if (!interval) {
    return invalid("'" + std::string(text) + "' has no timeframe of 1m 5m 15m 30m 1h 4h 1d");
  }
  return LiveTarget{*symbol, *interval};
}

}  // namespace

std::optional<LiveSymbol> parse_live_symbol(std::string_view text) {
  const bool good = !text.empty() && text.size() <= kSymbolMax &&
                    std::ranges::all_of(text, is_symbol_character) && !text.starts_with('/') &&
                    !text.ends_with('/');
  if (!good) return std::nullopt;
  LiveSymbol symbol{std::string(text), ""};
  std::ranges::transform(symbol.name, symbol.name.begin(), upper);
  symbol.wire = symbol.name;
  std::erase(symbol.wire, '/');
  return symbol;
}

std::optional<Interval> parse_live_timeframe(std::string_view text) {
  if (text.empty() || text == "M1" || text == "1M") return std::nullopt;  // months elsewhere
  std::string wanted(text);
  std::ranges::transform(wanted, wanted.begin(), lower);
  for (const auto& [interval, names] : kTimeframes) {
    if (std::ranges::find(names, wanted) != names.end()) return interval;
  }
  return std::nullopt;
}

base::Result<std::vector<LiveTarget>> parse_live_targets(std::string_view text) {
  std::vector<LiveTarget> targets;
  for (const std::string& part : parts_of(text)) {
    auto target = target_of(part);
    if (!target) return target.error();
    if (std::ranges::find(targets, *target) == targets.end()) targets.push_back(*target);
  }
  return targets;
}

std::string targets_text(const std::vector<LiveTarget>& targets) {
  std::vector<std::string> parts;
  parts.reserve(targets.size());
  for (const LiveTarget& target : targets) {
    parts.push_back(target.symbol.name + ":" + std::string(core::name(target.interval)));
  }
  return joined(parts);
}

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (const auto part = trimmed(text.substr(0, comma)); !part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

}  // namespace wick::wiring
