#include "wiring/news_history.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace wick::wiring {
namespace {

using Answer = base::Result<port::FeedHistoryPage>;

constexpr std::int64_t kBarsMax = 5'000;  // a page

core::HistoryBar bar_of(const core::Bar& bar) {
  const auto both = [](double price) { return core::quote_of(price, price); };
  return {.open_time = bar.open_time,
          .open = both(bar.open),
          .high = both(bar.high),
          .low = both(bar.low),
          .close = both(bar.close),
          .volume = bar.volume};
}

}  // namespace

port::Pending<Answer> NewsHistory::ask(const port::FeedHistoryAsk& ask) {
  auto [promise, pending] = port::Promise<Answer>::make();
  const core::SeriesId id{of_.provider, of_.market, core::ChartType::kKlines, ask.symbol,
                          ask.interval};
  const core::Grid grid(ask.interval);
  const core::TimeRange whole{grid.ceil(ask.range.begin), grid.ceil(ask.range.end)};
  const core::TimeRange range{std::max(whole.begin, grid.advance(whole.end, -kBarsMax)), whole.end};
  if (auto good = core::check_series(id); !good) {
    promise.fulfil(good.error());
  } else if (range.empty()) {
    promise.fulfil(base::Error{base::ErrorKind::kInvalid, "an empty range"});
  } else {
    questions_.push_back(
        {.promise = std::move(promise), .inquiry = past_.ask(id, {range}), .range = range});
    wake_ = core::MonoTime::min();
  }
  return std::move(pending);
}

void NewsHistory::step(core::Now now) {
  wake_ = core::MonoTime::max();
  std::erase_if(questions_, [&](Question& question) { return is_done(question, now); });
}

bool NewsHistory::is_done(Question& question, core::Now now) {
  if (!question.promise.wanted()) return true;
  for (port::Reply& reply : question.inquiry->step(now)) take(std::move(reply), question);
  if (!question.inquiry->finished()) {
    wake_ = std::min(wake_, question.inquiry->wake());
    return false;
  }
  question.promise.fulfil(answer(question));
  return true;
}

void NewsHistory::take(port::Reply reply, Question& question) {
  for (const core::Chunk& chunk : reply.chunks) {
    if (!chunk.mark().final) continue;
    for (std::size_t row = 0; row < chunk.size(); ++row) {
      question.bars.insert_or_assign(chunk.open_time(row), bar_of(chunk.bar(row)));
    }
  }
  question.settled.add(reply.settled);
  if (reply.error) question.error = std::move(reply.error);
}

Answer NewsHistory::answer(Question& question) {
  const core::RangeSet settled = question.settled.intersect({question.range});
  const auto& ranges = settled.ranges();
  if (ranges.empty() || ranges.back().end != question.range.end) {
    if (question.error) return *std::move(question.error);
    return base::Error{base::ErrorKind::kUnavailable, "the newest bars have not closed yet"};
  }
  port::FeedHistoryPage page{.bars = {}, .settled = ranges.back()};
  for (const auto& [time, bar] : question.bars) {
    if (page.settled.contains(time)) page.bars.push_back(bar);
  }
  return page;
}

}  // namespace wick::wiring
