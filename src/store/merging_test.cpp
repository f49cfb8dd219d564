#include "store/merging.hpp"

#include <gtest/gtest.h>

#include <map>

#include "fake/bars.hpp"
#include "fake/world.hpp"

namespace wick::store::merging_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::Grid kGrid(core::Interval::k1h);

Sourced sourced(int begin, int end, core::Source source, std::uint64_t seed) {
  const core::RangeSet opens{{kDay + std::chrono::hours{begin}, kDay + std::chrono::hours{end}}};
  return {source, fake::bars(kGrid, {.opens = opens, .seed = seed, .mark = source.mark()})};
}
core::Source source(core::Origin origin, std::uint32_t revision, const char* object) {
  return {
      .origin = origin, .revision = revision, .object = object, .checksum = "", .fetched = kDay};
}

TEST(Merging, EveryRowKeepsItsSource) {
  const auto archive = source(core::Origin::kArchive, 0, "a");
  const auto rest = source(core::Origin::kRest, 0, "r");
  const Merged merged = merge({sourced(0, 10, archive, 1), sourced(10, 12, rest, 1)}, kDay);
  ASSERT_EQ(merged.rows.size(), 2U);
  EXPECT_EQ(merged.rows[0].source, archive);
  EXPECT_EQ(merged.rows[1].source, rest);
  EXPECT_TRUE(merged.differences.empty());
}

// The oracle keeps, for each instant, the first of the best.
TEST(Merging, TheBestStandsAndEveryOtherValueIsTold) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    fake::SeededRandom random(seed);
    std::vector<Sourced> inputs;
    for (std::uint64_t i = 0; i <= random.below(5); ++i) {
      const int begin = static_cast<int>(random.below(20));
      const int end = begin + 1 + static_cast<int>(random.below(10));
      const auto origin = random.one_in(2) ? core::Origin::kArchive : core::Origin::kRest;
      inputs.push_back(sourced(
          begin, end,
          source(origin, static_cast<std::uint32_t>(random.below(2)), std::to_string(i).c_str()),
          random.below(3)));
    }
    std::map<core::UtcTime, std::pair<core::Bar, core::Source>> best;
    for (const Sourced& input : inputs) {
      for (std::size_t row = 0; row < input.rows.size(); ++row) {
        const core::Bar bar = input.rows.bar(row);
        const auto known = best.find(bar.open_time);
        if (known == best.end() || core::beats(input.source.mark(), known->second.second.mark())) {
          best.insert_or_assign(bar.open_time, std::pair(bar, input.source));
        }
      }
    }
    std::size_t differing = 0;
    for (const Sourced& input : inputs) {
      for (std::size_t row = 0; row < input.rows.size(); ++row) {
        const core::Bar bar = input.rows.bar(row);
        differing += best.at(bar.open_time).first != bar ? 1 : 0;
      }
    }
    const Merged merged = merge(inputs, kDay);
    std::size_t rows = 0;
    for (const Sourced& part : merged.rows) {
      for (std::size_t row = 0; row < part.rows.size(); ++row, ++rows) {
        const auto& [bar, from] = best.at(part.rows.open_time(row));
        ASSERT_EQ(part.rows.bar(row), bar);
        ASSERT_EQ(part.source.mark(), from.mark());
      }
    }
    EXPECT_EQ(rows, best.size());
    EXPECT_EQ(merged.differences.size(), differing);
    for (const JournalEntry& entry : merged.differences) {
      EXPECT_EQ(entry.stands->bar, best.at(entry.stands->bar.open_time).first);
      const bool beaten = core::beats(entry.stands->source.mark(), entry.other->source.mark());
      EXPECT_EQ(entry.change, beaten ? Change::kRevision : Change::kConflict);
    }
  }
}

TEST(Merging, HolesLoseWhatTurnedUp) {
  const StoredHole hole{{{kDay, kDay + 5h}, core::Cause::kNoBarAtSource, "x"}, true, kDay};
  const auto left = without({hole}, {{kDay + 1h, kDay + 2h}});
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].hole.range, (core::TimeRange{kDay, kDay + 1h}));
  EXPECT_EQ(left[1].hole.range, (core::TimeRange{kDay + 2h, kDay + 5h}));
  EXPECT_EQ(left[1].hole.evidence, "x");
}

}  // namespace
}  // namespace wick::store::merging_test
