#include "cli/stats_report.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "core/time_text.hpp"

namespace wick::cli {
namespace {

using core::Tier;
using store::Event;

// Figures that were written by other hands must not wrap around.
constexpr std::int64_t kCountMax = std::int64_t{1} << 36U;
std::int64_t sane(std::int64_t count) {
  return std::clamp<std::int64_t>(count, 0, kCountMax);
}

// What each had still to give when the one before it was done.
constexpr std::array kLadder = {Tier::kCache, Tier::kBulk, Tier::kRest};

std::int64_t rows_of(const Event& event, Tier tier) {
  const auto found = event.rows.find(tier);
  return found == event.rows.end() ? 0 : sane(found->second);
}

std::int64_t rows_of(const Event& event) {
  std::int64_t rows = 0;
  for (const auto& [tier, count] : event.rows) rows += sane(count);
  return rows;
}

bool was_asked(const Event& event, Tier tier) {
  const auto found = std::ranges::find(event.tiers, tier, &store::EventTier::tier);
  return found != event.tiers.end() || rows_of(event, tier) > 0;
}

std::string key_of(const Event& event, StatsBy by) {
  if (by == StatsBy::kDay) return core::to_date(event.at);
  return std::string(core::name(event.id.market)) + " " + event.id.symbol;
}

class Summary {
 public:
  explicit Summary(const StatsQuestion& question) {
    report_.question = question;
    for (const Tier tier : kLadder) (void)tier_of(tier);
  }

  void take(const Event& event) {
    ++report_.answers;
    ++report_.commands[event.command];
    report_.rows += rows_of(event);
    report_.missing += sane(event.missing);
    report_.requests += sane(event.requests);
    report_.took.add({event.elapsed}, 1);
    take_answer(event);
    for (const store::EventTier& tier : event.tiers) take_effort(tier);
    for (const store::EventError& error : event.errors) take_error(event, error);
    if (report_.question.by != StatsBy::kSource) take_group(event);
  }

  StatsReport finish() && {
    std::ranges::sort(report_.tiers, {}, &TierReport::tier);
    for (auto& [reason, error] : errors_) report_.errors.push_back(std::move(error));
    std::ranges::stable_sort(report_.errors, std::ranges::greater{}, &ErrorReport::times);
    for (auto& [key, group] : groups_) report_.groups.push_back(std::move(group));
    if (report_.question.by == StatsBy::kSymbol) {
      std::ranges::stable_sort(report_.groups, std::ranges::greater{}, &GroupReport::all_rows);
    }
    return std::move(report_);
  }

 private:
  TierReport& tier_of(Tier tier) {
    const auto found = std::ranges::find(report_.tiers, tier, &TierReport::tier);
    return found == report_.tiers.end() ? report_.tiers.emplace_back(TierReport{.tier = tier})
                                        : *found;
  }

  void take_answer(const Event& event) {
    std::int64_t left = rows_of(event) + sane(event.missing);
    for (const Tier tier : kLadder) {
      if (was_asked(event, tier)) tier_of(tier).wanted += left;
      left -= rows_of(event, tier);
    }
    for (const auto& [tier, rows] : event.rows) {
      if (rows <= 0) continue;
      TierReport& report = tier_of(tier);
      report.rows += sane(rows);
      ++report.answered;
    }
  }

  void take_effort(const store::EventTier& effort) {
    TierReport& report = tier_of(effort.tier);
    const std::int64_t asked = std::max(sane(effort.asked), sane(effort.failed));
    report.asked += asked;
    report.failed += sane(effort.failed);
    report.requests += sane(effort.requests);
    report.bytes += sane(effort.bytes);
    report.took.add(effort.took, sane(effort.measured));
    report_.bytes += sane(effort.bytes);
  }

  void take_error(const Event& event, const store::EventError& error) {
    tier_of(error.tier).failures[error.kind] += sane(error.times);
    ErrorReport& report = errors_[{error.tier, error.kind}];
    report.tier = error.tier;
    report.kind = error.kind;
    report.times += sane(error.times);
    if (event.at < report.last) return;
    report.last = event.at;
    report.what = error.what;
  }

  void take_group(const Event& event) {
    GroupReport& group = groups_[key_of(event, report_.question.by)];
    group.key = key_of(event, report_.question.by);
    ++group.answers;
    for (const auto& [tier, rows] : event.rows) group.rows[tier] += sane(rows);
    group.missing += sane(event.missing);
    group.requests += sane(event.requests);
    for (const store::EventError& error : event.errors) group.failures += sane(error.times);
  }

  StatsReport report_;
  std::map<std::pair<Tier, std::string>, ErrorReport> errors_;
  std::map<std::string, GroupReport> groups_;
};

}  // namespace

Share share_of(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::nullopt;
  return part * 1000 / whole;
}

const Expectation* expected_of(Tier tier) {
  using std::chrono::milliseconds;
  static constexpr std::array kAll = {Expectation{Tier::kCache, 990, milliseconds{1}},
                                      Expectation{Tier::kBulk, 950, milliseconds{2000}},
                                      Expectation{Tier::kRest, 990, milliseconds{200}}};
  const auto* const found = std::ranges::find(kAll, tier, &Expectation::tier);
  return found == kAll.end() ? nullptr : found;
}

std::string_view name(TierMark mark) {
  switch (mark) {
    case TierMark::kNotAsked:
      return "not asked";
    case TierMark::kOk:
      return "ok";
    case TierMark::kSlow:
      return "slow";
    case TierMark::kLow:
      return "low";
  }
  return "";
}

TierMark TierReport::mark() const {
  const Expectation* const expected = expected_of(tier);
  const Share share = good();
  if (expected == nullptr || !share) return TierMark::kNotAsked;
  if (*share < expected->good) return TierMark::kLow;
  const auto middle = took.percentile(50);
  return middle && *middle > expected->latency ? TierMark::kSlow : TierMark::kOk;
}

std::int64_t GroupReport::all_rows() const {
  std::int64_t sum = 0;
  for (const auto& [tier, count] : rows) sum += count;
  return sum;
}

StatsReport summarize(const std::vector<Event>& events, const StatsQuestion& question) {
  Summary summary(question);
  for (const Event& event : events) {
    const bool meant = question.symbols.empty() || question.symbols.contains(event.id.symbol);
    if (meant && question.asked_in.contains(event.at)) summary.take(event);
  }
  return std::move(summary).finish();
}

}  // namespace wick::cli
