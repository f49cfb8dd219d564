#include "sim/fault/faults.hpp"

#include <algorithm>
#include <utility>

#include "sim/fault/dice.hpp"
#include "sim/fault/glob.hpp"
#include "sim/fault/shape.hpp"

namespace wick::sim {
namespace {

constexpr std::size_t kPathsMax = 1'000'000;  // later ones are not told apart

bool any_matches(const std::vector<std::string>& patterns, std::string_view text) {
  return patterns.empty() || std::ranges::any_of(patterns, [text](const std::string& pattern) {
           return glob_matches(pattern, text);
         });
}

template <typename Enum>
bool allows(const std::vector<Enum>& allowed, Enum value) {
  return allowed.empty() || std::ranges::find(allowed, value) != allowed.end();
}

bool address_matches(const When& when, const Subject& subject) {
  if (!allows(when.hosts, subject.host) || !allows(when.kinds, subject.kind)) return false;
  if (!when.markets.empty() && !(subject.market && allows(when.markets, *subject.market))) {
    return false;
  }
  return any_matches(when.method, subject.method) && any_matches(when.path, subject.path) &&
         any_matches(when.symbol, subject.symbol) && any_matches(when.interval, subject.interval) &&
         any_matches(when.period, subject.period) && any_matches(when.client, subject.client);
}

bool stream_matches(const When& when, const Subject& subject) {
  if (!subject.moment) return true;
  if (when.moment && when.moment != subject.moment) return false;
  if (when.closing && *when.closing != subject.closing) return false;
  return subject.frames_sent >= when.after_frames;
}

bool in_window(const When& when, std::int64_t number) {
  const std::int64_t past = number - when.skip;
  return past >= 0 && past < when.first && past % when.every == 0;
}

bool about_frames(const Rule& rule) {
  return allows(rule.when.kinds, Kind::kWs) && rule.when.moment != StreamMoment::kHandshake;
}

void tell(StreamFate& fate, const Then& then, StreamMoment moment) {
  if (moment == StreamMoment::kHandshake) {
    if (const int status = replacement_status(then)) fate.refuse_status = status;
    if (then.retry_after_s) fate.retry_after_s = *then.retry_after_s;
  } else {
    fate.drop |= then.drop;
    fate.rough |= then.rough;
    fate.copies = std::max(fate.copies, then.copies);
    if (then.close_code != 0) fate.close_code = then.close_code;
  }
  fate.reset |= then.reset;
  fate.silent |= then.silent;
  fate.mute |= then.mute;
  if (then.shutdown) fate.shutdown = *then.shutdown;
  if (then.delay) fate.delay = *then.delay;
}

}  // namespace

bool matches(const When& when, const Subject& subject, Micros now, Micros began) {
  if (now < when.from || now >= when.to) return false;
  const Micros age = now - began;
  if (age < when.after || (when.lasting != kNever && age - when.after >= when.lasting)) {
    return false;
  }
  return address_matches(when, subject) && stream_matches(when, subject);
}

Faults::Faults(Scenario scenario, std::uint64_t seed, Micros began)
    : scenario_(std::move(scenario)),
      seed_(scenario_.seed.value_or(seed)),
      began_(began),
      counts_gets_(std::ranges::any_of(scenario_.rules,
                                       [](const Rule& r) { return r.when.after_gets > 0; })),
      touches_frames_(std::ranges::any_of(scenario_.rules, about_frames)),
      counts_(scenario_.rules.size()) {}

std::vector<Strike> Faults::decide(const Subject& subject, Micros now) {
  const bool checksum = subject.kind == Kind::kChecksum;
  const bool file = checksum || subject.kind == Kind::kZip;
  const Subject zip = checksum ? zip_of(subject) : Subject{};
  std::vector<Strike> strikes;
  const std::scoped_lock lock(mutex_);
  for (std::size_t i = 0; i < scenario_.rules.size(); ++i) {
    const Rule& rule = scenario_.rules[i];
    const bool by_file = file && rule.then.content.any();
    Strike strike{&rule, by_file && checksum, 0};
    const Subject& about = strike.content_only ? zip : subject;
    if (!matches(rule.when, about, now, began_)) continue;
    if (strikes_now(i, about, by_file, strike)) strikes.push_back(strike);
  }
  if (counts_gets_ && subject.method == "GET" && gets_.size() < kPathsMax) ++gets_[subject.path];
  return strikes;
}

bool Faults::strikes_now(std::size_t index, const Subject& about, bool by_file, Strike& strike) {
  const When& when = scenario_.rules[index].when;
  if (when.after_gets > 0) {
    const auto gets = gets_.find(about.path);
    if (gets == gets_.end() || gets->second < when.after_gets) return false;
  }
  Counts& counts = counts_[index];
  const std::int64_t number = number_of(counts, about.path, by_file);
  if (!in_window(when, number)) return false;
  const std::uint64_t rule_seed = throw_dice(seed_, index);
  strike.dice = by_file ? throw_dice(rule_seed, about.path)
                        : throw_dice(rule_seed, static_cast<std::uint64_t>(number));
  if (static_cast<std::int64_t>(strike.dice % kMillion) >= when.probability) return false;
  ++counts.struck;
  return true;
}

std::int64_t Faults::number_of(Counts& counts, const std::string& path, bool by_file) {
  if (!by_file) return counts.matched++;
  const auto known = counts.files.find(path);
  if (known != counts.files.end()) return known->second;
  if (counts.files.size() < kPathsMax) counts.files.emplace(path, counts.matched);
  return counts.matched++;
}

bool Faults::changes_files() const {
  return std::ranges::any_of(scenario_.rules,
                             [](const Rule& rule) { return rule.then.content.any(); });
}

std::vector<std::int64_t> Faults::strikes() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::int64_t> struck;
  for (const Counts& counts : counts_) struck.push_back(counts.struck);
  return struck;
}

StreamFate stream_fate_of(const std::vector<Strike>& strikes, StreamMoment moment) {
  StreamFate fate;
  for (const Strike& strike : strikes) tell(fate, strike.rule->then, moment);
  return fate;
}

std::string names_of(const std::vector<Strike>& strikes, const Scenario& scenario) {
  std::string names;
  for (const Strike& strike : strikes) {
    if (!names.empty()) names += '+';
    names += strike.rule->name.empty() ? std::to_string(strike.rule - scenario.rules.data())
                                       : strike.rule->name;
  }
  return names;
}

}  // namespace wick::sim
