// Whether the long bars that were rolled from minutes are those that the venue's history has.
//
// It remembers the last complete bar of each symbol and interval, says when one is to be compared,
// and judges history's page. It asks nobody itself and reads no clock. Bars of ticks have a middle
// of their own and those of history have none, so bids and asks are compared. Where history has
// other bars than ours (anchored otherwise, missing, or no such interval at all) that is told
// once, until one is found again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "live/confirmed_bars.hpp"
#include "live/live_event.hpp"
#include "live/notice.hpp"
#include "port/feed.hpp"

namespace wick::live {

class CrossCheck {
 public:
  struct Options {
    std::vector<core::Interval> intervals{};           // none: nothing is compared
    core::Micros min_interval{std::chrono::hours{1}};  // between two checks of one kind of bar
    std::int64_t checks_max{1};                        // in a cycle of history
    core::Micros settling{std::chrono::seconds{45}};   // history may be silent about a younger bar
    core::Micros look_again{core::kDay};               // where history has other bars than ours
    Tolerance tolerance{};
    bool exact_volume{};  // ours is that of history, so it is compared, too
  };
  CrossCheck(Options options, std::vector<std::string> symbols);

  void remember(const LiveEvent& event);
  void begin_cycle() { checks_ = 0; }

  struct Question {
    std::size_t symbol{};
    core::Interval interval{};
    QuoteBar ours{};

    // Of open times; what begins before and reaches into ours is wanted, too.
    [[nodiscard]] core::TimeRange range() const;
  };
  // What is to be asked now, the one that waits longest first.
  [[nodiscard]] std::optional<Question> due(core::Now now) const;
  void asked(const Question& question, core::MonoTime now);
  void postpone(const Question& question, core::MonoTime now);  // others go first

  // One of these for every question that was asked.
  void judge(const Question& question, const port::FeedHistoryPage& page, core::Now now,
             std::vector<Notice>& notices);
  void refuse(const Question& question, const base::Error& error, std::vector<Notice>& notices);
  void unanswered(const Question& question);  // due again, but in no hurry

  struct Counts {
    std::int64_t asked{};
    std::int64_t same{};
    std::int64_t different{};
    std::int64_t missing{};
    std::int64_t anchored_otherwise{};
    std::int64_t refused{};
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  struct Target {
    QuoteBar bar{};
    bool fresh{};    // not compared yet
    bool refused{};  // for good
    bool absent{};   // told that history does not have it
    core::MonoTime not_before{core::MonoTime::min()};
    core::MonoTime asked{core::MonoTime::min()};
  };
  [[nodiscard]] std::optional<std::size_t> place(std::size_t symbol, core::Interval interval) const;
  [[nodiscard]] Target& target(const Question& question);
  [[nodiscard]] std::string title(const Question& question) const;
  void compare(const Question& question, const QuoteBar& theirs, std::vector<Notice>& notices);
  void tell_absent(const Question& question, const std::string& what, std::vector<Notice>& notices);

  Options options_;
  std::vector<std::string> symbols_;
  std::vector<Target> targets_;  // by symbol, then by interval
  std::int64_t checks_{};
  Counts counts_;
};

}  // namespace wick::live
