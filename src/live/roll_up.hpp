// Minutes in, 5m 15m 30m 1h 4h and 1d out.
//
// Only minutes with trades make prices: a minute without any neither changes a longer bar nor
// stands in its way. One that was not heard makes it partial. A longer bar is synthetic only if all
// of its trading minutes are; if some of these were not filled there is no bar at all.
//
// Minutes and gaps come in order and leave no instant out; each closes what ends with it. A minute
// that turns out otherwise, or comes after all, amends the bars that it is in, closed ones as well.
#pragma once

#include <array>
#include <deque>
#include <optional>

#include "live/quote_bar.hpp"
#include "live/trading_hours.hpp"

namespace wick::live {

inline constexpr std::array kRolled = {core::Interval::k5m,  core::Interval::k15m,
                                       core::Interval::k30m, core::Interval::k1h,
                                       core::Interval::k4h,  core::Interval::k1d};

class RollUp {
 public:
  explicit RollUp(const TradingHours& hours) : hours_(&hours) {}  // must outlive this

  void take(const QuoteBar& minute, ClosedBars& closed);

  // No bar is there for this time; what of it lies in `lost` was not heard.
  void pass(core::TimeRange gap, core::TimeRange lost, ClosedBars& closed);

  // A minute that was taken, or passed, is `minute` now. Closed bars that it changes are told
  // again.
  void amend(const QuoteBar& minute, const std::optional<QuoteBar>& before, ClosedBars& revised);
  // A minute that was passed as lost is no riddle any more; amend() tells what it is first.
  void find(core::UtcTime minute, ClosedBars& revised);

  // The bar of `interval` as it stands with the open `minute` in it, if there was any trade.
  [[nodiscard]] std::optional<QuoteBar> preview(core::Interval interval,
                                                const std::optional<QuoteBar>& minute) const;

 private:
  struct Roll {
    QuoteBar bar{};   // open_time == end: there is none
    bool traded{};    // has a minute with trades: `bar` is theirs
    bool filled{};    // has a synthetic minute
    bool unfilled{};  // has trading minutes without any bar
    bool spoiled{};   // partial for good
    std::int32_t revision{};
    std::int64_t lost{};    // trading minutes that were not heard
    core::UtcTime first{};  // the minutes that opened and closed it
    core::UtcTime last{};
  };
  static constexpr std::size_t kClosedMax = 112;

  static void open(Roll& roll, core::TimeRange bucket);
  static void add(Roll& roll, const QuoteBar& minute);
  void mark(Roll& roll, core::TimeRange gap, core::TimeRange lost) const;
  void close(std::size_t index, ClosedBars& closed);
  [[nodiscard]] static std::optional<QuoteBar> told(const Roll& roll);
  template <typename Change>
  void change(core::UtcTime minute, ClosedBars& revised, const Change& change_roll);
  static void insert(Roll& roll, const QuoteBar& minute);
  static void exchange(Roll& roll, const QuoteBar& minute, const QuoteBar& before);

  const TradingHours* hours_;
  std::array<Roll, kRolled.size()> rolls_{};
  std::array<std::deque<Roll>, kRolled.size()>
      closed_{};  // of the last hours, and those that are partial
};

}  // namespace wick::live
