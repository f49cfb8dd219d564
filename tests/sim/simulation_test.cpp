// Runs of the whole of history, drawn from seeds and judged by what the exchange truly has.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/sanitized.hpp"
#include "core/time_text.hpp"
#include "stage.hpp"

namespace wick::simulation::simulation_test {
namespace {

using core::micros_of;
using namespace std::chrono_literals;

// Every bar is the truth's, every instant is a bar or a named hole, and what is said not to exist
// does not.
void judge(const Fetched& run, const Draw& d, core::TimeRange range, const Truth& truth) {
  const history::Answer& answer = run.answer;
  ASSERT_FALSE(answer.refusal) << answer.refusal->what;
  const core::Grid grid(d.interval);
  core::RangeSet accounted;
  core::UtcTime previous = core::UtcTime::min();
  for (const core::Bar& bar : answer.series.bars()) {
    ASSERT_GT(bar.open_time, previous) << "in order, one for each instant";
    previous = bar.open_time;
    const auto real = truth.find(bar.open_time);
    ASSERT_NE(real, truth.end()) << "made up: " << core::to_iso(bar.open_time);
    ASSERT_EQ(bar, real->second) << "altered: " << core::to_iso(bar.open_time);
    accounted.add({bar.open_time, grid.next(bar.open_time)});
  }
  for (const core::Hole& hole : answer.missing) {
    ASSERT_TRUE(accounted.intersect({hole.range}).empty()) << "both there and missing";
    accounted.add(hole.range);
    if (!core::settled(hole)) {
      EXPECT_FALSE(d.calm) << hole.evidence << " " << core::to_iso(hole.range.begin);
      continue;
    }
    const auto inside = truth.lower_bound(hole.range.begin);
    ASSERT_TRUE(inside == truth.end() || inside->first >= hole.range.end)
        << "said not to exist: " << core::to_iso(inside->first);
  }
  EXPECT_EQ(accounted, core::RangeSet{range}) << "every instant is a bar or a named hole";
  EXPECT_TRUE(answer.series.conflicts().empty());
  EXPECT_LT(run.took, 1h) << "it ends in bounded time";
}

// Flips a bit or cuts off the end of some file of the cache.
bool damage_a_file(fake::Files& files, fake::SeededRandom& random) {
  std::vector<std::string> paths;
  std::vector<std::string> folders{"/cache"};
  while (!folders.empty()) {
    const std::string folder = folders.back();
    folders.pop_back();
    const auto inner = files.list_folders(folder);
    if (!inner) continue;
    for (const std::string& name : *inner) folders.push_back(folder + "/" + name);
    const auto names = files.list(folder);
    for (const std::string& name : *names) paths.push_back(folder + "/" + name);
  }
  std::erase_if(paths, [&](const std::string& path) { return files.facts(path)->size == 0; });
  if (paths.empty()) return false;
  const std::string& path = paths[random.below(paths.size())];
  const std::uint64_t size = files.facts(path)->size;
  if (random.one_in(2)) {
    files.flip_bit(path, random.below(size * 8));
  } else {
    files.cut(path, random.below(size));
  }
  return true;
}

// Bars of days, or months, that lie inside the range and are past come from the cache.
void expect_cached(const Fetched& run, const Draw& d, core::UtcTime now) {
  const core::Grid grid(d.interval);
  for (const core::Chunk& chunk : run.answer.series.chunks()) {
    if (chunk.tier() == core::Tier::kCache) continue;
    for (std::size_t row = 0; row < chunk.size(); ++row) {
      const core::UtcTime open = chunk.open_time(row);
      const auto unit =
          core::length_max(d.interval) > 24h ? core::month_of(open) : core::day_of(open);
      const auto opens = core::bars_opening_in(unit, grid);
      const bool whole = d.range.begin <= opens.begin && opens.end <= d.range.end;
      ASSERT_FALSE(whole && unit.end <= now) << "not kept: " << core::to_iso(open);
    }
  }
}

std::uint64_t seeds_wanted() {
  const char* const text = std::getenv("WICK_SEEDS");  // NOLINT: read before any thread
  return text == nullptr ? (base::kSanitized ? 40 : 1'000) : std::strtoull(text, nullptr, 10);
}

TEST(Simulation, NothingIsLostMadeUpOrAlteredWhateverTheSeed) {
  auto exchange = sim::Exchange::open({.seed = 7, .scenario = "calm", .log_path = ""}, 0);
  ASSERT_TRUE(exchange) << exchange.error().what;
  std::size_t bars = 0;
  std::size_t partial = 0;
  for (std::uint64_t seed = 0; seed < seeds_wanted(); ++seed) {
    fake::SeededRandom random(seed);
    const Draw d = draw((*exchange)->market(), random);
    SCOPED_TRACE(testing::Message()
                 << "seed " << seed << ": " << d.symbol->name << " " << core::name(d.interval)
                 << " " << core::to_iso(d.range.begin) << " .. " << core::to_iso(d.range.end)
                 << " at " << core::to_iso(d.now) << "\n"
                 << d.scenario);
    const auto loaded = (*exchange)->load(d.scenario, micros_of(d.now));
    ASSERT_TRUE(loaded) << loaded.error().what;
    Stage stage(**exchange);
    const Fetched run = stage.fetch(series_of(d), {d.range, d.source, d.now, seed});
    judge(run, d, d.range, truth((*exchange)->market(), d, d.range));
    if (HasFatalFailure() || HasNonfatalFailure()) return;
    bars += run.answer.series.rows();
    partial += run.answer.missing.empty() ? 0 : 1;
  }
  RecordProperty("bars", static_cast<int>(bars));
  EXPECT_GT(bars, 0U);
  if (seeds_wanted() >= 1'000) {
    EXPECT_GT(partial, 20U) << "the faults must bite, or nothing was shown";
  }
}

// A program is stopped anywhere, the power may fail with it, the disk may be full or damaged; the
// next ones ask again for part of the same and more. Nothing false is ever served from the disk,
// and once the weather is calm a repeat finds every whole day that can be kept.
TEST(Simulation, ACacheNeverTellsAnythingButTheTruthWhateverHappenedBefore) {
  auto exchange = sim::Exchange::open({.seed = 7, .scenario = "calm", .log_path = ""}, 0);
  ASSERT_TRUE(exchange) << exchange.error().what;
  std::size_t cached = 0;
  std::size_t damaged = 0;
  for (std::uint64_t seed = 0; seed < std::max<std::uint64_t>(1, seeds_wanted() / 4); ++seed) {
    fake::SeededRandom random(seed * 77 + 5);
    Draw d = draw((*exchange)->market(), random);
    SCOPED_TRACE(testing::Message()
                 << "seed " << seed << ": " << d.symbol->name << " " << core::name(d.interval)
                 << " " << core::to_iso(d.range.begin) << " .. " << core::to_iso(d.range.end)
                 << " at " << core::to_iso(d.now));
    const Truth real = truth((*exchange)->market(), d, d.range);
    Stage stage(**exchange);
    core::UtcTime now = d.now;
    for (int program = 0; program < 3; ++program) {
      d.calm = false;
      ASSERT_TRUE((*exchange)->load(draw_scenario(random), micros_of(now)));
      if (random.one_in(2)) stage.files().kill_at(random.below(60));
      if (random.one_in(8)) stage.files().fill_disk();
      const Fetched run =
          stage.fetch(series_of(d), {d.range, wiring::SourceChoice::kAuto, now, random.next()});
      judge(run, d, d.range, real);
      stage.files().make_room();
      if (random.one_in(2)) {
        stage.files().cut_power_anywhere(random.next());
      } else {
        stage.files().restart();
      }
      if (random.one_in(3)) damaged += damage_a_file(stage.files(), random) ? 1 : 0;
      now += std::chrono::minutes{random.below(3'000)};
    }
    d.calm = true;
    ASSERT_TRUE(
        (*exchange)->load(R"({"name":"calm","about":"nothing","rules":[]})", micros_of(now)));
    const wiring::SourceChoice source = wiring::SourceChoice::kAuto;
    judge(stage.fetch(series_of(d), {d.range, source, now, 1}), d, d.range, real);
    const Fetched again = stage.fetch(series_of(d), {d.range, source, now, 2});
    judge(again, d, d.range, real);
    expect_cached(again, d, now);
    const auto tiers = again.answer.series.rows_by_tier();
    cached += tiers.contains(core::Tier::kCache) ? tiers.at(core::Tier::kCache) : 0;
    if (HasFatalFailure() || HasNonfatalFailure()) return;
  }
  EXPECT_GT(cached, 0U);
  if (seeds_wanted() >= 1'000) {
    EXPECT_GT(damaged, 20U);
  }
}

// The same seed is the same run, request by request.
TEST(Simulation, ASeedReplaysExactly) {
  auto exchange = sim::Exchange::open({.seed = 7, .scenario = "calm", .log_path = ""}, 0);
  ASSERT_TRUE(exchange);
  for (std::uint64_t seed = 0; seed < (base::kSanitized ? 8 : 20); ++seed) {
    std::vector<std::pair<int, std::size_t>> outcomes;
    std::vector<core::Micros> times;
    for (int round = 0; round < 2; ++round) {
      fake::SeededRandom random(seed);
      const Draw d = draw((*exchange)->market(), random);
      ASSERT_TRUE((*exchange)->load(d.scenario, micros_of(d.now)));
      Stage stage(**exchange);
      const Fetched run = stage.fetch(series_of(d), {d.range, d.source, d.now, seed});
      outcomes.emplace_back(run.answer.requests, run.answer.series.rows());
      times.push_back(run.took);
    }
    EXPECT_EQ(outcomes[0], outcomes[1]) << "seed " << seed;
    EXPECT_EQ(times[0], times[1]) << "seed " << seed;
  }
}

}  // namespace
}  // namespace wick::simulation::simulation_test
