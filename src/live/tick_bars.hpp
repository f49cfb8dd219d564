// Ticks of one instrument in, its bars of 1m, 5m, 15m, 30m, 1h, 4h and 1d out.
//
// Minutes are made from ticks, all longer bars from minutes. docs/buckets.md draws the rules. What
// a tick does follows from its time and from when it was received, never from how often anybody
// looked at a clock: the clock makes bars earlier, not different. So a recording gives the bars
// that were published. A minute that is closed stays closed; what comes for it is late, and
// counted.
//
// Nothing is allocated for a tick. A copy is the saved state: after a
// restart it goes on, told with lose() and hear() what it missed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "live/roll_up.hpp"

namespace wick::live {

enum class VolumeFrom : std::uint8_t {
  kTicks,        // each tick is worth `tick_volume`
  kSizes,        // their sizes, summed
  kMinuteTotal,  // a tick's size is the volume of its minute so far
};
enum class Repeats : std::uint8_t { kTake, kDrop };

struct TickRules {
  core::Micros grace{std::chrono::seconds{1}};
  core::Micros ahead_max{std::chrono::seconds{5}};  // what is further in the future is now
  std::int64_t fill_max{60};                        // quiet minutes in a row that become flat bars
  VolumeFrom volume{VolumeFrom::kTicks};
  Repeats repeats{Repeats::kTake};  // of the very tick before: feeds that connect again repeat it
  core::UtcTime heard_since{};      // what was before is not known
  bool rolls{true};                 // make the longer bars, too
};

// What became of ticks that are not simply in a bar.
struct TickCounts {
  std::int64_t late{};     // for a minute that is closed
  std::int64_t ahead{};    // from the future: taken as if they were of now
  std::int64_t refused{};  // without a price above 0 on both sides, or of a size below 0
  std::int64_t crossed{};  // bid above ask; taken
  std::int64_t repeated{};
  std::int64_t while_closed{};  // taken: the calendar never silences a feed

  bool operator==(const TickCounts&) const = default;
};

class TickBars {
 public:
  TickBars(const TickRules& rules, const TradingHours& hours);  // hours must outlive this

  // A tick without `received` moves no clock and is from no future.
  void take(const core::Tick& tick, ClosedBars& closed) {
    if (tick.received >= deadline_) advance(tick.received, closed);
    if (tick.time >= minute_.open_time && tick.time < minute_.end && is_plain(tick)) {
      add(tick);
    } else {
      take_odd(tick, closed);
    }
  }

  // Closes what ended `grace` or more before `now`.
  void advance(core::UtcTime now, ClosedBars& closed);

  void lose(core::UtcTime at, ClosedBars& closed);  // from here on ticks may be missing
  void hear(core::UtcTime at, ClosedBars& closed);  // they come again

  // The volume of a tick from the next minute on, see volume_scale.hpp.
  void set_tick_volume(double volume) { tick_volume_next_ = volume; }

  [[nodiscard]] std::optional<QuoteBar> preview(core::Interval interval) const;
  [[nodiscard]] const TickCounts& counts() const { return counts_; }
  [[nodiscard]] core::UtcTime last_closed_end() const { return last_closed_end_; }

 private:
  // By the venue's clock, then by ours; whoever arrives later wins a tie.
  struct Order {
    core::UtcTime time{};
    core::UtcTime received{};

    auto operator<=>(const Order&) const = default;  // NOLINT: it has no pointer
  };
  enum class Watch : std::uint8_t { kByClock, kByTick };

  // Without a branch for each condition, of which nearly all hold.
  [[nodiscard]] bool is_plain(const core::Tick& tick) const {
    // NOLINTBEGIN(readability-implicit-bool-conversion)
    const bool prices = (tick.bid > 0) & (tick.bid <= tick.ask) & (tick.ask <= kValueMax);
    const bool size = (tick.size >= 0) & (tick.size <= kValueMax);
    const bool time = tick.time - ahead_max_ <= tick.received;
    return prices & size & time & (tick.time != last_.time);
    // NOLINTEND(readability-implicit-bool-conversion)
  }
  void add(const core::Tick& tick) {
    const Quote quote = quote_of(tick);
    minute_.high = highest(minute_.high, quote);
    minute_.low = lowest(minute_.low, quote);
    minute_.spread_sum += quote.spread;
    minute_.ticks += 1;
    if (volume_ != VolumeFrom::kTicks) add_volume(tick.size);
    const Order order{tick.time, tick.received};
    if (order >= last_) {
      last_ = order;
      minute_.close = quote;
      last_size_ = tick.size;
    }
    if (order < first_) {
      first_ = order;
      minute_.open = quote;
    }
  }
  void add_volume(double size);
  void take_odd(const core::Tick& tick, ClosedBars& closed);
  [[nodiscard]] static bool is_usable(const core::Tick& tick);
  [[nodiscard]] bool repeats_last(const core::Tick& tick) const;
  void open_minute(const core::Tick& tick, ClosedBars& closed);
  [[nodiscard]] bool is_open() const { return minute_.end > minute_.open_time; }
  [[nodiscard]] QuoteBar finished_minute() const;
  void close_minute(ClosedBars& closed);
  void close_until(core::UtcTime end, Watch watch, ClosedBars& closed);
  void fill(core::UtcTime end, Watch watch, ClosedBars& closed);
  [[nodiscard]] const Stretch& stretch(core::UtcTime t);
  void mark_lost();
  void set_deadline();

  static constexpr double kValueMax = 1e300;

  // What every tick looks at comes first, to lie close together.
  core::UtcTime deadline_{core::Micros{1}};  // of the clock, for the next minute
  QuoteBar minute_{};                        // ends where it begins while none is open
  Order first_{};
  Order last_{};
  core::Micros ahead_max_;
  VolumeFrom volume_;
  Repeats repeats_;
  bool filling_{};        // the last minute was of this session, traded or filled
  double volume_rest_{};  // what rounding took from the sum of sizes
  double last_size_{};

  core::UtcTime last_closed_end_{core::UtcTime::min()};
  core::Micros grace_;
  std::int64_t fill_max_;
  std::int64_t filled_{};  // minutes in a row
  double tick_volume_{1};  // of the open minute
  double tick_volume_next_{1};
  Quote last_close_{};
  core::TimeRange lost_;  // the last time that was not heard
  Stretch stretch_{};     // the one that was asked for last
  TickCounts counts_{};
  const TradingHours* hours_;
  std::optional<RollUp> rolls_;
};

}  // namespace wick::live
