// The minutes of one symbol, one after the other, out of what ticks made and what history says.
//
// A minute that was heard from its beginning to its end is the ticks'. One that was not is
// history's: the line waits for it, and tells nothing newer before. So live goes on from history
// with no minute twice and none missing, after a start as after a loss. Where history brings
// nothing for too long the line goes on without, and what it owes is repaired later. Minutes
// without a trade become flat ones within a session, up to a limit.
//
// It reads no clock and asks nobody: its owner hands it minutes and pages, and asks what is
// lacking.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "core/range_set.hpp"
#include "live/confirmed_bars.hpp"
#include "live/quote_bar.hpp"
#include "live/trading_hours.hpp"
#include "live/volume_scale.hpp"
#include "port/feed.hpp"

namespace wick::live {

enum class MinuteFrom : std::uint8_t { kTicks, kHistory, kFilled };

struct MinuteEvent {
  enum class Kind : std::uint8_t {
    kTold,      // the next minute
    kPassed,    // no minute is in `gap`: nobody traded, or, where `lost`, nobody knows
    kRevised,   // one that was told has other values by history
    kRepaired,  // one that was passed comes after all, out of order
    kFound,     // of one that was passed as lost all is known now, told or not; where it has no
                // bar, `lost` is false
  };
  Kind kind{};
  MinuteFrom from{};
  bool lost{};
  std::int32_t revision{};  // counts the tellings of one minute, from 0
  QuoteBar bar{};
  QuoteBar before{};  // as it was told, where it is revised
  core::TimeRange gap{};
};

class MinuteLine {
 public:
  struct Options {
    std::int64_t fill_max{60};  // quiet minutes in a row that become flat ones
    // So long without any progress it waits for history.
    core::Micros patience{std::chrono::minutes{2}};
    core::Micros doubt{std::chrono::seconds{30}};  // history may be silent about a younger minute
    std::int64_t ask_max{300};                     // minutes asked for at a time
    std::size_t remembered_max{240};               // minutes told, in case they are revised
    core::Micros owed_for{7 * core::kDay};         // what is older is not repaired any more
    Tolerance tolerance{};
    bool exact_volume{};  // the volume of ticks is that of history, so it is compared, too
  };
  // Minutes from `first` on are told; it is rounded up. `hours` must outlive the line. Nothing is
  // heard before hear().
  MinuteLine(const Options& options, const TradingHours& hours, core::UtcTime first);

  void hear(core::UtcTime at);
  void lose(core::UtcTime at);

  // Before the first minute some are missing, from an earlier life.
  void owe(const core::RangeSet& minutes) { owed_.add(minutes); }
  // The last that an earlier life told: it may have ended before it knew that ticks were missing.
  // The store has one price of theirs: they are proven where it is history's, or where history
  // counts as many ticks.
  void recall(core::TimeRange range, const std::vector<QuoteBar>& minutes);

  void take(const QuoteBar& minute);    // made of ticks, over; in order
  void close_until(core::UtcTime end);  // no more ticks come for minutes before it
  void learn(const port::FeedHistoryPage& page, core::Now now);
  // Nobody will ever tell of these minutes.
  void give_up(core::TimeRange range) { unreachable_.add(range); }
  // History is at work, for others: that costs no patience.
  void wait_longer(core::MonoTime now) {
    if (stuck_since_ && !giving_up_) stuck_since_ = now;
  }

  // What history is to be asked for before the line can go on.
  [[nodiscard]] std::optional<core::TimeRange> lacking() const;
  // What it could not wait for, and what only ticks vouch for: to be asked when there is leisure.
  [[nodiscard]] std::optional<core::TimeRange> owed() const;
  [[nodiscard]] std::optional<core::TimeRange> unproven(core::UtcTime now) const;

  // All that can be told now.
  void tell(core::Now now, std::vector<MinuteEvent>& out);
  // When something can be told even if nobody brings anything; max() for never.
  [[nodiscard]] core::MonoTime wake() const;

  [[nodiscard]] core::UtcTime next() const { return next_; }
  [[nodiscard]] bool waits() const { return stuck_since_.has_value(); }
  // Something that was told is to be told otherwise.
  [[nodiscard]] bool amends() const { return !corrections_.empty(); }

  struct Counts {
    std::int64_t from_history{};
    std::int64_t filled{};
    std::int64_t lost{};  // minutes that were passed without knowing
    std::int64_t repaired{};
    std::int64_t revised{};
    std::int64_t confirmed{};
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }
  // Learnt from minutes that both ticks and history told.
  [[nodiscard]] const VolumeScale& scale() const { return scale_; }

 private:
  struct Told {
    QuoteBar bar;
    std::int32_t revision{};
    bool proven{};
  };
  [[nodiscard]] bool is_lost(core::TimeRange minute) const;
  [[nodiscard]] bool is_lacking(core::UtcTime open) const;
  [[nodiscard]] bool out_of_patience(core::MonoTime now);
  void tell_minute(QuoteBar bar, MinuteFrom from, std::vector<MinuteEvent>& out);
  void pass(core::TimeRange gap, bool lost, std::vector<MinuteEvent>& out);
  void pass_lost(core::TimeRange minute, std::vector<MinuteEvent>& out);
  [[nodiscard]] bool fills(core::TimeRange minute) const;
  [[nodiscard]] core::UtcTime end_of_pause() const;
  void learn_bar(const QuoteBar& bar);
  void settle(core::TimeRange spoken, const std::vector<ConfirmedBar>& rows);
  void note_quiet(core::TimeRange gap);
  void compare(Told& told, const QuoteBar& bar);
  [[nodiscard]] bool agree(const Told& told, const QuoteBar& bar) const;
  void remember(const QuoteBar& bar, bool proven);
  void forget();
  [[nodiscard]] core::UtcTime trusted_end(const port::FeedHistoryPage& page,
                                          core::UtcTime now) const;

  Options options_;
  const TradingHours* hours_;
  core::UtcTime next_;
  core::UtcTime horizon_;
  core::RangeSet lost_;      // not heard
  core::RangeSet known_;     // history has spoken
  core::RangeSet owed_;      // passed as lost
  core::RangeSet doubtful_;  // told, but a loss was noticed later
  core::RangeSet quiet_;     // passed without a bar, and history has not said so yet
  core::RangeSet unreachable_;
  std::map<core::UtcTime, QuoteBar> ticks_;
  std::map<core::UtcTime, QuoteBar> history_;
  std::deque<Told> told_;
  std::vector<MinuteEvent> corrections_;
  std::optional<core::MonoTime> stuck_since_;
  bool giving_up_{};   // until the lack that it is stuck at is over
  bool in_session_{};  // the minute before was told and of this session
  std::int64_t filled_{};
  Quote last_close_{};
  VolumeScale scale_;
  Counts counts_;
};

}  // namespace wick::live
