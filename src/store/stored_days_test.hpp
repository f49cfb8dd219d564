// A store in memory, for tests of what takes care of one.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/series.hpp"
#include "fake/bars.hpp"
#include "fake/files.hpp"
#include "fake/world.hpp"
#include "store/shelf.hpp"

namespace wick::store {

struct StoredDays {
  explicit StoredDays(core::Interval interval)
      : id{core::Provider::kBinance, core::Market::kSpot, core::ChartType::kKlines, "BTCUSDT",
           interval} {}
  StoredDays(const StoredDays&) = delete;
  StoredDays& operator=(const StoredDays&) = delete;

  // One file with a bar for each instant but the holes.
  struct What {
    Period period;
    core::Source source{.origin = core::Origin::kArchive,
                        .revision = 0,
                        .object = "a.zip",
                        .checksum = "sha256:1",
                        .fetched = core::midnight(2024, 6, 1)};
    std::uint64_t seed{1};
    core::RangeSet holes{};
    std::uint32_t revision{};
  };
  void put(const What& what) {
    const core::TimeRange opens = core::bars_opening_in(what.period.range, shelf.grid());
    SealedFacts facts;
    facts.id = id;
    facts.period = what.period;
    facts.revision = what.revision;
    facts.expected = static_cast<std::uint64_t>(shelf.grid().count(opens));
    for (const core::TimeRange& range : what.holes.ranges()) {
      facts.holes.push_back(
          {{range, core::Cause::kNoBarAtSource, "REST has none"}, true, opens.end});
    }
    core::Chunk rows = fake::bars(shelf.grid(), {.opens = core::RangeSet{opens}.minus(what.holes),
                                                 .seed = what.seed,
                                                 .tier = core::Tier::kBulk,
                                                 .mark = what.source.mark()});
    ASSERT_TRUE(shelf.write(std::move(facts), {{what.source, std::move(rows)}}));
  }
  // Every day of the month but those left out.
  void put_days(core::UtcTime month, const core::RangeSet& but = {}) {
    const core::TimeRange range = core::month_of(month);
    for (core::UtcTime t = range.begin; t < range.end; t += core::kDay) {
      What what{.period = Period::day(t)};
      what.source.object = "day-" + name(what.period) + ".zip";
      what.seed = static_cast<std::uint64_t>((t - range.begin) / core::kDay);
      if (!but.contains(t)) put(what);
    }
  }

  // All that a reader sees of it, row by row with its source, and hole by hole.
  struct Seen {
    std::vector<std::pair<core::Bar, core::Source>> bars;
    std::vector<StoredHole> holes;
    std::size_t damaged{};

    bool operator==(const Seen&) const = default;
  };
  [[nodiscard]] Seen see(core::TimeRange opens) const {
    Seen seen;
    const auto look = shelf.look({opens});
    for (const Found& found : look.found) {
      for (const Sourced& part : found.parts) {
        for (std::size_t row = 0; row < part.rows.size(); ++row) {
          seen.bars.emplace_back(part.rows.bar(row), part.source);
        }
      }
      seen.holes.insert(seen.holes.end(), found.holes.begin(), found.holes.end());
    }
    std::ranges::sort(seen.bars, {}, [](const auto& bar) { return bar.first.open_time; });
    std::ranges::sort(seen.holes, {}, [](const StoredHole& hole) { return hole.hole.range.begin; });
    seen.damaged = look.damaged.size();
    return seen;
  }

  fake::Files files;
  fake::SeededRandom random{7};
  Disk disk{.files = &files, .random = &random, .layout = Layout("/c"), .writer = "test"};
  core::SeriesId id;
  Shelf shelf{disk, id};
};

}  // namespace wick::store
