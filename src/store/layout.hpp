// Where on disk the bars of a series rest.
//
// Pure: paths are computed here and nowhere else; nothing is read or written. A name never depends
// on case alone, so a file system that folds case keeps a minute and a month apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/series_id.hpp"

namespace wick::store {

// What one sealed file holds: the bars that open in a day or in a month.
struct Period {
  core::TimeRange range;
  bool month{};

  [[nodiscard]] static Period day(core::UtcTime t) { return {core::day_of(t), false}; }
  [[nodiscard]] static Period month_with(core::UtcTime t) { return {core::month_of(t), true}; }
  bool operator==(const Period&) const = default;
};
[[nodiscard]] std::string name(const Period& period);  // 2024-03-05 or 2024-03
[[nodiscard]] std::optional<Period> parse_period(std::string_view text);

class Layout {
 public:
  explicit Layout(std::string root);

  // {root}/{provider}/{market}/{chart}/daily/{SYMBOL}/{interval}/{YYYY-MM-DD}.arrow, and the same
  // under monthly/, {YYYY-MM}.arrow; three-day, weekly and monthly bars have only these.
  [[nodiscard]] std::string sealed(const core::SeriesId& id, const Period& period) const;
  [[nodiscard]] std::string days(const core::SeriesId& id) const;    // folder of the day files
  [[nodiscard]] std::string months(const core::SeriesId& id) const;  // folder of the month files

  // Beside them, under series/: what a series has only one of.
  [[nodiscard]] std::string tail(const core::SeriesId& id) const;
  [[nodiscard]] std::string journal(const core::SeriesId& id) const;
  [[nodiscard]] std::string lock(const core::SeriesId& id) const;
  [[nodiscard]] std::string turns(const core::SeriesId& id) const;  // who is fetching what

  [[nodiscard]] std::string quarantine() const;  // folder of damaged files
  // spot-BTCUSDT-1m-2024-03-05.{number}.damaged in there; the provider and the chart stand before
  // and behind the market where they are others than binance and klines.
  [[nodiscard]] std::string aside(const core::SeriesId& id, std::string_view what,
                                  std::uint64_t number) const;
  [[nodiscard]] std::string events() const;  // one line for each request
  [[nodiscard]] const std::string& root() const { return root_; }

  // The series and the period of a sealed file, read from its path; nothing for other paths.
  struct Place {
    core::SeriesId id;
    Period period;
  };
  [[nodiscard]] std::optional<Place> place_of(std::string_view path) const;

 private:
  [[nodiscard]] std::string folder(const core::SeriesId& id, const char* unit) const;

  std::string root_;
};

// Whether bars of that interval are too long for day files.
[[nodiscard]] bool lives_in_months(core::Interval interval);

// The period whose file a bar that opens at `t` is sealed in first: its day, or its month where
// there are no day files.
[[nodiscard]] Period unit_with(core::Interval interval, core::UtcTime t);

}  // namespace wick::store
