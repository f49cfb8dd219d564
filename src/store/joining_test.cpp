#include "store/joining.hpp"

#include <gtest/gtest.h>

#include "fake/bars.hpp"

namespace wick::store::joining_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::Grid kGrid(core::Interval::k1m);

struct What {
  int begin{};  // minutes of the day
  int end{};
  core::Micros fetched{};
  std::string object{"stream"};
  core::Mark mark{.origin = core::Origin::kStream};
};

TailEntry entry(const What& what) {
  const core::TimeRange opens{kDay + std::chrono::minutes{what.begin},
                              kDay + std::chrono::minutes{what.end}};
  const core::Source source{.origin = what.mark.origin,
                            .revision = what.mark.revision,
                            .object = what.object,
                            .checksum = "",
                            .fetched = kDay + what.fetched};
  return {source,
          fake::bars(kGrid, {.opens = {opens}, .tier = core::Tier::kStream, .mark = what.mark}),
          {}};
}

std::vector<core::Bar> bars_of(const std::vector<TailEntry>& entries) {
  std::vector<core::Bar> bars;
  for (const TailEntry& entry : entries) {
    for (std::size_t row = 0; row < entry.rows.size(); ++row) bars.push_back(entry.rows.bar(row));
  }
  return bars;
}

TEST(Joining, NeighboursOfOneHourBecomeOneWithTheLatestTime) {
  const std::vector<TailEntry> apart = {entry({.begin = 0, .end = 1, .fetched = 1min}),
                                        entry({.begin = 1, .end = 2, .fetched = 2min}),
                                        entry({.begin = 5, .end = 8, .fetched = 59min}),
                                        entry({.begin = 8, .end = 9, .fetched = 60min}),
                                        entry({.begin = 9, .end = 10, .fetched = 61min})};
  const auto all = joined(apart);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(bars_of(all), bars_of(apart));
  EXPECT_EQ(all[0].rows.size(), 5U);
  EXPECT_EQ(all[0].source, entry({.fetched = 59min}).source);
  EXPECT_EQ(all[1].source, entry({.fetched = 61min}).source);
  EXPECT_EQ(all[0].rows.tier(), core::Tier::kStream);
  EXPECT_EQ(all[0].rows.mark(), apart[0].rows.mark());
}

TEST(Joining, WhateverElseDiffersStaysApart) {
  const What first{.begin = 0, .end = 5, .fetched = 1min};
  for (const What& second :
       {What{.begin = 5, .end = 6, .object = "REST"},
        What{.begin = 5, .end = 6, .mark = {.origin = core::Origin::kRest}},
        What{.begin = 5, .end = 6, .mark = {.revision = 1, .origin = core::Origin::kStream}},
        What{.begin = 4, .end = 6}, What{.begin = 0, .end = 1}}) {
    const auto all = joined({entry(first), entry(second)});
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].source, entry(first).source);
    EXPECT_EQ(all[1].source, entry(second).source);
  }
  auto verified = entry({.begin = 5, .end = 6});
  verified.source.checksum = "sha256:1";
  EXPECT_EQ(joined({entry(first), verified}).size(), 2U);
}

TEST(Joining, OnlyNeighboursAreJoinedSoThatTheOrderOfArrivalStays) {
  const auto all =
      joined({entry({.begin = 0, .end = 1}), entry({.begin = 3, .end = 4, .object = "x"}),
              entry({.begin = 1, .end = 2})});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1].source.object, "x");
}

TEST(Joining, EntriesWithHolesAreLeftAlone) {
  TailEntry holes = entry({.begin = 1, .end = 1});
  holes.holes.push_back({{kDay, kDay + 1min}, core::Cause::kNoBarAtSource, "x"});
  TailEntry both = entry({.begin = 1, .end = 2});
  both.holes = holes.holes;
  const auto all =
      joined({entry({.begin = 0, .end = 1}), holes, both, entry({.begin = 3, .end = 4})});
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[1].holes, holes.holes);
  EXPECT_EQ(all[2].holes, holes.holes);
  EXPECT_TRUE(joined({}).empty());
}

}  // namespace
}  // namespace wick::store::joining_test
