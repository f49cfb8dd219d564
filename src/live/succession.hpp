// The candles of one series, one after the other.
//
// Frames and history bring candles in any order, twice, late and wrong; a Succession tells each of
// them closed once, in order, and says which ones somebody still has to bring. It waits for a
// closing frame no longer than the grace, and for history as long as it takes: nothing newer is
// told before what is missing. It reads no clock: times of candles are the venue's.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "core/chunk.hpp"
#include "core/hole.hpp"
#include "core/interval.hpp"
#include "core/stream.hpp"
#include "live/candle_event.hpp"

namespace wick::live {

class Succession {
 public:
  struct Options {  // NOLINT(*-member-init): a Grid cannot be left out
    core::Grid grid;
    core::Micros grace{std::chrono::seconds{3}};        // a closing frame may come so late
    core::Micros hole_doubt{std::chrono::seconds{30}};  // silence about a younger candle may pass
    bool forming{};                                     // tell candles under way, too
    std::size_t remembered_max{128};                    // candles told, in case they are corrected
    std::size_t audit_after{100};                       // candles that only frames vouch for
    std::size_t held_max{1440};                         // closed ones that wait for older ones
    std::int64_t fill_max{20'000};                      // candles asked for at a time
  };
  explicit Succession(Options options);

  // Candles from this one on are told; before it is called nothing is. Rounded down to the grid.
  // May be called again while nothing was told.
  void begin(core::UtcTime first);
  [[nodiscard]] bool untouched() const { return !told_any_; }
  [[nodiscard]] core::UtcTime next() const { return *next_; }

  void hear(const core::CandleNews& news, core::MonoTime received);

  // What history is to be asked for at that time of the venue; nothing while all is well. Includes
  // the candle told last where only a frame vouches for it; and where only frames vouch for many,
  // they are looked up all at once.
  [[nodiscard]] std::optional<core::TimeRange> lacking(core::UtcTime venue_now) const;
  // From when on something may be lacking if nothing is heard.
  [[nodiscard]] core::UtcTime patient_until() const;

  // What history said about a part of the past: first its candles, then its holes.
  struct Account {
    std::int64_t rows{};         // that were lacking
    std::int64_t traded_rows{};  // of these, with trades: their frames were lost
  };
  Account learn(const core::Chunk& rows);
  void learn(const core::Hole& hole, core::UtcTime venue_now);

  // All that can be told now, in order.
  void tell(std::vector<CandleEvent>& out);

  struct Counts {
    std::int64_t duplicates{};
    std::int64_t conflicts{};
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  struct Closed {
    core::Bar bar;
    core::Mark mark;
    core::Tier tier{};
    core::UtcTime said{};
    core::MonoTime received{};
  };
  void hear_closed(const core::CandleNews& news, core::MonoTime received);
  void hear_forming(const core::CandleNews& news, core::MonoTime received);
  void hold(core::UtcTime open, const Closed& closed);
  void correct(core::UtcTime open, const Closed& closed);
  void prove(Closed& told, core::Origin origin);
  [[nodiscard]] static bool by_frame(const Closed& closed);
  void tell_closed(std::vector<CandleEvent>& out);
  void tell_forming(std::vector<CandleEvent>& out);
  void remember(core::UtcTime open, Closed closed);
  [[nodiscard]] std::optional<core::TimeRange> unaudited() const;

  Options options_;
  std::optional<core::UtcTime> next_;
  std::map<core::UtcTime, Closed> held_;               // closed, not told
  core::RangeSet holes_;                               // from next_ on
  core::UtcTime written_until_{core::UtcTime::min()};  // the latest candle that history has
  std::deque<std::pair<core::UtcTime, Closed>> told_;
  std::size_t unproven_{};                   // of these, by frames alone
  bool told_any_{};                          // a hole counts
  std::vector<CandleEvent> revisions_;       // to be told
  std::optional<core::CandleNews> forming_;  // its symbol is not looked at
  core::MonoTime forming_received_{};
  bool forming_fresh_{};
  Counts counts_;
};

}  // namespace wick::live
