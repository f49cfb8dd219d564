// Everything that lies in a cache folder, series by series.
//
// Looks at names, sizes and times; no file is opened and nothing is changed. The answer is sorted,
// so the same folder gives the same answer. What has no place in the layout is named as unknown and
// left alone.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "port/files.hpp"
#include "store/layout.hpp"

namespace wick::store {

enum class FileKind : std::uint8_t { kMonth, kDay, kTail, kJournal };
[[nodiscard]] inline bool is_sealed(FileKind kind) {
  return kind == FileKind::kMonth || kind == FileKind::kDay;
}

struct CensusFile {
  std::string path;
  FileKind kind{};
  Period period;  // of a month or a day
  port::FileFacts facts;
};

struct SeriesCensus {
  core::SeriesId id;
  std::vector<CensusFile> files;  // months, days, tail, journal; each in order of time

  [[nodiscard]] std::uint64_t bytes() const;
  [[nodiscard]] core::UtcTime used() const;  // the latest of its sealed files
  // From the first bar of a sealed file to the end of the last; empty where there is none.
  [[nodiscard]] core::TimeRange span() const;
  [[nodiscard]] bool has(const Period& period) const;
};

struct Stray {
  std::string path;
  port::FileFacts facts;
};

// A damaged file that was moved away, and what it held where its name tells that.
struct Quarantined {
  Stray file;
  std::optional<Layout::Place> place;
};

struct CensusFilter {
  std::set<std::string> symbols{};  // none: all of them
  std::optional<core::Market> market{};
  std::optional<core::Interval> interval{};
  std::optional<core::Provider> provider{};
  std::optional<core::ChartType> chart{};

  [[nodiscard]] bool lets_through(const core::SeriesId& id) const;
  [[nodiscard]] bool everything() const {
    return symbols.empty() && !market && !interval && !provider && !chart;
  }
};

struct Census {
  std::vector<SeriesCensus> series;      // by market, symbol and interval
  std::vector<Stray> leftovers;          // temporary files: of writers killed, or still at work
  std::vector<Stray> unknown;            // a folder's path ends with a slash
  std::vector<Quarantined> quarantined;  // with a filter, only those whose name says that they fit
  std::vector<base::Error> unreadable;   // folders that could not be looked into
};

[[nodiscard]] Census take_census(port::Files& files, const Layout& layout,
                                 const CensusFilter& filter = {});

// "spot-BTCUSDT-1m-2024-03-05.123.damaged" to what it held.
[[nodiscard]] std::optional<Layout::Place> place_of_quarantined(std::string_view name);

}  // namespace wick::store
