#include "wiring/live_config_values.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/check.hpp"
#include "base/edit_distance.hpp"
#include "base/shown_url.hpp"
#include "wiring/env_file.hpp"
#include "wiring/live_settings_file.hpp"
#include "wiring/live_settings_text.hpp"
#include "wiring/nearest_name.hpp"

namespace wick::wiring {
namespace {

using base::Result;

constexpr std::string_view kDefault = "default";
constexpr std::string_view kReal = "environment";
constexpr std::string_view kPrefixMark = "{prefix}";

// Read before there are settings, or by other parts of the program.
constexpr std::array<std::string_view, 4> kOtherVariables = {
    "WICK_CONFIG", "WICK_ENV_FILE", "WICK_RUNTIME_SETTINGS", "WICK_SIM_PID"};

bool is_ours(std::string_view variable) {
  return variable.starts_with("FXCM_") || variable.starts_with("WICK_");
}

std::vector<std::string_view> known_variables() {
  std::vector<std::string_view> names(kOtherVariables.begin(), kOtherVariables.end());
  for (const SettingFacts& facts : all_settings()) names.push_back(facts.variable);
  for (const LiveFacts& facts : all_live_settings()) {
    if (!facts.variable.empty()) names.push_back(facts.variable);
  }
  return names;
}

bool is_known(std::string_view variable) {
  const auto names = known_variables();
  return std::ranges::find(names, variable) != names.end();
}

// A slip of the finger. Others have WICK_ names of their own in the real environment.
bool is_misspelt(std::string_view variable) {
  constexpr std::size_t kSlip = 2;
  return base::edit_distance(variable, nearest_name(variable, known_variables())) <= kSlip;
}

std::string unknown_variable(const std::string& name) {
  return "there is no variable " + name + "; did you mean " +
         nearest_name(name, known_variables()) + "?";
}

std::string shown_text(const LiveFacts& facts, const std::string& text) {
  if (facts.kind == LiveKind::kSecret) return text.empty() ? "" : "****";
  if (facts.kind != LiveKind::kText) return text;
  const bool is_url = facts.key.ends_with("url") || facts.variable.ends_with("URL");
  return is_url ? base::urls_without_logins(text) : base::text_without_logins(text);
}

// An empty list is a list; any other empty text is as good as none.
bool says_something(const LiveFacts& facts, std::string_view text) {
  const LiveKind kind = facts.kind;
  return !text.empty() || kind == LiveKind::kTargets || kind == LiveKind::kNames ||
         kind == LiveKind::kTimeframes || kind == LiveKind::kPairs;
}

}  // namespace

LiveValues::LiveValues() {
  values_.resize(all_live_settings().size(), Value{"", std::string(kDefault), "", false});
}

std::size_t LiveValues::index_of(std::string_view label) {
  const LiveFacts* facts = live_setting_of_key(label);
  if (facts == nullptr) facts = live_setting_of_variable(label);
  WICK_CHECK(facts != nullptr && facts->label() == label);
  return static_cast<std::size_t>(facts - all_live_settings().data());
}

Result<LiveValues> LiveValues::settle(const LiveSources& sources) {
  LiveValues values;
  values.warnings_ = sources.warnings;
  if (sources.runtime) {
    if (auto done = values.apply_runtime(*sources.runtime); !done) return done.error();
  }
  for (const Config::File& file : sources.env_files) {
    if (auto done = values.apply_env_file(file); !done) return done.error();
  }
  if (auto done = values.apply_environment(sources.environment); !done) return done.error();
  if (auto done = values.apply_flags(sources.flags); !done) return done.error();
  if (!values.is_set("WICK_CACHE_DIR")) values.value("WICK_CACHE_DIR").text = sources.cache_folder;
  for (const LiveFacts& facts : all_live_settings()) values.resolve(facts);
  values.derive_whitelist();
  values.derive_auth();
  values.fit();
  values.warn_of_gaps();
  return values;
}

Result<void> LiveValues::apply(const LiveFacts& facts, std::string_view text, const Place& place) {
  if (!says_something(facts, text)) return {};
  const bool named = place.origin != kReal && place.origin != place.name;
  const std::string where = (named ? place.origin + ": " : "") + std::string(place.name) + " ";
  auto read = read_live_text(facts, text);
  if (!read) return base::Error{read.error().kind, where + read.error().what};
  if (!read->warning.empty()) warnings_.push_back(where + read->warning);
  value(facts.label()) = {std::move(read->value), place.origin, std::string(place.name), true};
  return {};
}

Result<void> LiveValues::apply_runtime(const Config::File& file) {
  const auto entries = read_live_settings(file.path, file.text);
  if (!entries) return entries.error();
  for (const LiveEntry& entry : *entries) {
    const Place place{file.path + ":" + std::to_string(entry.line), entry.facts->key};
    if (auto done = apply(*entry.facts, entry.text, place); !done) return done;
  }
  return {};
}

Result<void> LiveValues::apply_env_file(const Config::File& file) {
  const auto entries = read_env_file(file.path, file.text);
  if (!entries) return entries.error();
  std::map<std::string_view, std::size_t> lines;
  for (const EnvEntry& entry : *entries) {
    const std::string where = file.path + ":" + std::to_string(entry.line);
    const LiveFacts* const facts = live_setting_of_variable(entry.name);
    if (facts == nullptr && is_ours(entry.name) && !is_known(entry.name)) {
      return base::Error{base::ErrorKind::kInvalid, where + ": " + unknown_variable(entry.name)};
    }
    if (facts == nullptr) continue;
    if (const auto [first, fresh] = lines.emplace(entry.name, entry.line); !fresh) {
      warnings_.push_back(where + ": " + entry.name + " stands on line " +
                          std::to_string(first->second) + " too; the last one counts");
    }
    if (entry.value.empty()) continue;
    if (auto done = apply(*facts, entry.value, {where, facts->variable}); !done) return done;
  }
  return {};
}

Result<void> LiveValues::apply_environment(const Environment& environment) {
  for (const auto& [name, text] : environment) {
    const LiveFacts* const facts = live_setting_of_variable(name);
    const bool wrong = name.starts_with("FXCM_") ||
                       (name.starts_with("WICK_") && !is_known(name) && is_misspelt(name));
    if (facts == nullptr && wrong) {
      warnings_.push_back("environment: " + unknown_variable(name));
    }
    if (facts == nullptr || text.empty()) continue;
    auto done = apply(*facts, text, {std::string(kReal), facts->variable});
    if (!done) return done;
  }
  return {};
}

Result<void> LiveValues::apply_flags(const std::vector<LiveFlag>& flags) {
  const auto all = all_live_settings();
  for (const LiveFlag& flag : flags) {
    const LiveFacts& facts = all[index_of(flag.label)];
    if (auto done = apply(facts, flag.value, {flag.flag, flag.flag}); !done) return done;
  }
  return {};
}

const std::string& LiveValues::text(std::string_view label) const {
  return value(label).text;
}
std::int64_t LiveValues::whole(std::string_view label) const {
  return static_cast<std::int64_t>(ratio(label));
}
double LiveValues::ratio(std::string_view label) const {
  return number_of(text(label));
}
core::Micros LiveValues::seconds(std::string_view label) const {
  constexpr double kMicrosOfSecond = 1e6;
  constexpr double kHalf = 0.5;
  return core::Micros{static_cast<std::int64_t>(ratio(label) * kMicrosOfSecond + kHalf)};
}
bool LiveValues::is_set(std::string_view label) const {
  return value(label).set;
}

base::Error LiveValues::wrong(std::string_view label, const std::string& what) const {
  const Value& one = value(label);
  const std::string name(one.set ? one.name : label);
  const bool placed = one.set && one.origin != kReal && one.origin != name;
  return {base::ErrorKind::kInvalid, (placed ? one.origin + ": " : "") + name + " " + what};
}

void LiveValues::follow(const LiveFacts& facts, std::string_view label) {
  resolve(all_live_settings()[index_of(label)]);
  Value& mine = value(facts.label());
  const Value& other = value(label);
  // Its bounds may be narrower than the other's.
  auto read = read_live_text(facts, other.text);
  if (!other.text.empty() && read) mine.text = std::move(read->value);
  // A secret or a folder that is nowhere is not "as" anything.
  if (other.set) mine.origin = "as " + std::string(label);
}

// What nobody has set: the value of another setting, a channel of the prefix, or a constant.
void LiveValues::resolve(const LiveFacts& facts) {
  Value& mine = value(facts.label());
  if (mine.set || !mine.text.empty()) return;
  const std::string_view fallback = facts.fallback;
  if (fallback.starts_with('=')) return follow(facts, fallback.substr(1));
  if (fallback.starts_with(kPrefixMark)) {
    const LiveFacts* const prefix = live_setting_of_variable("FXCM_CHANNEL_PREFIX");
    resolve(*prefix);
    mine.text = text(prefix->label()) + std::string(fallback.substr(kPrefixMark.size()));
    if (is_set(prefix->label())) mine.origin = "as FXCM_CHANNEL_PREFIX";
  } else if (!fallback.empty()) {
    auto read = read_live_text(facts, fallback);
    WICK_CHECK(read);
    mine.text = std::move(read->value);
  }
}

std::vector<LiveSetting> LiveValues::settings() const {
  std::vector<LiveSetting> shown;
  const auto all = all_live_settings();
  for (std::size_t i = 0; i < all.size(); ++i) {
    shown.push_back({&all[i], shown_text(all[i], values_[i].text), values_[i].origin});
  }
  return shown;
}

}  // namespace wick::wiring
