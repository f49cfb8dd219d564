// What each session of the last 24 hours had of bars: how many, their high, low, range and the mean
// of their closes.
//
// A session is one instance of a calendar's window; it is kept until it has been over for 24 hours.
// The bars of a symbol and an interval come in order: one that is no newer than the last counts for
// nothing, so bars that are sent again do not count twice. Where windows overlap it is the caller's
// choice whether a bar is one's alone (the first match, by which a bar is tagged) or each's. Reads
// no clock: `now` is handed in.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/calendar.hpp"
#include "core/interval.hpp"

namespace wick::live {

struct SessionBar {
  std::string symbol{};
  core::Interval interval{};
  core::UtcTime open_time{};
  double high{};
  double low{};
  double close{};
};

struct SymbolFigures {
  std::string symbol{};
  core::Interval interval{};
  std::uint64_t bars{};
  double high{};
  double low{};
  double range{};
  double avg{};  // of the closes
};

struct SessionFigures {
  std::string tag{};
  std::string timezone{};
  core::TimeRange time{};
  std::vector<SymbolFigures> symbols{};  // by symbol, then by interval
};

class SessionStats {
 public:
  // Of a session in which the bar opened; call it for each of those that it counts in.
  void take(const core::Session& session, const SessionBar& bar);

  // One entry a tag, by tag: of a window that opened twice in that time, the later instance.
  [[nodiscard]] std::vector<SessionFigures> figures(core::UtcTime now) const;

  void forget_before(core::UtcTime now);  // what is over for longer
  [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

 private:
  struct Key {
    std::string tag;
    core::UtcTime open;
    auto operator<=>(const Key&) const = default;  // NOLINT: it has no pointer
  };
  struct SymbolKey {
    std::string symbol;
    core::Interval interval;
    auto operator<=>(const SymbolKey&) const = default;  // NOLINT: it has no pointer
  };
  struct Sums {
    core::UtcTime last{};
    std::uint64_t bars{};
    double high{};
    double low{};
    double closes{};
  };
  struct Kept {
    std::string timezone;
    core::UtcTime close{};
    std::map<SymbolKey, Sums> symbols;
  };

  [[nodiscard]] static SessionFigures figures_of(const Key& key, const Kept& kept);

  std::map<Key, Kept> sessions_;
};

}  // namespace wick::live
