// Time: microseconds, UTC, every range half-open. Years 1970 to 2199. And when markets trade.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wick/error.hpp"

namespace wick {

using Micros = std::chrono::microseconds;
using Time = std::chrono::sys_time<Micros>;

struct Range {
  Time from{};
  Time to{};  // not included

  bool operator==(const Range&) const = default;
};

// As on the command line: 2024-01-01, 2024-01-01T05:30, ...Z, now, or 7d for seven days before now.
[[nodiscard]] WICK_API Result<Time> parse_time(std::string_view text, Time now);

// 90s, 15m, 36h, 7d, 2w.
[[nodiscard]] WICK_API Result<Micros> parse_duration(std::string_view text);

// 2024-01-01T05:30:00Z; six fractional digits only when they are not all zero.
[[nodiscard]] WICK_API std::string to_text(Time time);

// One day's hours that bear a name.
struct Session {
  std::string tag{};  // LDN_METALS
  std::string timezone{};
  Range range{};
};

struct MarketState {
  bool open{};
  std::string reason{};  // trading, weekend, holiday, early_close, late_open, daily_break
  // What the pause is called by the time that is left of it: weekend, overnight or intrabreak.
  std::optional<std::string> pause{};
  // The next edge of its kind, also while the market is open; nothing where none is known.
  std::optional<Time> next_open{};
  std::optional<Time> next_close{};
  Range day{};                         // the trading day, from one rollover to the next
  std::optional<Time> holidays_end{};  // of the file of overrides: no holiday is known after it
  std::optional<Session> session{};
  // The windows of the last 24 hours, each its latest, with the minutes traded in them by then.
  struct SoFar {
    Session session{};
    std::int64_t trading_minutes{};
  };
  std::vector<SoFar> stats{};
};

// When a market trades: the rules of a profile, made into instants once. A value, cheap to copy,
// that any thread may ask. Asks no exchange. About instants outside `known()` it is kInvalid.
class WICK_API Calendar {
 public:
  struct Profile {
    std::string name{};
    std::string about{};
  };
  [[nodiscard]] static std::vector<Profile> profiles();  // the default one first

  // An unknown profile is kInvalid, and told with the nearest name. The file of overrides is that
  // of `wick calendar`; none is looked for. No usable database of time zones is kUnsupported.
  [[nodiscard]] static Result<Calendar> open(const std::string& profile = "fxcm-default",
                                             const std::string& overrides = "");

  [[nodiscard]] const std::string& profile() const;
  [[nodiscard]] Range known() const;  // the years 1990 to 2037

  [[nodiscard]] Result<MarketState> at(Time time) const;
  [[nodiscard]] Result<std::vector<Range>> hours(Range range) const;  // cut at its ends
  [[nodiscard]] Result<std::int64_t> trading_minutes(Range range) const;

 private:
  class Book;
  explicit Calendar(std::shared_ptr<const Book> book);
  std::shared_ptr<const Book> book_;
};

}  // namespace wick
