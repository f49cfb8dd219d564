// One symbol of a connector: ticks and history in, bars of seven lengths out.
//
// With ticks, minutes are theirs and history closes the gaps; without, history is polled for every
// minute. All longer bars are rolled from the minutes that were told, so they agree with them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "live/live_event.hpp"
#include "live/minute_line.hpp"
#include "live/publish_gate.hpp"
#include "live/roll_up.hpp"
#include "live/tick_bars.hpp"

namespace wick::live {

class Lane {
 public:
  struct Options {
    std::size_t number{};  // of the symbol, in what is told
    bool from_ticks{true};
    bool previews{};
    core::Micros preview_every{std::chrono::milliseconds{250}};
    TickRules ticks{};
    MinuteLine::Options minutes{};
    core::UtcTime first{};  // the first minute to be told
  };
  Lane(const Options& options, const TradingHours& hours);  // hours must outlive the lane

  // What was told in an earlier life.
  struct Past {
    std::vector<QuoteBar> minutes{};  // of the bars that are still open
    core::UtcTime since{};            // from here on these are all there are
    core::RangeSet owed{};            // minutes that are missing
    std::vector<std::pair<core::Interval, core::UtcTime>> last{};  // the open times told last
  };
  void resume(const Past& past);

  void hear(core::UtcTime at);
  void lose(core::UtcTime at);
  void take(const core::Tick& tick) {
    bars_.take(tick, closed_);
    if (tick.received > last_tick_) last_tick_ = tick.received;
  }
  void learn(const port::FeedHistoryPage& page, core::Now now);
  void give_up(core::TimeRange range) { line_.give_up(range); }
  void wait_longer(core::MonoTime now) { line_.wait_longer(now); }

  // Tells what can be told at that time.
  void step(core::Now now, std::vector<LiveEvent>& out);
  [[nodiscard]] core::MonoTime wake(core::Now now) const;
  // Ticks brought something to be told, before the clock does.
  [[nodiscard]] bool has_news() const { return options_.previews || !closed_.empty(); }

  // The minute that ticks have begun, and nobody has told.
  [[nodiscard]] std::optional<core::UtcTime> under_way() const;

  [[nodiscard]] const MinuteLine& line() const { return line_; }
  [[nodiscard]] const TickCounts& counts() const { return bars_.counts(); }
  [[nodiscard]] core::UtcTime last_tick() const { return last_tick_; }

 private:
  void close(core::Now now);
  void tell(const MinuteEvent& event, core::UtcTime now, std::vector<LiveEvent>& out);
  [[nodiscard]] LiveEvent event_of(LiveEvent::Kind kind, core::Interval interval,
                                   const QuoteBar& bar, std::int32_t revision) const;
  void tell_gap(const MinuteEvent& event, std::vector<LiveEvent>& out) const;
  void pass(const MinuteEvent& event, ClosedBars& rolled);
  void amend(const MinuteEvent& event, std::vector<LiveEvent>& out);
  void preview(core::Now now, std::vector<LiveEvent>& out);
  void tell_next(core::Interval interval, const QuoteBar& bar, core::UtcTime now,
                 std::vector<LiveEvent>& out);
  [[nodiscard]] PublishGate& gate(core::Interval interval);
  [[nodiscard]] MadeBy made_by(core::Interval interval, const QuoteBar& bar) const;

  Options options_;
  TickBars bars_;
  MinuteLine line_;
  const TradingHours* hours_;
  RollUp rolls_;
  std::array<PublishGate, 1 + kRolled.size()> gates_;
  ClosedBars closed_;
  ClosedBars resumed_;  // closed with the minutes of an earlier life; perhaps nobody told them
  std::vector<MinuteEvent> minutes_;
  core::UtcTime last_tick_{};
  core::UtcTime previewed_{};
};

}  // namespace wick::live
