// Whatever happens in whatever order, after a last finish() everything reads back as a map from
// instants to their best bars has it. The map knows nothing of tails, days, locks or commits.
#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "base/sanitized.hpp"
#include "core/series.hpp"
#include "fake/bars.hpp"
#include "fake/files.hpp"
#include "fake/world.hpp"
#include "store/bar_log.hpp"
#include "store/cache.hpp"

namespace wick::store::bar_log_property_test {
namespace {

using core::MonoTime;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kDay = core::midnight(2024, 3, 5);
const core::Grid kGrid(core::Interval::k1h);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};
constexpr int kDays = 4;

class Story {
 public:
  explicit Story(std::uint64_t seed) : random_(seed) {
    for (Program& program : programs_) program.log = std::make_unique<BarLog>(disk_);
  }

  void happen() {
    switch (random_.below(12)) {
      case 0:
        return pass(std::chrono::minutes{random_.below(300)});
      case 1:
        return finish(any());
      case 2:
        return start_again(any());
      case 3:
        return get();
      case 4:
        return hold();
      case 5:
        return files_.set_health(random_.one_in(3) ? fake::Files::Health::kFull
                                                   : fake::Files::Health::kGood);
      default:
        return take(any());
    }
  }

  void end() {
    held_.reset();
    files_.make_room();
    pass(1h);
    for (Program& program : programs_) finish(program);
    for (Program& program : programs_) ASSERT_FALSE(program.log->trouble());
    expect_equal();
    expect_no_copies();
  }

 private:
  struct Known {
    core::Bar bar;
    core::Mark mark;
  };
  struct Taken {
    core::Bar bar;
    core::Mark mark;
  };
  struct Program {
    std::unique_ptr<BarLog> log;
    std::vector<Taken> maybe_lost;  // by being killed
  };

  Program& any() { return programs_.at(random_.below(programs_.size())); }
  [[nodiscard]] core::Now now() const { return {kDay + clock_, MonoTime{} + clock_}; }

  // The mark decides the value, so that the best mark decides what stands; two marks may agree.
  static core::Bar bar_of(UtcTime open, core::Mark mark) {
    const bool rest = mark.origin == core::Origin::kRest;
    return fake::bar_at(open, kGrid, mark.revision > 0 ? 5 : rest ? 2 : 1);
  }
  void know(UtcTime open, core::Mark mark) {
    const auto [at, is_new] = model_.try_emplace(open, Known{bar_of(open, mark), mark});
    if (!is_new && core::beats(mark, at->second.mark)) at->second = {bar_of(open, mark), mark};
  }

  void take(Program& program) {
    const int hours = static_cast<int>(clock_ / 1h);
    if (hours == 0) return pass(1h);
    // Mostly the latest bars, in order and again; sometimes any.
    const auto back = random_.below(random_.one_in(4) ? static_cast<std::uint64_t>(hours) : 4);
    const int hour = std::max(0, hours - 1 - static_cast<int>(back));
    const core::Mark mark{
        .revision = random_.one_in(12) ? 1U : 0U,
        .origin = random_.one_in(4) ? core::Origin::kRest : core::Origin::kStream};
    const UtcTime open = kDay + std::chrono::hours{hour};
    program.maybe_lost.push_back({bar_of(open, mark), mark});
    program.log->take(kSeries, bar_of(open, mark), mark, now());
    know(open, mark);
  }

  void pass(core::Micros time) {
    for (const core::Micros until = clock_ + time; clock_ < until;) {
      clock_ = std::min(until, clock_ + core::Micros{std::chrono::minutes{1 + random_.below(30)}});
      for (Program& program : programs_) program.log->step(now());
    }
  }

  void finish(Program& program) {
    program.log->finish(now());
    if (!program.log->trouble()) program.maybe_lost.clear();
  }

  // Killed; then history brings again what may be lost.
  void start_again(Program& program) {
    program.log = std::make_unique<BarLog>(disk_);
    for (const Taken& lost : program.maybe_lost)
      program.log->take(kSeries, lost.bar, lost.mark, now());
  }

  // A whole past day, or a part of one that is kept because the request was interrupted.
  void get() {
    if (held_) held_.reset();
    files_.make_room();
    const auto days = static_cast<std::uint64_t>(clock_ / 24h);
    if (days == 0) return;
    const UtcTime day = kDay + 24h * random_.below(days);
    const bool whole = random_.one_in(2);
    const core::TimeRange opens = whole ? core::day_of(day) : core::TimeRange{day + 3h, day + 9h};
    const core::Mark mark{.origin = core::Origin::kRest};
    Cache cache(disk_);
    const auto keeping = cache.keep(kSeries);
    port::Reply reply;
    reply.asked = reply.settled = {opens};
    reply.chunks.push_back(fake::bars(kGrid, {.opens = {opens}, .seed = 2, .mark = mark}));
    reply.evidence.push_back({.object = "/klines", .checksum = "", .outcome = "", .requests = 1});
    keeping->take(reply, now());
    keeping->finish(true, now());
    ASSERT_FALSE(keeping->trouble());
    for (UtcTime t = opens.begin; t < opens.end; t += 1h) know(t, mark);
  }

  void hold() {
    if (held_) return held_.reset();
    auto lock = Shelf(disk_, kSeries).try_lock();
    if (lock && *lock) held_ = **lock;
  }

  void expect_equal() {
    Cache cache(disk_);
    const auto inquiry = cache.ask(kSeries, {{kDay, kDay + 24h * (kDays + 30)}});
    core::Series series;
    for (const port::Reply& reply : inquiry->step(now())) {
      for (const core::Chunk& chunk : reply.chunks) series.add(chunk);
      EXPECT_FALSE(reply.error);
    }
    EXPECT_TRUE(series.conflicts().empty());
    std::vector<core::Bar> expected;
    for (const auto& [open, known] : model_) expected.push_back(known.bar);
    EXPECT_EQ(series.bars(), expected);
  }

  // One value of one instant is in the tail once for each mark at most.
  void expect_no_copies() {
    std::map<std::pair<UtcTime, std::uint32_t>, int> copies;
    const auto tail = Tail(files_, disk_.layout.tail(kSeries)).read();
    ASSERT_TRUE(tail);
    for (const TailEntry& entry : tail->entries) {
      if (entry.source.object == "/klines") continue;  // what a get left there
      const std::uint32_t mark =
          entry.source.revision * 10 + static_cast<std::uint32_t>(entry.source.origin);
      for (std::size_t row = 0; row < entry.rows.size(); ++row) {
        EXPECT_EQ(++copies[std::pair(entry.rows.open_time(row), mark)], 1);
      }
    }
  }

  fake::SeededRandom random_;
  fake::Files files_;
  Disk disk_{.files = &files_, .random = &random_, .layout = Layout("/c"), .writer = "t"};
  std::array<Program, 2> programs_;
  std::map<UtcTime, Known> model_;
  core::Micros clock_{};
  port::Files::Lock held_;
};

TEST(BarLogProperty, EverythingReadsBack) {
  constexpr std::uint64_t kSeeds = base::kSanitized ? 30 : 300;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Story story(seed);
    for (int n = 0; n < 250; ++n) story.happen();
    story.end();
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace wick::store::bar_log_property_test
