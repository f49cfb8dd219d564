#include "cli/warm_series.hpp"

#include <algorithm>
#include <utility>

#include "core/time_text.hpp"
#include "policy/cut.hpp"

namespace wick::cli {
namespace {

constexpr int kVainMax = 3;

// A month of seconds is as large as five years of minutes.
policy::Unit unit_of(core::Interval interval) {
  return interval == core::Interval::k1s ? policy::Unit::kDay : policy::Unit::kMonth;
}

void add_efforts(const history::Answer& answer, WarmTally& tally) {
  tally.requests += answer.requests;
  for (const history::Effort& effort : answer.efforts) {
    tally.bytes += effort.bytes;
    if (effort.tier == core::Tier::kCache) tally.cached += effort.wanted;
    if (effort.tier == core::Tier::kBulk) tally.archived += effort.wanted;
    if (effort.tier == core::Tier::kRest) tally.paged += effort.wanted;
  }
}

// What came and could not be kept counts for nobody.
void leave_out(std::int64_t surplus, WarmTally& tally) {
  for (std::int64_t* const rows : {&tally.archived, &tally.paged, &tally.cached}) {
    const std::int64_t part = std::clamp<std::int64_t>(surplus, 0, *rows);
    *rows -= part;
    surplus -= part;
  }
}

void merge_effort(history::Effort effort, std::vector<history::Effort>& all) {
  const auto known = std::ranges::find(all, effort.tier, &history::Effort::tier);
  if (known == all.end()) {
    all.push_back(std::move(effort));
    return;
  }
  known->asked += effort.asked;
  known->failed += effort.failed;
  known->requests += effort.requests;
  known->rows += effort.rows;
  known->wanted += effort.wanted;
  known->bytes += effort.bytes;
  known->untidy += effort.untidy;
  known->odd_rows.add(effort.odd_rows);
  known->took.insert(known->took.end(), effort.took.begin(), effort.took.end());
}

void merge_failure(history::Failure failure, std::vector<history::Failure>& all) {
  const auto same = [&](const history::Failure& other) {
    return other.tier == failure.tier && other.error.kind == failure.error.kind;
  };
  const auto known = std::ranges::find_if(all, same);
  if (known == all.end()) {
    all.push_back(std::move(failure));
  } else {
    known->times += failure.times;
  }
}

}  // namespace

void WarmTally::add(const WarmTally& other) {
  wanted += other.wanted;
  settled += other.settled;
  holes += other.holes;
  cached += other.cached;
  archived += other.archived;
  paged += other.paged;
  bytes += other.bytes;
  requests += other.requests;
}

WarmSeries::WarmSeries(const WarmItem& item, const WarmSources& sources)
    : item_(item), sources_(sources), grid_(core::grid_of(item.id)) {
  cut_into_pieces();
}

void WarmSeries::cut_into_pieces() {
  const core::RangeSet all{item_.range};
  tally_.wanted = count(all);
  queued_.clear();
  for (policy::Piece& piece : policy::cut_into_units(all, grid_, unit_of(item_.id.interval))) {
    queued_.push_back(std::move(piece.wanted));
  }
}

bool WarmSeries::can_start() const {
  return !queued_.empty() && search_ == nullptr && (known_ || running_.empty());
}

void WarmSeries::start(core::Now now) {
  if (!begun_) begun_ = now.mono;
  const wiring::History::Wish wish{
      .id = item_.id, .wanted = std::move(queued_.front()), .wait = sources_.wait};
  queued_.pop_front();
  history::Request request = sources_.history->request(wish, now.utc);
  request.rows_wanted = false;
  running_.push_back(
      {wish.wanted, history::Retrieval(std::move(request), sources_.history->tiers(wish))});
}

void WarmSeries::step(core::Now now) {
  if (search_) learn_listing(now);
  for (std::size_t i = 0; i < running_.size();) {
    running_[i].retrieval.step(now);
    if (!running_[i].retrieval.done()) {
      ++i;
      continue;
    }
    Piece piece = std::move(running_[i]);
    running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
    absorb(piece.wanted, piece.retrieval.take(), now);
  }
  if (begun() && done() && ended_ == core::MonoTime{}) ended_ = now.mono;
}

void WarmSeries::stop(core::Now now) {
  search_.reset();
  for (const core::RangeSet& wanted : std::exchange(queued_, {})) left_.add(wanted);
  for (Piece& piece : std::exchange(running_, {})) {
    piece.retrieval.stop(now);
    absorb(piece.wanted, piece.retrieval.take(), now);
  }
  ended_ = now.mono;
}

void WarmSeries::absorb(const core::RangeSet& wanted, history::Answer answer, core::Now now) {
  const auto refusal = answer.refusal;
  const std::int64_t settled_before = tally_.settled;
  const std::int64_t bars_before = tally_.bars();
  if (!refusal) settle(wanted, answer);
  const bool in_vain = tally_.settled == settled_before && !answer.failures.empty();
  const auto trouble = answer.trouble;
  WarmTally given;
  add_efforts(answer, given);
  leave_out(given.cached + given.archived + given.paged - (tally_.bars() - bars_before), given);
  tally_.add(given);
  merge(std::move(answer));
  if (refusal) return refused(wanted, *refusal, now);
  known_ = true;
  vain_ = in_vain ? vain_ + 1 : 0;
  if (trouble) return fail(*trouble);
  if (vain_ == kVainMax && !answer_.failures.empty()) fail(answer_.failures.back().error);
}

// Where something was not kept, nothing of the piece counts as done: the next run looks again.
void WarmSeries::settle(const core::RangeSet& wanted, const history::Answer& answer) {
  core::RangeSet unsettled;
  if (answer.trouble) unsettled = wanted;
  for (const core::Hole& hole : answer.missing) {
    if (!core::settled(hole)) unsettled.add(hole.range);
  }
  for (const core::Hole& hole : answer.missing) {
    tally_.holes += count(core::RangeSet{hole.range}.minus(unsettled));
  }
  tally_.settled += count(wanted.minus(unsettled));
  left_.add(unsettled);
}

void WarmSeries::merge(history::Answer answer) {
  answer_.requests += answer.requests;
  for (history::Effort& effort : answer.efforts) merge_effort(std::move(effort), answer_.efforts);
  for (history::Failure& failure : answer.failures) {
    merge_failure(std::move(failure), answer_.failures);
  }
  answer_.missing.insert(answer_.missing.end(), answer.missing.begin(), answer.missing.end());
  if (answer.trouble) answer_.trouble = std::move(answer.trouble);
}

// Before anything is known the question may begin too early; once there were bars, it goes on after
// the last day of trading.
void WarmSeries::refused(const core::RangeSet& wanted, const base::Error& error, core::Now now) {
  if (!known_) {
    search_ = sources_.listings->search(item_.id, wanted.ranges().front().begin);
    queued_.push_front(wanted);
    failure_ = error;
    return learn_listing(now);
  }
  if (tally_.bars() == 0) {
    left_.add(wanted);
    return fail(error);
  }
  core::RangeSet over = wanted;
  for (const core::RangeSet& later : std::exchange(queued_, {})) over.add(later);
  tally_.settled += count(over);
  tally_.holes += count(over);
  notes_.push_back("no longer traded: nothing from " + core::to_date(over.ranges().front().begin) +
                   " on");
}

void WarmSeries::learn_listing(core::Now now) {
  const auto listed = search_->step(now);
  if (!listed) return;
  search_.reset();
  const base::Error refusal = *std::exchange(failure_, std::nullopt);
  if (listed->denial || !listed->since || *listed->since <= item_.range.begin) {
    return fail(listed->denial.value_or(refusal));
  }
  begin_at(*listed);
}

void WarmSeries::begin_at(const wiring::Listed& listed) {
  const core::UtcTime since = core::day_of(*listed.since).begin;
  item_.range.begin = std::min(grid_.floor(since), item_.range.end);
  notes_.push_back("listed since " + core::to_date(since) +
                   (item_.range.empty() ? "; there is nothing before" : "; fetched from then on"));
  known_ = true;
  cut_into_pieces();
}

void WarmSeries::fail(const base::Error& error) {
  failure_ = error;
  for (const core::RangeSet& wanted : std::exchange(queued_, {})) left_.add(wanted);
}

bool WarmSeries::done() const {
  return queued_.empty() && running_.empty() && search_ == nullptr;
}

std::size_t WarmSeries::in_flight() const {
  return running_.size() + (search_ ? 1 : 0);
}

core::MonoTime WarmSeries::wake() const {
  core::MonoTime wake = core::MonoTime::max();
  for (const Piece& piece : running_) wake = std::min(wake, piece.retrieval.wake());
  return wake;
}

core::MonoTime WarmSeries::throttled_until() const {
  core::MonoTime until = core::MonoTime::max();
  for (const Piece& piece : running_) until = std::min(until, piece.retrieval.throttled_until());
  return until;
}

WarmTally WarmSeries::tally() const {
  WarmTally tally = tally_;
  for (const Piece& piece : running_) {
    tally.settled += std::min(piece.retrieval.progress().settled, count(piece.wanted));
    add_efforts(piece.retrieval.so_far(), tally);
  }
  return tally;
}

core::Micros WarmSeries::spent(core::MonoTime now) const {
  if (!begun_) return {};
  return (ended_ == core::MonoTime{} ? now : ended_) - *begun_;
}

std::int64_t WarmSeries::count(const core::RangeSet& ranges) const {
  return grid_.count(ranges);
}

}  // namespace wick::cli
