#include "live/history_desk.hpp"

#include <algorithm>
#include <utility>

namespace wick::live {
namespace {

constexpr core::Micros kLookAgain = std::chrono::seconds{1};

std::string kind_of(const base::Error& error) {
  return error.retryable() ? "not_ready" : name(error.kind);
}

policy::PollTarget minutes_of(std::size_t symbol) {
  return {.symbol = static_cast<std::uint32_t>(symbol), .interval = core::Interval::k1m};
}

}  // namespace

HistoryDesk::HistoryDesk(const Options& options, port::FeedHistory& history,
                         std::vector<std::string> symbols)
    : options_(options),
      history_(history),
      symbols_(std::move(symbols)),
      refused_(symbols_.size()),
      quota_(options.quota),
      schedule_(quota_),
      cadence_(options.cadence, {core::Interval::k1m}),
      backoff_(options.backoff, options.seed),
      cross_check_(options.cross_check, symbols_) {}

void HistoryDesk::step(core::Now now, std::vector<Lane>& lanes, std::vector<Notice>& notices) {
  history_.step(now);
  if (question_) hear(now, lanes, notices);
  if (!question_ && !backoff_.active(now.mono) && now.mono >= next_question_) {
    line_up(now, lanes);
    ask(now, lanes);
    if (!question_) check(now, lanes);
  }
  wake_ = history_.wake();
  if (question_) {
    wake_ = std::min(wake_, question_->asked + options_.answer_max);
  } else if (backoff_.active(now.mono)) {
    wake_ = std::min(wake_, now.mono + backoff_.remaining(now.mono));
  } else {
    wake_ = std::min(wake_, std::max(next_question_, now.mono + kLookAgain));
  }
}

void HistoryDesk::hear(core::Now now, std::vector<Lane>& lanes, std::vector<Notice>& notices) {
  const bool ready = question_->answer.ready();
  if (!ready && now.mono - question_->asked < options_.answer_max) return;
  const Question question = *std::exchange(question_, std::nullopt);
  next_question_ = now.mono + options_.pause;
  auto answer = ready
                    ? port::Pending(question.answer).take()
                    : Answer(base::Error{base::ErrorKind::kUnavailable, "no answer from history"});
  if (answer) {
    backoff_.success();
    ready_ = true;
    ++counts_.pages;
    counts_.bars += static_cast<std::int64_t>(answer->bars.size());
    for (Lane& lane : lanes) lane.wait_longer(now.mono);
    if (question.check) {
      cross_check_.judge(*question.check, *answer, now, notices);
    } else {
      answer->settled.begin = std::max(answer->settled.begin, question.range.begin);
      answer->settled.end = std::min(answer->settled.end, question.range.end);
      lanes[question.symbol].learn(*answer, now);
      learnt_ = question.symbol;
    }
    return;
  }
  const base::Error& error = answer.error();
  const bool for_good =
      error.kind == base::ErrorKind::kInvalid || error.kind == base::ErrorKind::kUnsupported;
  if (for_good) {
    refuse(question, error, lanes, notices);
  } else {
    if (question.check) cross_check_.unanswered(*question.check);
    fail(error, now, notices);
  }
}

// A time before its memory says nothing of what came after it.
void HistoryDesk::refuse(const Question& question, const base::Error& error,
                         std::vector<Lane>& lanes, std::vector<Notice>& notices) {
  ++counts_.failures;
  if (question.check) return cross_check_.refuse(*question.check, error, notices);
  if (error.kind == base::ErrorKind::kUnsupported) {
    lanes[question.symbol].give_up(question.range);
    learnt_ = question.symbol;
    notices.push_back({Notice::Kind::kUnfilled, symbols_[question.symbol] + ": " + error.what});
    return;
  }
  refused_[question.symbol] = true;
  notices.push_back({Notice::Kind::kRefused, symbols_[question.symbol] + ": " + error.what +
                                                 "; it goes on without history"});
}

void HistoryDesk::fail(const base::Error& error, core::Now now, std::vector<Notice>& notices) {
  ++counts_.failures;
  ready_ = !error.retryable();
  if (!ready_) ++counts_.not_ready;
  core::Micros pause = backoff_.fail({kind_of(error), error.what}, now);
  if (error.retry_after) pause = std::max(pause, core::Micros{*error.retry_after});
  next_question_ = now.mono + pause;
  notices.push_back({Notice::Kind::kUnfilled, "history: " + error.what});
}

std::optional<core::TimeRange> HistoryDesk::wanted(const Lane& lane, core::UtcTime now) const {
  const MinuteLine& line = lane.line();
  if (const auto lacking = line.lacking()) return lacking;
  if (warming_) return std::nullopt;
  if (const auto owed = line.owed()) return owed;
  return line.unproven(now);
}

// A market that sleeps is not polled; what is missing from before it fell asleep is asked for.
bool HistoryDesk::may_line_up(core::MonoTime now, const std::vector<Lane>& lanes) {
  if (warming_ || cadence_.take_slot(core::Interval::k1m, now)) return true;
  if (cadence_.state() == policy::CadenceState::kLive) return false;
  const bool waits =
      std::ranges::any_of(lanes, [](const Lane& lane) { return lane.line().waits(); });
  if (waits) next_question_ = now + options_.cadence.poll;
  return waits;
}

void HistoryDesk::line_up(core::Now now, const std::vector<Lane>& lanes) {
  if (schedule_.waiting() > 0) return;
  if (!may_line_up(now.mono, lanes)) return;
  targets_.clear();
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    if (!refused_[i] && wanted(lanes[i], now.utc)) targets_.push_back(minutes_of(i));
  }
  if (targets_.empty()) warming_ = false;
  schedule_.want(targets_);
  for (const policy::PollTarget target : targets_) {
    if (lanes[target.symbol].line().waits()) schedule_.force(target);
  }
  schedule_.begin_cycle();
  cross_check_.begin_cycle();
  schedule_.open_slot(core::Interval::k1m, now.mono);
}

void HistoryDesk::ask(core::Now now, const std::vector<Lane>& lanes) {
  while (const auto target = schedule_.take(now.mono)) {
    const auto range = wanted(lanes[target->symbol], now.utc);
    if (!range) continue;
    ++counts_.asked;
    question_.emplace(Question{.symbol = target->symbol,
                               .range = *range,
                               .asked = now.mono,
                               .answer = history_.ask({.symbol = symbols_[target->symbol],
                                                       .interval = core::Interval::k1m,
                                                       .range = *range})});
    return;
  }
  // The quota denies them all; ticks are no reason to ask it again at once.
  if (schedule_.waiting() > 0) next_question_ = now.mono + options_.pause;
}

// For whoever has leisure: not while a market sleeps, nor of what is promised to others.
void HistoryDesk::check(core::Now now, const std::vector<Lane>& lanes) {
  const bool idle = !warming_ && schedule_.waiting() == 0 && !quota_.is_tight(now.mono) &&
                    cadence_.state() == policy::CadenceState::kLive;
  const auto due = idle ? cross_check_.due(now) : std::nullopt;
  if (!due) return;
  const MinuteLine& minutes = lanes[due->symbol].line();
  if (minutes.amends() || minutes.unproven(now.utc)) {
    return cross_check_.postpone(*due, now.mono);
  }
  const policy::PollTarget target{.symbol = static_cast<std::uint32_t>(due->symbol),
                                  .interval = due->interval};
  if (quota_.look(target, now.mono) || quota_.ask(target, now.mono)) return;
  cross_check_.asked(*due, now.mono);
  ++counts_.asked;
  question_.emplace(Question{
      .symbol = due->symbol,
      .check = due,
      .asked = now.mono,
      .answer = history_.ask(
          {.symbol = symbols_[due->symbol], .interval = due->interval, .range = due->range()})});
}

}  // namespace wick::live
