#include "core/instant_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace wick::core::instant_table_test {
namespace {

const TimeRange kMonth{midnight(2024, 3, 1), midnight(2024, 4, 1)};

std::size_t counted(const std::vector<UtcTime>& instants, UtcTime t) {
  return static_cast<std::size_t>(
      std::ranges::count_if(instants, [&](UtcTime each) { return each <= t; }));
}

TEST(InstantTable, AnInstantHasPassedAtItself) {
  const UtcTime noon = midnight(2024, 3, 5) + std::chrono::hours{12};
  const InstantTable table({midnight(2024, 3, 5), noon, noon}, kMonth);
  EXPECT_EQ(table.passed(midnight(2024, 3, 5) - Micros{1}), 0U);
  EXPECT_EQ(table.passed(midnight(2024, 3, 5)), 1U);
  EXPECT_EQ(table.passed(noon - Micros{1}), 1U);
  EXPECT_EQ(table.passed(noon), 3U);
  EXPECT_EQ(InstantTable().passed(noon), 0U);
  EXPECT_EQ(InstantTable({}, kMonth).passed(noon), 0U);
}

TEST(InstantTable, AgreesWithCountingInsideAndOutsideOfItsDays) {
  std::mt19937_64 random(7);
  const auto instant = [&] {  // from twenty days before the month to twenty days after
    const auto seconds = static_cast<std::int64_t>(random() % (71 * 86400));
    return kMonth.begin - 20 * kDay + std::chrono::seconds{seconds};
  };
  for (const std::size_t size : {1U, 3U, 40U, 400U}) {
    std::vector<UtcTime> instants(size);
    std::ranges::generate(instants, instant);
    std::ranges::sort(instants);
    const InstantTable table(instants, kMonth);
    for (int i = 0; i < 2000; ++i) {
      const UtcTime t = i % 3 == 0 ? instants[random() % size] : instant();
      ASSERT_EQ(table.passed(t), counted(instants, t)) << size << ' ' << micros_of(t);
    }
    ASSERT_EQ(table.passed(UtcTime::min()), 0U);
    ASSERT_EQ(table.passed(UtcTime::max()), size);
  }
}

}  // namespace
}  // namespace wick::core::instant_table_test
