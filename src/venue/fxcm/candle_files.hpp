// Which files of FXCM's candle archive may hold which bars. Pure.
//
//   /{m1|H1}/{PAIR}/{year}/{week}.csv.gz    a trading week, Sunday evening to Friday evening UTC
//   /D1/{PAIR}/{year}.csv.gz                a year
//
// The week in an address is only a guess at what is inside: in some years it is the ISO week of the
// Monday, in others the one before, and a week that holds New Year may be in the files of both
// years. So an address is looked at, and the times inside decide.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/interval.hpp"
#include "core/range_set.hpp"

namespace wick::venue::fxcm {

inline constexpr int kFirstYear = 2012;

// One of the pairs that the broker lists for its files: currencies, no metals.
[[nodiscard]] bool is_filed_pair(std::string_view pair);

// The bars that files hold; longer ones are made of them.
[[nodiscard]] core::Interval filed_as(core::Interval interval);

// From Sunday 00:00 to the next.
[[nodiscard]] core::TimeRange trading_week_of(core::UtcTime t);
[[nodiscard]] core::TimeRange year_of(core::UtcTime t);

// The week or the year that a file of such bars should hold; `filed` is one of filed_as().
[[nodiscard]] core::TimeRange period_of(core::Interval filed, core::UtcTime t);

struct IsoWeek {
  int year{};
  int week{};

  bool operator==(const IsoWeek&) const = default;
};
// The ISO week of the Monday in the trading week that begins on that Sunday.
[[nodiscard]] IsoWeek iso_week_of(core::UtcTime sunday);

// Where the period may be, the likeliest first. `shift` is by how many weeks the numbers of that
// year were last found to differ from ISO's: 0 or -1, where nothing was found yet 0.
struct Wanted {
  std::string_view pair;
  core::Interval filed{};
  core::UtcTime begin;  // of the period
};
struct Candidate {
  std::string name;  // without the host and its slash
  int shift{};       // that it would show, if it is there

  bool operator==(const Candidate&) const = default;
};
[[nodiscard]] std::vector<Candidate> candidates(const Wanted& wanted, int shift);

}  // namespace wick::venue::fxcm
