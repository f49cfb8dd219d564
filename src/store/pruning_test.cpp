#include "store/pruning.hpp"

#include "store/stored_days_test.hpp"

namespace wick::store::pruning_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kMarch = core::midnight(2024, 3, 1);

CensusFile file(const Period& period, std::uint64_t size, core::UtcTime used) {
  const FileKind kind = period.month ? FileKind::kMonth : FileKind::kDay;
  return {.path = name(period), .kind = kind, .period = period, .facts = {size, used, used}};
}

std::vector<std::string> names(const std::vector<Expendable>& groups) {
  std::vector<std::string> names;
  for (const Expendable& group : groups) {
    std::string& all = names.emplace_back();
    for (const CensusFile& one : group.files) all += one.path + " ";
  }
  return names;
}

Census census() {
  SeriesCensus series;
  series.id.symbol = "BTCUSDT";
  series.files = {file(Period::month_with(kMarch - 24h), 100, kMarch + 1h),
                  file(Period::day(kMarch - 24h), 10, kMarch + 9h),
                  file(Period::day(kMarch), 20, kMarch + 3h),
                  file(Period::day(kMarch + 24h), 20, kMarch + 2h),
                  {.path = "tail", .kind = FileKind::kTail, .period = {}, .facts = {5, {}, {}}}};
  Census census;
  census.series = {series};
  return census;
}

TEST(Pruning, TheLongestUnusedGoFirstAndNoMoreThanNeeded) {
  EXPECT_EQ(bytes_of(census()), 155U);
  EXPECT_TRUE(plan_pruning(census(), {.size_max = 155}).empty());
  EXPECT_EQ(names(plan_pruning(census(), {.size_max = 154})),
            std::vector<std::string>{"2024-03-02 "});
  EXPECT_EQ(names(plan_pruning(census(), {.size_max = 134})),
            (std::vector<std::string>{"2024-03-02 ", "2024-03-01 "}));
}

TEST(Pruning, AMonthGoesWithTheDaysThatCorrectItAndLogsNever) {
  EXPECT_EQ(names(plan_pruning(census(), {.size_max = 0})),
            (std::vector<std::string>{"2024-03-02 ", "2024-03-01 ", "2024-02 2024-02-29 "}));
}

TEST(Pruning, OnlyWhatEndsByThen) {
  EXPECT_EQ(names(plan_pruning(census(), {.size_max = {}, .before = kMarch})),
            std::vector<std::string>{"2024-02 2024-02-29 "});
  EXPECT_TRUE(plan_pruning(census(), {.size_max = {}, .before = kMarch - 1h}).empty());
}

TEST(Pruning, StoppedAnywhereOldValuesNeverComeBack) {
  bool done = false;
  for (std::uint64_t call = 0; !done; ++call) {
    ASSERT_LT(call, 50U);
    StoredDays store(core::Interval::k4h);
    const Period day = Period::day(kMarch + 48h);
    store.put({.period = Period::month_with(kMarch), .seed = 1});
    store.put({.period = day, .seed = 2, .revision = 1});
    const core::Bar right = store.see(day.range).bars.front().first;
    const auto plan = plan_pruning(take_census(store.files, store.disk.layout), {.size_max = 0});
    ASSERT_EQ(plan.size(), 1U);
    const std::size_t unsynced = store.files.unsynced_names();
    store.files.kill_at(call);
    const auto freed = prune(store.shelf, plan.front());
    done = bool(freed);
    if (done) {
      EXPECT_EQ(*freed, plan.front().bytes);
      EXPECT_EQ(store.files.unsynced_names() - unsynced, 2U);  // the lock and the day
    }
    store.files.cut_power_anywhere(call);
    const auto seen = store.see(day.range);
    ASSERT_TRUE(seen.bars.empty() || seen.bars.front().first == right) << call;
  }
}

}  // namespace
}  // namespace wick::store::pruning_test
