// Every write-side call of a commit is the last one once, and the last one before the power fails
// once. What was acknowledged before is there afterwards, what was not is wholly there or not at
// all, no reader sees anything torn, and the same work done again ends as if nothing had happened.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "base/sanitized.hpp"
#include "core/series.hpp"
#include "fake/bars.hpp"
#include "fake/files.hpp"
#include "fake/world.hpp"
#include "store/bar_log.hpp"
#include "store/cache.hpp"

namespace wick::store::crash_test {
namespace {

using core::RangeSet;
using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::Now kNow{kDay + 24h * 100, {}};
const core::Grid kGrid(core::Interval::k1h);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};
const RangeSet kDayOne{{kDay, kDay + 24h}};
const RangeSet kMonth{core::month_of(kDay)};

struct Brought {
  RangeSet opens;
  core::Mark mark{};
  std::uint64_t seed{1};
  bool interrupted{};
  bool streamed{};  // bar by bar, through the log of a stream
  core::Now now{kNow};
};

Cache open_cache(fake::Files& files, fake::SeededRandom& random) {
  return Cache({.files = &files, .random = &random, .layout = Layout("/cache"), .writer = "t"});
}

core::Chunk rows_of(const Brought& what) {
  return fake::bars(kGrid, {.opens = what.opens, .seed = what.seed, .mark = what.mark});
}

bool stream(fake::Files& files, fake::SeededRandom& random, const Brought& what) {
  BarLog log({.files = &files, .random = &random, .layout = Layout("/cache"), .writer = "t"});
  const core::Chunk rows = rows_of(what);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    log.take(kSeries, rows.bar(row), what.mark, what.now);
  }
  log.finish(what.now);
  return !log.trouble();
}

// True when the store said that everything is kept.
bool bring(fake::Files& files, fake::SeededRandom& random, const Brought& what) {
  if (what.streamed) return stream(files, random, what);
  Cache cache = open_cache(files, random);
  const auto keeping = cache.keep(kSeries);
  port::Reply reply;
  reply.asked = what.opens;
  reply.settled = what.opens;
  reply.chunks.push_back(rows_of(what));
  reply.evidence.push_back({.object = "x", .checksum = "sha256:1", .outcome = "", .requests = 1});
  keeping->take(reply, what.now);
  keeping->finish(what.interrupted, what.now);
  return !keeping->trouble();
}

struct Seen {
  RangeSet settled;
  std::vector<core::Bar> bars;
  std::vector<std::string> errors;
};

Seen look(fake::Files& files, fake::SeededRandom& random) {
  Cache cache = open_cache(files, random);
  const auto inquiry = cache.ask(kSeries, kMonth);
  core::Series series;
  Seen seen;
  while (!inquiry->finished()) {
    for (const port::Reply& reply : inquiry->step(kNow)) {
      for (const core::Chunk& chunk : reply.chunks) series.add(chunk);
      seen.settled.add(reply.settled);
      if (reply.error) seen.errors.push_back(reply.error->what);
    }
  }
  seen.bars = series.bars();
  EXPECT_TRUE(series.conflicts().empty());
  return seen;
}

// One commit, and what is on disk before it.
struct Commit {
  const char* name;
  std::vector<Brought> before;
  Brought work;
};

const core::Mark kArchive{.origin = core::Origin::kArchive};

const core::Mark kStreamed{.origin = core::Origin::kStream};

std::vector<Commit> commits_of_a_stream() {
  const auto streamed = [](RangeSet opens) {
    return Brought{.opens = std::move(opens), .mark = kStreamed, .streamed = true};
  };
  const RangeSet morning{{kDay, kDay + 10h}};
  const RangeSet evening{{kDay + 10h, kDay + 24h}};
  const RangeSet next{{kDay + 24h, kDay + 30h}};
  const RangeSet both{{kDay + 10h, kDay + 30h}};
  Brought early = streamed(kDayOne);
  early.now = {kDay + 24h - 1s, {}};  // by a clock that is behind, so the day is not sealed yet
  Brought better = streamed(both);
  better.mark.origin = core::Origin::kRest;
  better.seed = 9;
  Brought better_morning = better;
  better_morning.opens = morning;
  return {
      {"StreamIntoATail", {}, streamed(morning)},
      {"StreamIntoATailAgain", {streamed(morning)}, streamed(next)},
      {"StreamFoldsADay", {streamed(morning)}, streamed(evening)},
      {"StreamFoldsOneDayAndGoesOn", {streamed(morning)}, streamed(both)},
      {"StreamFoldsWhatWasLeftBehind", {early}, streamed(next)},
      {"StreamBringsBetterValues", {streamed({{kDay, kDay + 20h}})}, better},
      {"StreamIntoASealedDay", {{.opens = kDayOne, .mark = kArchive}}, better_morning},
  };
}

std::vector<Commit> commits_of_a_request() {
  const RangeSet morning{{kDay, kDay + 10h}};
  const RangeSet evening{{kDay + 10h, kDay + 24h}};
  return {
      {"SealADay", {}, {.opens = kDayOne}},
      {"SealAMonth", {}, {.opens = kMonth, .mark = kArchive}},
      {"AppendToATail", {}, {.opens = morning, .interrupted = true}},
      {"AppendToATailAgain",
       {{.opens = morning, .interrupted = true}},
       {.opens = {{kDay + 24h, kDay + 30h}}, .interrupted = true}},
      {"FoldATailIntoADay", {{.opens = morning, .interrupted = true}}, {.opens = evening}},
      {"FoldOneDayOfATail",
       {{.opens = {{kDay, kDay + 10h}, {kDay + 24h, kDay + 30h}}, .interrupted = true}},
       {.opens = evening}},
      {"ReviseADay",
       {{.opens = kDayOne}},
       {.opens = morning, .mark = {.revision = 1, .origin = core::Origin::kRest}, .seed = 9}},
      {"ReviseADayOfAMonth",
       {{.opens = kMonth, .mark = kArchive}},
       {.opens = morning, .mark = {.revision = 1, .origin = core::Origin::kArchive}, .seed = 9}},
      {"FoldDaysIntoAMonth",
       {{.opens = kDayOne}},
       {.opens = kMonth.minus(kDayOne), .mark = kArchive}},
  };
}

std::vector<Commit> commits() {
  std::vector<Commit> all = commits_of_a_request();
  std::ranges::move(commits_of_a_stream(), std::back_inserter(all));
  return all;
}

class Crash : public testing::TestWithParam<std::size_t> {
 protected:
  static void prepare(fake::Files& files, fake::SeededRandom& random, const Commit& commit) {
    for (const Brought& before : commit.before) ASSERT_TRUE(bring(files, random, before));
  }

  // Runs the commit with the program killed at its n-th call, then what `disaster` does to the
  // disk, and looks. False when the commit had no n-th call.
  static bool strike(const Commit& commit, std::uint64_t call,
                     const std::function<void(fake::Files&)>& disaster) {
    fake::SeededRandom random(call + 1);
    fake::Files files;
    prepare(files, random, commit);
    const Seen before = look(files, random);
    const std::uint64_t calls = files.write_calls();
    files.kill_at(call);
    const bool acknowledged = bring(files, random, commit.work);
    const bool struck = files.write_calls() - calls > call;
    disaster(files);

    const Seen after = look(files, random);
    // Half a record that was never acknowledged, some sectors of it missing, is all that may be
    // complained of.
    for (const std::string& error : after.errors) {
      EXPECT_TRUE(!acknowledged && error.ends_with("damaged bytes")) << error;
    }
    EXPECT_TRUE(before.settled.minus(after.settled).empty()) << "something acknowledged is lost";
    EXPECT_TRUE(bring(files, random, commit.work)) << "the work cannot be done again";
    const Seen again = look(files, random);

    fake::Files calm;
    prepare(calm, random, commit);
    EXPECT_TRUE(bring(calm, random, commit.work));
    const Seen expected = look(calm, random);
    EXPECT_EQ(again.bars, expected.bars);
    EXPECT_EQ(again.settled, expected.settled);
    EXPECT_TRUE(after.bars == before.bars || after.bars == expected.bars ||
                after.settled != before.settled)
        << "neither the old nor the new values";
    for (const core::Bar& bar : after.bars) {
      const bool known = std::ranges::find(before.bars, bar) != before.bars.end() ||
                         std::ranges::find(expected.bars, bar) != expected.bars.end();
      EXPECT_TRUE(known) << "a bar that nobody brought";
    }
    if (acknowledged) {
      EXPECT_EQ(after.bars, expected.bars) << "said to be kept, and is not";
    }
    return struck;
  }
};

TEST_P(Crash, KilledAtEveryCall) {
  const Commit commit = commits()[GetParam()];
  std::uint64_t call = 0;
  while (strike(commit, call, [](fake::Files& files) { files.restart(); })) ++call;
  EXPECT_GT(call, 3U) << "there was something to kill";
}

constexpr std::uint64_t kSeeds = base::kSanitized ? 4 : 20;

TEST_P(Crash, PowerCutAtEveryCall) {
  const Commit commit = commits()[GetParam()];
  std::uint64_t call = 0;
  while (strike(commit, call, [](fake::Files& files) { files.cut_power(); })) ++call;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    for (std::uint64_t at = 0; at <= call; ++at) {
      (void)strike(commit, at,
                   [&](fake::Files& files) { files.cut_power_anywhere(seed + at * 97); });
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, Crash, testing::Range(std::size_t{0}, commits().size()),
                         [](const auto& one) { return std::string(commits()[one.param].name); });

}  // namespace
}  // namespace wick::store::crash_test
