#include "venue/fxcm/quote_history.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace wick::venue::fxcm {
namespace {

using Answer = base::Result<port::FeedHistoryPage>;

// EUR/USD as EURUSD; nothing where it is no name of a file.
std::string pair_of(std::string symbol) {
  std::erase(symbol, '/');
  const bool plain = std::ranges::all_of(
      symbol, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  return plain ? symbol : "";
}

std::optional<base::Error> wrong_question(const port::FeedHistoryAsk& ask,
                                          const std::string& pair) {
  if (pair.empty()) {
    return base::Error{base::ErrorKind::kInvalid, "'" + ask.symbol + "' is no pair like EUR/USD"};
  }
  if (auto never = never_filed(pair, ask.interval)) return never;
  if (ask.range.empty()) return base::Error{base::ErrorKind::kInvalid, "an empty range"};
  if (ask.range.end <= core::midnight(kFirstYear, 1, 1)) {
    return base::Error{base::ErrorKind::kUnsupported,
                       "the candle files begin in " + std::to_string(kFirstYear)};
  }
  return std::nullopt;
}

Answer answer_of(PeriodSearch::Found found, core::TimeRange newest, bool known_pair) {
  const core::TimeRange settled{std::max(newest.begin, found.settled.begin), newest.end};
  if (settled.empty() || found.settled.end < newest.end) {
    if (!found.error) return base::Error{base::ErrorKind::kUnsupported, "not in the candle files"};
    const bool absent = found.error->kind == base::ErrorKind::kUnsupported;
    if (absent && !known_pair) found.error->kind = base::ErrorKind::kInvalid;
    return *std::move(found.error);
  }
  port::FeedHistoryPage page{.bars = std::move(found.bars), .settled = settled};
  std::erase_if(page.bars,
                [&](const core::HistoryBar& bar) { return !settled.contains(bar.open_time); });
  return page;
}

}  // namespace

port::Pending<Answer> QuoteHistory::ask(const port::FeedHistoryAsk& ask) {
  auto [promise, pending] = port::Promise<Answer>::make();
  const std::string pair = pair_of(ask.symbol);
  if (auto wrong = wrong_question(ask, pair)) {
    promise.fulfil(*std::move(wrong));
    return std::move(pending);
  }
  const core::TimeRange week = trading_week_of(ask.range.end - core::Micros{1});
  questions_.push_back(
      {.promise = std::move(promise),
       .quest =
           CandleQuest({.shelf = &shelf_, .pair = pair, .interval = ask.interval, .week = week}),
       .newest = {std::max(ask.range.begin, week.begin), ask.range.end},
       .known_pair = is_filed_pair(pair)});
  wake_ = core::MonoTime::min();
  return std::move(pending);
}

void QuoteHistory::step(core::Now now) {
  wake_ = core::MonoTime::max();
  std::erase_if(questions_, [&](Question& question) { return is_done(question, now); });
}

bool QuoteHistory::is_done(Question& question, core::Now now) {
  if (!question.promise.wanted()) return true;
  auto found = question.quest.step(now);
  if (!found) {
    wake_ = std::min(wake_, question.quest.wake());
    return false;
  }
  question.promise.fulfil(answer_of(*std::move(found), question.newest, question.known_pair));
  return true;
}

}  // namespace wick::venue::fxcm
