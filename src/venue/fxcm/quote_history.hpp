// FXCM's candle files as the past of a live source: bids and asks, a week a page.
#pragma once

#include <list>

#include "port/feed.hpp"
#include "venue/fxcm/candle_quest.hpp"

namespace wick::venue::fxcm {

// Symbols are written as the broker writes them, EUR/USD, or as the files are named. The newest
// weeks are not published yet: those are unavailable, and what was published long ago and is not
// there is unsupported.
class QuoteHistory final : public port::FeedHistory {
 public:
  QuoteHistory(Services services, const ShelfOptions& options) : shelf_(services, options) {}

  [[nodiscard]] port::Pending<base::Result<port::FeedHistoryPage>> ask(
      const port::FeedHistoryAsk& ask) override;
  void step(core::Now now) override;
  [[nodiscard]] core::MonoTime wake() const override { return wake_; }

 private:
  using Answer = base::Result<port::FeedHistoryPage>;
  struct Question {
    port::Promise<Answer> promise;
    CandleQuest quest;
    core::TimeRange newest;  // what the page is to settle
    bool known_pair{};
  };

  // Nobody wants it any more, or it has been answered.
  [[nodiscard]] bool is_done(Question& question, core::Now now);

  CandleShelf shelf_;
  std::list<Question> questions_;
  core::MonoTime wake_{core::MonoTime::max()};
};

}  // namespace wick::venue::fxcm
