// A stretch of a feed's history, asked for once: page by page from its newest end, under quota and
// backoff.
//
// A machine: its owner steps it, and the feed beside it. What is not over yet is no bar, and is not
// asked for. Where history fails it is asked again, until nothing was answered for too long; then
// its error stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "live/confirmed_bars.hpp"
#include "live/notice.hpp"
#include "policy/backoff.hpp"
#include "policy/history_quota.hpp"
#include "port/feed.hpp"

namespace wick::live {

class Sample {
 public:
  struct Options {
    std::string symbol{};  // as the venue writes it
    core::Interval interval{};
    core::TimeRange range{};              // of open times
    policy::HistoryQuotaOptions quota{};  // nobody has priority here
    policy::BackoffOptions backoff{policy::kHistoryBackoff};
    core::Micros pause{std::chrono::milliseconds{250}};  // between two questions
    core::Micros answer_max{std::chrono::minutes{1}};    // nobody waits longer for one
    core::Micros patience{std::chrono::minutes{2}};      // without any answer
    std::uint64_t seed{};
  };
  Sample(Options options, port::FeedHistory& history);  // which must outlive it

  void step(core::Now now, std::vector<Notice>& notices);
  [[nodiscard]] core::MonoTime wake() const { return wake_; }

  // All is answered, or error() says why not.
  [[nodiscard]] bool done() const { return error_.has_value() || left_.empty(); }
  [[nodiscard]] const std::optional<base::Error>& error() const { return error_; }

  [[nodiscard]] std::vector<QuoteBar> bars() const;  // that there are so far, ascending
  [[nodiscard]] std::size_t pages() const { return pages_.size(); }

 private:
  struct Question {
    core::MonoTime asked{};
    port::Pending<base::Result<port::FeedHistoryPage>> answer;
  };
  void hear(core::Now now, std::vector<Notice>& notices);
  [[nodiscard]] base::Result<void> take(port::FeedHistoryPage page, core::UtcTime now);
  void fail(const base::Error& error, core::Now now, std::vector<Notice>& notices);
  void ask(core::MonoTime now);

  Options options_;
  port::FeedHistory& history_;
  policy::HistoryQuota quota_;
  policy::Backoff backoff_;
  core::TimeRange left_;
  std::optional<Question> question_;
  std::vector<std::vector<QuoteBar>> pages_;  // newest first
  std::optional<core::MonoTime> failing_since_;
  std::optional<base::Error> error_;
  core::MonoTime next_question_{core::MonoTime::min()};
  core::MonoTime wake_{core::MonoTime::min()};
};

}  // namespace wick::live
