// Streams of bars over a disk in memory, for tests of the log that lays them down.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "core/series.hpp"
#include "fake/bars.hpp"
#include "fake/files.hpp"
#include "fake/world.hpp"
#include "store/bar_log.hpp"
#include "store/cache.hpp"

namespace wick::store {

using core::MonoTime;
using core::RangeSet;
using core::UtcTime;
using namespace std::chrono_literals;

inline const UtcTime kStreamedDay = core::midnight(2024, 3, 5);
inline constexpr core::Mark kStream{.origin = core::Origin::kStream};
inline constexpr core::Mark kRest{.origin = core::Origin::kRest};
inline constexpr core::Mark kArchive{.origin = core::Origin::kArchive};

// Both clocks, the first beginning with the day.
inline core::Now at(core::Micros since) {
  return {kStreamedDay + since, MonoTime{} + std::chrono::hours{1000} + since};
}

inline core::SeriesId series(core::Interval interval, const std::string& symbol = "BTCUSDT") {
  return {core::Provider::kBinance, core::Market::kSpot, core::ChartType::kKlines, symbol,
          interval};
}

class StreamedBars : public testing::Test {
 protected:
  StreamedBars() { EXPECT_TRUE(files_.make_folders("/c")); }

  [[nodiscard]] core::Grid grid() const { return core::grid_of(id_); }
  [[nodiscard]] std::string tail_path() const { return disk_.layout.tail(id_); }
  [[nodiscard]] core::Bar bar(core::Micros since, std::uint64_t seed = 1) const {
    return fake::bar_at(kStreamedDay + since, grid(), seed);
  }
  // Every bar that opens in there, each as soon as it has closed.
  void bring(BarLog& log, core::TimeRange opens, core::Mark mark = kStream,
             std::uint64_t seed = 1) {
    for (UtcTime t = grid().ceil(opens.begin); t < opens.end; t = grid().next(t)) {
      const core::Now closed = at(grid().next(t) - kStreamedDay);
      log.take(id_, fake::bar_at(t, grid(), seed), mark, closed);
      log.step(closed);
    }
  }
  static core::TimeRange hours(int begin, int end) {
    return {kStreamedDay + std::chrono::hours{begin}, kStreamedDay + std::chrono::hours{end}};
  }
  [[nodiscard]] std::vector<TailEntry> tail() { return Tail(files_, tail_path()).read()->entries; }
  [[nodiscard]] std::size_t tail_rows() {
    std::size_t rows = 0;
    for (const TailEntry& entry : tail()) rows += entry.rows.size();
    return rows;
  }
  struct Got {
    core::Series series;
    RangeSet settled;
    std::vector<std::string> errors;
  };
  [[nodiscard]] Got get(const RangeSet& opens, core::Micros now = 100 * 24h) {
    Cache cache(disk_);
    const auto inquiry = cache.ask(id_, opens);
    Got got;
    for (const port::Reply& reply : inquiry->step(at(now))) {
      for (const core::Chunk& chunk : reply.chunks) got.series.add(chunk);
      got.settled.add(reply.settled);
      if (reply.error) got.errors.push_back(reply.error->what);
    }
    return got;
  }
  using Tiers = std::map<core::Tier, std::size_t>;
  [[nodiscard]] bool has_day(int n = 0) {
    return static_cast<bool>(
        files_.facts(disk_.layout.sealed(id_, Period::day(kStreamedDay + n * core::kDay))));
  }
  [[nodiscard]] std::vector<JournalEntry> journal() {
    return Journal(files_, disk_.layout.journal(id_)).read()->entries;
  }
  // What a get fetches and keeps.
  void fetch(const RangeSet& opens, core::Mark mark, std::uint64_t seed = 1) {
    Cache cache(disk_);
    const auto keeping = cache.keep(id_);
    port::Reply reply;
    reply.asked = reply.settled = opens;
    reply.chunks.push_back(fake::bars(grid(), {.opens = opens, .seed = seed, .mark = mark}));
    reply.evidence.push_back({.object = "/klines", .checksum = "", .outcome = "", .requests = 1});
    keeping->take(reply, at(100 * 24h));
    keeping->finish(false, at(100 * 24h));
    EXPECT_FALSE(keeping->trouble());
  }

  core::SeriesId id_ = series(core::Interval::k1h);
  fake::Files files_;
  fake::SeededRandom random_{7};
  Disk disk_{.files = &files_, .random = &random_, .layout = Layout("/c"), .writer = "t"};
};

}  // namespace wick::store
