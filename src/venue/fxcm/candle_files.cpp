#include "venue/fxcm/candle_files.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/check.hpp"

namespace wick::venue::fxcm {
namespace {

using core::Interval;
using std::chrono::days;

constexpr core::Micros kWeek = days{7};

constexpr std::array<std::string_view, 21> kPairs = {
    "AUDCAD", "AUDCHF", "AUDJPY", "AUDNZD", "CADCHF", "EURAUD", "EURCHF",
    "EURGBP", "EURJPY", "EURUSD", "GBPCHF", "GBPJPY", "GBPNZD", "GBPUSD",
    "NZDCAD", "NZDCHF", "NZDJPY", "NZDUSD", "USDCAD", "USDCHF", "USDJPY"};

int year_at(core::UtcTime t) {
  return static_cast<int>(std::chrono::year_month_day(std::chrono::floor<days>(t)).year());
}

std::string folder(Interval filed) {
  if (filed == Interval::k1m) return "m1";
  return filed == Interval::k1h ? "H1" : "D1";
}

struct Guess {
  IsoWeek week;
  int shift{};
};

// The week before the first is told as the last of the year before, and as a 53rd, which some years
// have that ISO gives none; the same at the other end.
std::vector<Guess> guesses(core::UtcTime sunday, int shift) {
  const IsoWeek here = iso_week_of(sunday);
  const IsoWeek before = iso_week_of(sunday - kWeek);
  const IsoWeek after = iso_week_of(sunday + kWeek);
  std::vector<Guess> all{{here, 0}, {before, -1}};
  if (shift < 0) std::swap(all[0], all[1]);
  if (here.week == 1) all.push_back({{here.year - 1, 53}, 0});
  if (after.week == 1) all.push_back({{here.year, 53}, 0});
  all.push_back({after, 1});
  std::vector<Guess> each;
  for (const Guess& guess : all) {
    const bool told = std::ranges::find(each, guess.week, &Guess::week) != each.end();
    if (!told && guess.week.year >= kFirstYear) each.push_back(guess);
  }
  return each;
}

}  // namespace

bool is_filed_pair(std::string_view pair) {
  return std::ranges::find(kPairs, pair) != kPairs.end();
}

Interval filed_as(Interval interval) {
  switch (interval) {
    case Interval::k1m:
    case Interval::k5m:
    case Interval::k15m:
    case Interval::k30m:
      return Interval::k1m;
    case Interval::k1h:
    case Interval::k4h:
      return Interval::k1h;
    default:
      return Interval::k1d;
  }
}

core::TimeRange trading_week_of(core::UtcTime t) {
  const auto day = std::chrono::floor<days>(t);
  const auto since_sunday = std::chrono::weekday(day) - std::chrono::Sunday;
  const core::UtcTime begin = day - since_sunday;
  return {begin, begin + kWeek};
}

core::TimeRange year_of(core::UtcTime t) {
  const int year = year_at(t);
  return {core::midnight(year, 1, 1), core::midnight(year + 1, 1, 1)};
}

core::TimeRange period_of(Interval filed, core::UtcTime t) {
  return filed == Interval::k1d ? year_of(t) : trading_week_of(t);
}

// An ISO week belongs to the year of its Thursday.
IsoWeek iso_week_of(core::UtcTime sunday) {
  WICK_CHECK(trading_week_of(sunday).begin == sunday);
  const core::UtcTime thursday = sunday + days{4};
  const core::UtcTime new_year = year_of(thursday).begin;
  return {.year = year_at(thursday), .week = static_cast<int>((thursday - new_year) / kWeek) + 1};
}

std::vector<Candidate> candidates(const Wanted& wanted, int shift) {
  const std::string prefix = folder(wanted.filed) + "/" + std::string(wanted.pair) + "/";
  if (wanted.filed == Interval::k1d) {
    return {{.name = prefix + std::to_string(year_at(wanted.begin)) + ".csv.gz", .shift = 0}};
  }
  std::vector<Candidate> all;
  for (const Guess& guess : guesses(wanted.begin, shift)) {
    all.push_back({.name = prefix + std::to_string(guess.week.year) + "/" +
                           std::to_string(guess.week.week) + ".csv.gz",
                   .shift = guess.shift});
  }
  return all;
}

}  // namespace wick::venue::fxcm
