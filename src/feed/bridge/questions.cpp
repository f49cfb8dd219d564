#include "feed/bridge/questions.hpp"

#include <algorithm>
#include <utility>

namespace wick::feed::bridge {
namespace {

using base::ErrorKind;
using Answer = base::Result<port::FeedHistoryPage>;

Answer page_for(const port::FeedHistoryAsk& ask, Page page) {
  const core::TimeRange settled{page.from.value_or(ask.range.begin), ask.range.end};
  const bool inside = settled.begin >= ask.range.begin && !settled.empty();
  const bool kept = std::ranges::all_of(
      page.bars, [&](const auto& bar) { return settled.contains(bar.open_time); });
  if (!inside || !kept) {
    return base::Error{ErrorKind::kCorrupt, "the bridge answered for another range of " +
                                                ask.symbol + " than was asked"};
  }
  return port::FeedHistoryPage{.bars = std::move(page.bars), .settled = settled};
}

// Whoever is refused for good knows what he asked for, and says so himself.
Answer answer_of(const port::FeedHistoryAsk& ask, const Failure& failure) {
  switch (failure.trouble) {
    case Trouble::kNoData:
      return port::FeedHistoryPage{.bars = {}, .settled = ask.range};
    case Trouble::kNoSymbol:
      return base::Error{ErrorKind::kInvalid, failure.why};
    case Trouble::kUnsupported:
      return base::Error{ErrorKind::kUnsupported, failure.why};
    default:
      return base::Error{ErrorKind::kUnavailable, ask.symbol + ": " + failure.why};
  }
}

}  // namespace

port::Pending<Answer> Questions::ask(const port::FeedHistoryAsk& ask) {
  auto [promise, pending] = port::Promise<Answer>::make();
  if (auto error = refusal(ask)) {
    promise.fulfil(*std::move(error));
  } else {
    waiting_.push_back({ask, std::move(promise)});
  }
  return std::move(pending);
}

std::optional<base::Error> Questions::refusal(const port::FeedHistoryAsk& ask) const {
  if (ask.range.empty()) {
    return base::Error{ErrorKind::kInvalid, "a range of history without any time"};
  }
  if (!intervals_) return base::Error{ErrorKind::kUnavailable, ask.symbol + ": " + away_};
  if (std::ranges::find(*intervals_, ask.interval) != intervals_->end()) return std::nullopt;
  return base::Error{ErrorKind::kUnsupported,
                     "the bridge has no history of " + std::string(core::name(ask.interval))};
}

void Questions::met(std::vector<core::Interval> intervals) {
  intervals_ = std::move(intervals);
}

void Questions::lost(const std::string& why) {
  intervals_.reset();
  away_ = why;
  const auto give_up = [&](Question& one) {
    one.promise.fulfil(base::Error{ErrorKind::kUnavailable, one.ask.symbol + ": " + why});
  };
  if (asked_) give_up(*asked_);
  std::ranges::for_each(waiting_, give_up);
  asked_.reset();
  waiting_.clear();
}

std::optional<std::string> Questions::next(core::Now now) {
  if (asked_ && now.mono >= deadline_) {
    close(base::Error{ErrorKind::kUnavailable, asked_->ask.symbol + ": history did not answer"});
  }
  while (!asked_ && !waiting_.empty()) {
    if (waiting_.front().promise.wanted()) asked_ = std::move(waiting_.front());
    waiting_.pop_front();
    if (!asked_) continue;
    deadline_ = now.mono + answer_max_;
    return history_line(++id_, asked_->ask);
  }
  return std::nullopt;
}

core::MonoTime Questions::due() const {
  if (asked_) return deadline_;
  return waiting_.empty() ? core::MonoTime::max() : core::MonoTime::min();
}

bool Questions::answered(Page page) {
  const bool ours = asked_ && page.id == id_;
  const bool known = ours || (page.id >= 1 && page.id <= id_);
  if (ours) close(page_for(asked_->ask, std::move(page)));
  return known;
}

bool Questions::failed(const Failure& failure) {
  const bool ours = asked_ && failure.id == id_;
  if (ours) close(answer_of(asked_->ask, failure));
  return ours || (failure.id >= 1 && failure.id <= id_);
}

void Questions::close(Answer answer) {
  asked_->promise.fulfil(std::move(answer));
  asked_.reset();
}

}  // namespace wick::feed::bridge
