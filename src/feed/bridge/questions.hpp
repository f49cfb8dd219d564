// The questions about a bridge's history: asked one after the other, each answered once.
//
// Pure: it is told what the bridge said, and tells what to send.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "feed/bridge/message.hpp"
#include "port/feed.hpp"

namespace wick::feed::bridge {

class Questions final : public port::FeedHistory {
 public:
  explicit Questions(core::Micros answer_max) : answer_max_(answer_max) {}

  [[nodiscard]] port::Pending<base::Result<port::FeedHistoryPage>> ask(
      const port::FeedHistoryAsk& ask) override;
  // The bridge does all there is to do when the feed is stepped.
  void step(core::Now now) override { (void)now; }
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }

  void met(std::vector<core::Interval> intervals);  // a bridge said hello, and what it has
  void lost(const std::string& why);                // it is gone, and so are all questions

  // The line to send, where one is due; what waited too long is given up.
  [[nodiscard]] std::optional<std::string> next(core::Now now);
  [[nodiscard]] core::MonoTime due() const;  // when next() has something to do

  // False where it answers nothing that was asked.
  [[nodiscard]] bool answered(Page page);
  [[nodiscard]] bool failed(const Failure& failure);

 private:
  using Answer = base::Result<port::FeedHistoryPage>;
  struct Question {
    port::FeedHistoryAsk ask;
    port::Promise<Answer> promise;
  };
  [[nodiscard]] std::optional<base::Error> refusal(const port::FeedHistoryAsk& ask) const;
  void close(Answer answer);

  core::Micros answer_max_;
  std::optional<std::vector<core::Interval>> intervals_;  // nothing: no bridge to ask
  std::string away_{"the bridge is not connected yet"};
  std::deque<Question> waiting_;
  std::optional<Question> asked_;
  std::int64_t id_{};  // of the last one asked
  core::MonoTime deadline_{};
};

}  // namespace wick::feed::bridge
