#include "live/sample.hpp"

#include <algorithm>
#include <utility>

namespace wick::live {
namespace {

policy::HistoryQuotaOptions without_priority(policy::HistoryQuotaOptions quota) {
  quota.history_priority_targets.clear();
  quota.history_priority_reserve_per_min = 0;
  quota.history_priority_reserve_per_hour = 0;
  return quota;
}

bool is_for_good(const base::Error& error) {
  return !error.retryable() && error.kind != base::ErrorKind::kCorrupt;
}

}  // namespace

Sample::Sample(Options options, port::FeedHistory& history)
    : options_(std::move(options)),
      history_(history),
      quota_(without_priority(options_.quota)),
      backoff_(options_.backoff, options_.seed),
      left_(options_.range) {}

void Sample::step(core::Now now, std::vector<Notice>& notices) {
  history_.step(now);
  if (question_) hear(now, notices);
  // Not every history answers about what is still under way.
  left_.end = std::min(left_.end, core::Grid(options_.interval).floor(now.utc));
  if (done()) {
    wake_ = core::MonoTime::max();
    return;
  }
  if (!question_ && now.mono >= next_question_) ask(now.mono);
  wake_ = std::min(history_.wake(),
                   question_ ? question_->asked + options_.answer_max : next_question_);
}

void Sample::ask(core::MonoTime now) {
  if (const auto denied = quota_.ask({.symbol = 0, .interval = options_.interval}, now)) {
    next_question_ = now + denied->wait;
    return;
  }
  question_.emplace(
      Question{.asked = now,
               .answer = history_.ask(
                   {.symbol = options_.symbol, .interval = options_.interval, .range = left_})});
}

void Sample::hear(core::Now now, std::vector<Notice>& notices) {
  const bool ready = question_->answer.ready();
  if (!ready && now.mono - question_->asked < options_.answer_max) return;
  const Question question = *std::exchange(question_, std::nullopt);
  next_question_ = now.mono + options_.pause;
  if (!ready) {
    return fail({base::ErrorKind::kUnavailable, "no answer from history"}, now, notices);
  }
  auto answer = port::Pending(question.answer).take();
  if (!answer) return fail(answer.error(), now, notices);
  const auto taken = take(*std::move(answer), now.utc);
  if (!taken) return fail(taken.error(), now, notices);
  backoff_.success();
  failing_since_.reset();
}

base::Result<void> Sample::take(port::FeedHistoryPage page, core::UtcTime now) {
  const core::UtcTime begin = std::max(page.settled.begin, left_.begin);
  if (begin >= left_.end) {
    return base::Error{base::ErrorKind::kCorrupt, "history answers nothing of what it was asked"};
  }
  std::erase_if(page.bars, [&](const HistoryBar& bar) {
    return bar.open_time < begin || bar.open_time >= left_.end;
  });
  std::vector<QuoteBar>& bars = pages_.emplace_back();
  for (const ConfirmedBar& each : confirmed(std::move(page.bars), options_.interval, now)) {
    bars.push_back(each.bar);
  }
  left_.end = begin;
  return {};
}

void Sample::fail(const base::Error& error, core::Now now, std::vector<Notice>& notices) {
  if (!failing_since_) failing_since_ = now.mono;
  core::Micros pause = backoff_.fail({name(error.kind), error.what}, now);
  if (error.retry_after) pause = std::max(pause, core::Micros{*error.retry_after});
  next_question_ = now.mono + pause;
  if (is_for_good(error) || next_question_ - *failing_since_ > options_.patience) {
    error_ = error;
  } else {
    notices.push_back({Notice::Kind::kUnfilled, "history: " + error.what});
  }
}

std::vector<QuoteBar> Sample::bars() const {
  std::vector<QuoteBar> all;
  // NOLINTNEXTLINE(modernize-loop-convert): clang 14 cannot read the library's views
  for (auto page = pages_.rbegin(); page != pages_.rend(); ++page) {
    all.insert(all.end(), page->begin(), page->end());
  }
  return all;
}

}  // namespace wick::live
