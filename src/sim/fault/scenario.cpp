#include "sim/fault/scenario.hpp"

#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "sim/fault/json_reader.hpp"
#include "sim/fault/read_broker.hpp"
#include "sim/fault/read_rule.hpp"
#include "sim/fault/read_streams.hpp"

namespace wick::sim {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using R = const JsonReader&;

constexpr std::size_t kBytesMax = 1'000'000;
constexpr std::size_t kRulesMax = 1000;
constexpr std::int64_t kLimitMax = 1'000'000'000;

// In the order of their enumerators.
constexpr std::array<std::string_view, 3> kLimitTypes{"REQUEST_WEIGHT", "RAW_REQUESTS", "ORDERS"};
constexpr std::array<std::string_view, 4> kLimitUnits{"SECOND", "MINUTE", "HOUR", "DAY"};
constexpr std::array<Micros, 4> kUnitLengths{kSecond, kMinute, kHour, kDay};

struct LimitDraft {
  std::optional<LimitType> type{};
  std::optional<Micros> unit{};
  std::int64_t num{1};
  std::optional<std::int64_t> limit{};
};

constexpr auto kLimitKeys = std::to_array<Key<LimitDraft>>({
    {"type", [](R r, LimitDraft& l) { l.type = static_cast<LimitType>(r.one_of(kLimitTypes)); }},
    {"interval", [](R r, LimitDraft& l) { l.unit = kUnitLengths.at(r.one_of(kLimitUnits)); }},
    {"num", [](R r, LimitDraft& l) { l.num = r.integer(1, 1000); }},
    {"limit", [](R r, LimitDraft& l) { l.limit = r.integer(1, kLimitMax); }},
});

RateLimit limit(const JsonReader& reader) {
  LimitDraft draft;
  read_object<LimitDraft>(reader, kLimitKeys, draft);
  if (!draft.type) reader.complain("\"type\" is missing");
  if (!draft.unit) reader.complain("\"interval\" is missing");
  if (!draft.limit) reader.complain("\"limit\" is missing");
  return {draft.type.value_or(LimitType{}), draft.unit.value_or(kMinute), draft.num,
          draft.limit.value_or(1)};
}

std::vector<RateLimit> limits(const JsonReader& reader) {
  std::vector<RateLimit> limits;
  for (const JsonReader& item : reader.items()) limits.push_back(limit(item));
  return limits;
}

constexpr auto kLimitsKeys = std::to_array<Key<Settings>>({
    {"spot", [](R r, Settings& s) { s.spot_limits = limits(r); }},
    {"um", [](R r, Settings& s) { s.um_limits = limits(r); }},
    {"cm", [](R r, Settings& s) { s.cm_limits = limits(r); }},
    {"okx", [](R r, Settings& s) { s.okx_limits = limits(r); }},
    {"ban_after", [](R r, Settings& s) { s.ban_after = r.integer(0, 1'000'000); }},
    {"ban_s", [](R r, Settings& s) { s.ban = r.integer(1, 259'200) * kSecond; }},
});

constexpr auto kArchiveKeys = std::to_array<Key<Settings>>({
    {"delay_hours", [](R r, Settings& s) { s.archive_delay = r.integer(0, 8760) * kHour; }},
});

constexpr auto kRuleKeys = std::to_array<Key<Rule>>({
    {"name", [](R r, Rule& rule) { rule.name = r.text(); }},
    {"when", [](R r, Rule& rule) { rule.when = read_when(r); }},
    {"then", [](R, Rule&) {}},  // read after "when", whatever their order
});

// The moment of a stream that a rule can be about, so that windows count no others.
std::optional<StreamMoment> only_moment(const Rule& rule) {
  const Then& then = rule.then;
  if (then.answer || then.error || then.status) return StreamMoment::kHandshake;
  const bool frames = rule.when.closing || rule.when.after_frames > 0;
  const bool framing = then.drop || then.copies != 1 || then.close_code != 0 || then.rough;
  if (frames || framing) return StreamMoment::kFrame;
  return std::nullopt;
}

Rule rule(const JsonReader& reader) {
  Rule rule;
  read_object<Rule>(reader, kRuleKeys, rule);
  bool has_then = false;
  const auto& members = reader.json().members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].key != "then") continue;
    rule.then = read_then(reader.member(i), rule.when);
    has_then = true;
  }
  if (!has_then) reader.complain("\"then\" is missing");
  if (!rule.when.moment) rule.when.moment = only_moment(rule);
  return rule;
}

std::vector<Rule> rules(const JsonReader& reader) {
  std::vector<Rule> rules;
  const std::vector<JsonReader> items = reader.items();
  if (items.size() > kRulesMax) {
    reader.complain("expected at most " + std::to_string(kRulesMax) + " rules");
    return rules;
  }
  for (const JsonReader& item : items) rules.push_back(rule(item));
  return rules;
}

std::uint64_t seed(const JsonReader& reader) {
  return static_cast<std::uint64_t>(reader.integer(0, std::numeric_limits<std::int64_t>::max()));
}

constexpr auto kScenarioKeys = std::to_array<Key<Scenario>>({
    {"name", [](R r, Scenario& s) { s.name = r.text(); }},
    {"about", [](R r, Scenario& s) { s.about = r.text(); }},
    {"seed", [](R r, Scenario& s) { s.seed = seed(r); }},
    {"limits", [](R r, Scenario& s) { read_object<Settings>(r, kLimitsKeys, s.settings); }},
    {"archive", [](R r, Scenario& s) { read_object<Settings>(r, kArchiveKeys, s.settings); }},
    {"streams", [](R r, Scenario& s) { read_stream_settings(r, s.settings); }},
    {"broker", [](R r, Scenario& s) { read_broker_settings(r, s.settings); }},
    {"rules", [](R r, Scenario& s) { s.rules = rules(r); }},
});

}  // namespace

Result<Scenario> parse_scenario(std::string_view text) {
  if (text.size() > kBytesMax) {
    return Error{ErrorKind::kInvalid, "the scenario: larger than a million bytes", {}};
  }
  const Result<Json> json = parse_json(text);
  if (!json) return base::within("the scenario", json.error());
  std::string complaint;
  const JsonReader reader(*json, "", complaint);
  Scenario scenario;
  read_object<Scenario>(reader, kScenarioKeys, scenario);
  if (scenario.name.empty()) reader.complain("\"name\" is missing");
  if (!complaint.empty()) return Error{ErrorKind::kInvalid, complaint, {}};
  return scenario;
}

}  // namespace wick::sim
