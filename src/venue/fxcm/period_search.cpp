#include "venue/fxcm/period_search.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/time_text.hpp"

namespace wick::venue::fxcm {
namespace {

using core::Interval;
using std::chrono::days;

constexpr core::Micros kYoung = days{28};    // it may still be published
constexpr core::Micros kSaturday = days{1};  // before the end of a trading week

// When no more bars of the period will come.
core::UtcTime over_at(Interval filed, core::TimeRange period) {
  return filed == Interval::k1d ? period.end : period.end - kSaturday;
}

// By when the rows of a whole period have begun, and from when on they may have ended: for a
// holiday a week may begin on Monday evening, and end on Thursday. A week that New Year cuts in two
// files is never taken for whole where only one was seen.
core::TimeRange core_of(Interval filed, core::TimeRange period) {
  if (filed == Interval::k1d) return {period.begin + days{15}, period.end - days{15}};
  return {period.begin + days{2}, period.end - days{3}};
}

bool closes_the_door(const base::Error& error) {
  return error.kind == base::ErrorKind::kThrottled || error.kind == base::ErrorKind::kUnauthorized;
}

std::string text_of(core::TimeRange range) {
  return core::to_iso(range.begin) + " .. " + core::to_iso(range.end);
}

}  // namespace

std::optional<PeriodSearch::Found> PeriodSearch::step(core::Now now) {
  if (!started_) start(now.utc);
  while (!over_) {
    if (!file_ && !open_next()) break;
    const CandleFile::Outcome* const outcome = file_->step(now);
    if (outcome == nullptr) return std::nullopt;
    task_.shelf->note(file_, *outcome, task_.period, now.utc);
    take(*outcome);
    file_.reset();
  }
  return finish();
}

core::MonoTime PeriodSearch::wake() const {
  return file_ ? file_->wake() : core::MonoTime::max();
}

// What is known to hold the period goes first; what is known to hold others, or not to be there, is
// left out.
void PeriodSearch::start(core::UtcTime now) {
  started_ = true;
  young_ = now < task_.period.end + kYoung;
  if (now < over_at(task_.filed, task_.period)) {
    found_.error = {base::ErrorKind::kUnavailable, text_of(task_.period) +
                                                       " is not over; its candle file is "
                                                       "published about a week later"};
    over_ = true;
    return;
  }
  const bool by_week = task_.filed != Interval::k1d;
  const int shift = by_week ? task_.shelf->shift(iso_week_of(task_.period.begin).year) : 0;
  const Wanted wanted{.pair = task_.pair, .filed = task_.filed, .begin = task_.period.begin};
  for (Candidate& candidate : candidates(wanted, shift)) {
    const auto known = task_.shelf->known(candidate.name, now);
    if (known && known->absent) continue;
    if (known &&
        (known->holds.end < task_.period.begin || task_.period.end <= known->holds.begin)) {
      continue;
    }
    candidates_.insert(known ? candidates_.begin() : candidates_.end(), std::move(candidate));
  }
}

bool PeriodSearch::open_next() {
  if (next_ == candidates_.size()) return false;
  file_ = task_.shelf->open(candidates_[next_++].name, task_.filed);
  requests_before_ = file_->requests();
  return true;
}

void PeriodSearch::take(const CandleFile::Outcome& outcome) {
  port::Evidence evidence{.object = file_->name(),
                          .checksum = "",
                          .outcome = "",
                          .requests = file_->requests() - requests_before_};
  if (!outcome) {
    evidence.outcome = outcome.error().what;
    // That a file is not there says less than any other trouble.
    if (!found_.error || found_.error->kind == base::ErrorKind::kUnsupported) {
      found_.error = outcome.error();
    }
    over_ = closes_the_door(outcome.error());
  } else {
    evidence.checksum = "sha256-unverified:" + outcome->sha256;
    evidence.outcome = describe(outcome->candles);
    evidence.untidy = untidy_of(outcome->candles);
    if (evidence.requests > 0) {
      evidence.bytes = outcome->bytes;
      evidence.took = outcome->took;
    }
    const std::size_t before = found_.bars.size();
    merge(outcome->candles.bars);
    if (found_.bars.size() == before) {
      evidence.outcome += ", none of " + text_of(task_.period);
    } else if (task_.filed != Interval::k1d) {
      task_.shelf->found(iso_week_of(task_.period.begin).year, candidates_[next_ - 1].shift);
    }
    over_ = whole();
  }
  found_.evidence.push_back(std::move(evidence));
}

// Of two rows of one time, those of the likelier file stay.
void PeriodSearch::merge(const std::vector<core::HistoryBar>& bars) {
  const auto time = [](const core::HistoryBar& bar) { return bar.open_time; };
  auto& all = found_.bars;
  std::ranges::copy_if(bars, std::back_inserter(all), [&](const core::HistoryBar& bar) {
    return task_.period.contains(bar.open_time);
  });
  std::ranges::stable_sort(all, {}, time);
  const auto same = [&](const auto& a, const auto& b) { return time(a) == time(b); };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
}

bool PeriodSearch::whole() const {
  if (found_.bars.empty()) return false;
  const core::TimeRange core = core_of(task_.filed, task_.period);
  return found_.bars.front().open_time < core.begin && found_.bars.back().open_time >= core.end;
}

PeriodSearch::Found PeriodSearch::finish() {
  if (whole()) {
    found_.settled = task_.period;
    found_.error.reset();
  } else if (!found_.bars.empty()) {
    found_.settled = {found_.bars.front().open_time,
                      found_.bars.back().open_time + core::length_max(task_.filed)};
    if (!found_.error || found_.error->kind == base::ErrorKind::kUnsupported) {
      found_.error = {base::ErrorKind::kUnsupported,
                      "the candle files of " + task_.pair + " have rows of " +
                          text_of(found_.settled) + " only, of " + text_of(task_.period)};
    }
  } else if (!found_.error || found_.error->kind == base::ErrorKind::kUnsupported) {
    found_.error = nowhere();
  }
  return std::exchange(found_, {});
}

base::Error PeriodSearch::nowhere() const {
  const std::string what = "no candle file of " + task_.pair + " holds " + text_of(task_.period);
  if (!is_filed_pair(task_.pair)) {
    return {base::ErrorKind::kUnsupported,
            what + "; there are files of 21 pairs of currencies, and of no metals"};
  }
  if (young_) {
    return {base::ErrorKind::kUnavailable, what + " yet; a week is published about a week later"};
  }
  return {base::ErrorKind::kUnsupported, what};
}

}  // namespace wick::venue::fxcm
