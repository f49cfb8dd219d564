#include "store/compacting.hpp"

#include <algorithm>

#include "store/sealed.hpp"
#include "store/stored_days_test.hpp"

namespace wick::store::compacting_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kMarch = core::midnight(2024, 3, 1);
const core::TimeRange kMonth = core::month_of(kMarch);
const Period kFile = Period::month_with(kMarch);
const core::UtcTime kNow = core::midnight(2024, 6, 1);

core::UtcTime march(unsigned day) {
  return core::midnight(2024, 3, day);
}

// Days with holes, a day of two sources, revisions.
void put_a_colourful_month(StoredDays& store) {
  store.put_days(kMarch, {core::day_of(march(5)), core::day_of(march(9))});
  store.put({.period = Period::day(march(5)), .holes = {{march(5) + 4h, march(5) + 8h}}});
  StoredDays::What what{.period = Period::day(march(9)), .seed = 77, .revision = 4};
  what.source.revision = 4;
  store.put(what);
}

TEST(Folding, DaysBecomeAMonthThatReadsTheSame) {
  StoredDays store(core::Interval::k1h);
  put_a_colourful_month(store);
  const auto before = store.see(kMonth);
  ASSERT_EQ(before.bars.size(), 31 * 24U - 4);
  EXPECT_EQ(months_to_fold(store.shelf, kNow), std::vector{kFile});

  const std::size_t unsynced = store.files.unsynced_names();
  const auto folded = fold(store.shelf, kFile, kNow);
  ASSERT_TRUE(folded) << folded.error().what;
  EXPECT_EQ(folded->days, 31U);
  // The lock and what is removed; the month's own name is durable before any day goes.
  EXPECT_EQ(store.files.unsynced_names() - unsynced, 32U);
  EXPECT_EQ(folded->rows, 31 * 24U - 4);
  EXPECT_EQ(store.see(kMonth), before);
  EXPECT_EQ(store.shelf.periods(), std::vector{kFile});
  const auto month = store.shelf.open(kFile);
  ASSERT_TRUE(month && *month);
  EXPECT_EQ((*month)->facts.revision, 4U);
  EXPECT_EQ((*month)->facts.expected, 31 * 24U);
  EXPECT_EQ((*month)->facts.writer, "test");
  EXPECT_EQ((*month)->facts.holes.size(), 1U);

  EXPECT_TRUE(months_to_fold(store.shelf, kNow).empty());
  const std::uint64_t calls = store.files.write_calls();
  const auto again = fold(store.shelf, kFile, kNow);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->days, 0U);
  EXPECT_LE(store.files.write_calls() - calls, 2U);  // the lock and its folder
}

TEST(Folding, ARepairedDayReplacesThatDayOfItsMonth) {
  StoredDays store(core::Interval::k1h);
  StoredDays::What month{.period = kFile,
                         .holes = {{march(2), march(2) + 2h}, {march(3), march(4)}}};
  store.put(month);
  StoredDays::What day{.period = Period::day(march(3)), .seed = 5, .revision = 1};
  day.source.revision = 1;
  store.put(day);
  const auto before = store.see(kMonth);
  const auto folded = fold(store.shelf, kFile, kNow);
  ASSERT_TRUE(folded) << folded.error().what;
  EXPECT_EQ(folded->days, 1U);
  EXPECT_EQ(store.see(kMonth), before);
  EXPECT_EQ(store.shelf.periods(), std::vector{kFile});
}

TEST(Folding, AMonthThatMissesADayOrIsTooYoungIsLeftAlone) {
  StoredDays store(core::Interval::k1h);
  store.put_days(kMarch, {core::day_of(march(31))});
  EXPECT_TRUE(months_to_fold(store.shelf, kNow).empty());
  const auto folded = fold(store.shelf, kFile, kNow);
  ASSERT_TRUE(folded);
  EXPECT_EQ(folded->days, 0U);
  EXPECT_EQ(store.shelf.periods().size(), 30U);

  store.put({.period = Period::day(march(31))});
  EXPECT_TRUE(months_to_fold(store.shelf, kMonth.end + 3 * 24h - 1us).empty());
  EXPECT_EQ(months_to_fold(store.shelf, kMonth.end + 3 * 24h).size(), 1U);
}

TEST(Folding, LongBarsHaveNoDaysToFold) {
  StoredDays store(core::Interval::k1w);
  store.put({.period = kFile});
  EXPECT_TRUE(months_to_fold(store.shelf, kNow).empty());
}

TEST(Folding, ADamagedDayStopsItBeforeAnythingChanges) {
  StoredDays store(core::Interval::k1h);
  store.put_days(kMarch);
  const std::string path = store.disk.layout.sealed(store.id, Period::day(march(20)));
  store.files.flip_bit(path, 8 * 1000 + 3);
  const auto before = store.see(kMonth);
  ASSERT_EQ(before.damaged, 1U);
  const auto folded = fold(store.shelf, kFile, kNow);
  ASSERT_FALSE(folded);
  EXPECT_EQ(folded.error().kind, base::ErrorKind::kCorrupt);
  EXPECT_NE(folded.error().what.find("2024-03-20"), std::string::npos);
  EXPECT_EQ(store.see(kMonth), before);
  EXPECT_EQ(store.shelf.periods().size(), 31U);
  EXPECT_TRUE(store.files.list(store.disk.layout.months(store.id))->empty());
}

TEST(Folding, AMonthOfSecondsIsWrittenDayByDay) {
  StoredDays store(core::Interval::k1s);
  // Whole days of seconds would be too slow here: all but a minute of each is a hole.
  for (unsigned day = 1; day <= 31; ++day) {
    store.put({.period = Period::day(march(day)), .holes = {{march(day) + 60s, march(day) + 24h}}});
  }
  const auto before = store.see(kMonth);
  const auto folded = fold(store.shelf, kFile, kNow);
  ASSERT_TRUE(folded) << folded.error().what;
  EXPECT_EQ(store.see(kMonth), before);
  const std::string path = store.disk.layout.sealed(store.id, kFile);
  const auto view = arrow::FileView::open(store.files.map(path)->bytes);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->batches(), 31U);
}

// A month that was sealed long ago, and days of it that were repaired since.
void put_a_repaired_month(StoredDays& store) {
  store.put({.period = kFile, .holes = {{march(30), march(31)}}});
  for (const unsigned day : {3U, 9U, 31U}) {
    StoredDays::What what{.period = Period::day(march(day)), .seed = day, .revision = day};
    what.source.revision = day;
    store.put(what);
  }
}

// Killed, or without power, at any call that changes the disk: readers see the same rows, and the
// next time finishes the job.
struct Stop {
  const char* name;
  void (*put)(StoredDays&);
  void (*end)(fake::Files&, std::uint64_t call);
};
class FoldingStopped : public testing::TestWithParam<Stop> {};

TEST_P(FoldingStopped, AtAnyCallLosesNothing) {
  StoredDays untouched(core::Interval::k4h);
  GetParam().put(untouched);
  const auto before = untouched.see(kMonth);
  ASSERT_EQ(before.damaged, 0U);
  bool done = false;
  for (std::uint64_t call = 0; !done; ++call) {
    ASSERT_LT(call, 200U);
    StoredDays store(core::Interval::k4h);
    GetParam().put(store);
    store.files.kill_at(call);
    done = bool(fold(store.shelf, kFile, kNow));
    GetParam().end(store.files, call);
    ASSERT_EQ(store.see(kMonth), before) << "stopped at call " << call;

    const auto again = fold(store.shelf, kFile, kNow);
    ASSERT_TRUE(again) << again.error().what;
    ASSERT_EQ(store.see(kMonth), before) << "stopped at call " << call;
    ASSERT_EQ(store.shelf.periods(), std::vector{kFile}) << "stopped at call " << call;
  }
}

void restart(fake::Files& files, std::uint64_t /*call*/) {
  files.restart();
}
void cut_power(fake::Files& files, std::uint64_t /*call*/) {
  files.cut_power();
}
void cut_power_anywhere(fake::Files& files, std::uint64_t call) {
  files.cut_power_anywhere(call + 1);
}

INSTANTIATE_TEST_SUITE_P(
    Ends, FoldingStopped,
    testing::Values(Stop{"DaysKilled", put_a_colourful_month, restart},
                    Stop{"DaysWithoutPower", put_a_colourful_month, cut_power_anywhere},
                    Stop{"RepairsKilled", put_a_repaired_month, restart},
                    Stop{"RepairsWithoutPower", put_a_repaired_month, cut_power},
                    Stop{"RepairsWithSomeOfIt", put_a_repaired_month, cut_power_anywhere}),
    [](const auto& stop) { return stop.param.name; });

}  // namespace
}  // namespace wick::store::compacting_test
