#include "wiring/live_settings_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include "wiring/live_targets.hpp"

namespace wick::wiring {
namespace {

using base::Result;

constexpr int kPortMax = 65535;

base::Error wrong(std::string_view text, const std::string& what) {
  return {base::ErrorKind::kInvalid, "is '" + std::string(text) + "'; it must be " + what};
}

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

std::optional<std::string> flag_text(std::string_view text) {
  for (const char* word : {"true", "1", "yes", "on"}) {
    if (same_word(text, word)) return "true";
  }
  for (const char* word : {"false", "0", "no", "off"}) {
    if (same_word(text, word)) return "false";
  }
  return std::nullopt;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, value);
  const bool good = failure == std::errc{} && rest == end && std::isfinite(value);
  return good ? std::optional(value) : std::nullopt;
}

bool is_whole(double value) {
  constexpr double kExactMax = 9007199254740992;
  return value >= -kExactMax && value <= kExactMax &&
         static_cast<double>(static_cast<std::int64_t>(value)) == value;
}

LiveText clamped(double value, const LiveBounds& bounds) {
  const std::string given = number_text(value);
  const double used = std::clamp(value, bounds.least, bounds.most);
  LiveText text{number_text(used), ""};
  if (used > value) text.warning = "is " + given + "; at least " + text.value + " is used";
  if (used < value) text.warning = "is " + given + "; at most " + text.value + " is used";
  return text;
}

Result<LiveText> read_number(const LiveFacts& facts, std::string_view text) {
  const auto value = number(text);
  const bool whole = facts.kind == LiveKind::kWhole || facts.kind == LiveKind::kPort;
  if (!value || (whole && !is_whole(*value))) {
    return wrong(text, whole ? "a whole number" : "a number");
  }
  const bool port = facts.kind == LiveKind::kPort;
  if (port && (*value < 0 || *value > kPortMax)) return wrong(text, "a port from 0 to 65535");
  // A negative zero would be shown as -0.
  return clamped(*value == 0 ? 0 : *value, port ? LiveBounds{0, kPortMax} : facts.bounds);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    if (!word.empty()) words.push_back(word);
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return words;
}

Result<LiveText> read_choice(const LiveFacts& facts, std::string_view text) {
  const auto words = words_of(facts.choices);
  const auto flag = flag_text(text);
  std::string listed;
  for (const std::string_view word : words) {
    if (same_word(word, text) || (flag && word == *flag)) return LiveText{std::string(word), ""};
    listed += (listed.empty() ? "" : ", ") + std::string(word);
  }
  if (facts.kind == LiveKind::kAlgorithm) {
    return LiveText{"sha256", "is '" + std::string(text) + "', which is not one of " + listed +
                                  "; sha256 is used"};
  }
  if (text.empty() && facts.fallback.empty()) return LiveText{};  // as if it were not there
  return wrong(text, "one of " + listed);
}

Result<LiveText> read_targets(std::string_view text) {
  const auto targets = parse_live_targets(text);
  if (!targets) return wrong(text, "as XAU/USD:m1,EUR/USD:m5: " + targets.error().what);
  return LiveText{targets_text(*targets), ""};
}

Result<LiveText> read_symbols(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string& part : parts_of(text)) {
    const auto symbol = parse_live_symbol(part);
    if (!symbol) return wrong(text, "as XAU/USD,EUR/USD");
    if (std::ranges::find(names, symbol->name) == names.end()) names.push_back(symbol->name);
  }
  return LiveText{joined(names), ""};
}

Result<LiveText> read_timeframes(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string& part : parts_of(text)) {
    const auto interval = parse_live_timeframe(part);
    if (!interval) return wrong(text, "a list of 1m 5m 15m 30m 1h 4h 1d");
    const std::string label(core::name(*interval));
    if (std::ranges::find(names, label) == names.end()) names.push_back(label);
  }
  return LiveText{joined(names), ""};
}

Result<LiveText> read_pairs(std::string_view text) {
  std::vector<std::string> pairs;
  for (const std::string& part : parts_of(text)) {
    const std::size_t equals = part.find('=');
    const bool good = equals != std::string::npos && equals > 0 && equals + 1 < part.size();
    if (!good) return wrong(text, "as name=value,name=value");
    pairs.push_back(part);
  }
  return LiveText{joined(pairs), ""};
}

}  // namespace

Result<LiveText> read_live_text(const LiveFacts& facts, std::string_view text) {
  if (facts.kind == LiveKind::kSecret) return LiveText{std::string(text), ""};
  text = trimmed(text);
  if (std::ranges::any_of(text, is_control)) {
    return base::Error{base::ErrorKind::kInvalid, "holds a control character"};
  }
  switch (facts.kind) {
    case LiveKind::kFlag: {
      auto flag = flag_text(text);
      return flag ? Result<LiveText>(LiveText{*flag, ""}) : wrong(text, "true or false");
    }
    case LiveKind::kWhole:
    case LiveKind::kSeconds:
    case LiveKind::kRatio:
    case LiveKind::kPort:
      return read_number(facts, text);
    case LiveKind::kChoice:
    case LiveKind::kAlgorithm:
      return read_choice(facts, text);
    case LiveKind::kTargets:
      return read_targets(text);
    case LiveKind::kSymbols:
      return read_symbols(text);
    case LiveKind::kTimeframes:
      return read_timeframes(text);
    case LiveKind::kNames:
      return LiveText{joined(parts_of(text)), ""};
    case LiveKind::kPairs:
      return read_pairs(text);
    case LiveKind::kText:
    case LiveKind::kSecret:
      break;
  }
  return LiveText{std::string(text), ""};
}

std::string number_text(double value) {
  constexpr double kPlainMax = 1e15;
  constexpr std::size_t kDigitsMax = 400;
  std::array<char, kDigitsMax> digits{};
  const bool plain = value < kPlainMax && value > -kPlainMax;
  const auto format = plain ? std::chars_format::fixed : std::chars_format::general;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, format).ptr;
  return {digits.data(), end};
}

double number_of(std::string_view canonical) {
  return number(canonical).value_or(0);
}

}  // namespace wick::wiring
