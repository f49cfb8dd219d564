#include "store/checkup.hpp"

#include "store/stored_days_test.hpp"
#include "store/tail.hpp"

namespace wick::store::checkup_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kMonth = core::midnight(2024, 3, 1);

core::Source source_of(core::Origin origin, core::UtcTime fetched = kMonth) {
  return {.origin = origin, .revision = 0, .object = "x", .checksum = "", .fetched = fetched};
}

class CheckupOfASeries : public testing::Test {
 protected:
  [[nodiscard]] SeriesCheckup check(Depth depth = Depth::kMetadata) {
    const Census census = take_census(store_.files, store_.disk.layout);
    EXPECT_EQ(census.series.size(), 1U);
    return check_series(store_.disk, census.series.front(), depth);
  }
  [[nodiscard]] static core::UtcTime day(int number) { return kMonth + (number - 1) * core::kDay; }
  [[nodiscard]] std::string path(int number) const {
    return store_.disk.layout.sealed(store_.id, Period::day(day(number)));
  }
  void empty(const std::string& path) { store_.files.cut(path, 0); }

  StoredDays store_{core::Interval::k4h};
};

TEST_F(CheckupOfASeries, WholeDaysAreBarsAndHoles) {
  store_.put({.period = Period::day(day(5))});
  store_.put({.period = Period::day(day(6)), .holes = {{day(6) + 4h, day(6) + 12h}}});
  for (const Depth depth : {Depth::kMetadata, Depth::kEveryByte}) {
    const SeriesCheckup checkup = check(depth);
    EXPECT_TRUE(checkup.troubles.empty());
    EXPECT_EQ(checkup.days, 2U);
    EXPECT_EQ(checkup.months, 0U);
    EXPECT_EQ(checkup.span, (core::TimeRange{day(5), day(7)}));
    EXPECT_EQ(checkup.bars, (core::RangeSet{{day(5), day(6) + 4h}, {day(6) + 12h, day(7)}}));
    ASSERT_EQ(checkup.holes.size(), 1U);
    EXPECT_EQ(checkup.holes[0].hole.range, (core::TimeRange{day(6) + 4h, day(6) + 12h}));
    EXPECT_TRUE(checkup.missing(checkup.span).empty());
    EXPECT_EQ(checkup.rows, (std::map<core::Origin, std::int64_t>{{core::Origin::kArchive, 10}}));
    EXPECT_EQ(checkup.bytes, store_.files.facts(path(5))->size + store_.files.facts(path(6))->size);
  }
}

TEST_F(CheckupOfASeries, ADayInTheMiddleThatIsNotThereIsMissing) {
  store_.put_days(kMonth, {{day(9), day(11)}, {day(20), day(21)}});
  const SeriesCheckup checkup = check();
  EXPECT_EQ(checkup.missing(checkup.span), (core::RangeSet{{day(9), day(11)}, {day(20), day(21)}}));
  EXPECT_TRUE(checkup.lost.empty());
}

TEST_F(CheckupOfASeries, EveryKindOfBadFileIsNamed) {
  store_.put_days(kMonth, {{day(6), core::midnight(2024, 4, 1)}});
  empty(path(1));
  store_.files.cut(path(2), 300);
  store_.files.flip_bit(path(3), (store_.files.facts(path(3))->size - 100) * 8);
  const Census census = take_census(store_.files, store_.disk.layout);
  store_.files.fail_reads(path(4));  // its folder can be looked into, and it cannot
  const SeriesCheckup checkup = check_series(store_.disk, census.series.front(), Depth::kMetadata);
  ASSERT_EQ(checkup.troubles.size(), 4U);
  const Trouble expected[] = {Trouble::kEmpty, Trouble::kDamaged, Trouble::kDamaged,
                              Trouble::kUnreadable};
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(checkup.troubles[static_cast<std::size_t>(i)].path, path(i + 1));
    EXPECT_EQ(checkup.troubles[static_cast<std::size_t>(i)].trouble, expected[i]);
    EXPECT_FALSE(checkup.troubles[static_cast<std::size_t>(i)].why.empty());
  }
  EXPECT_EQ(checkup.lost, (core::RangeSet{{day(1), day(5)}}));
  EXPECT_EQ(checkup.bars, (core::RangeSet{{day(5), day(6)}}));
  EXPECT_EQ(checkup.span, (core::TimeRange{day(1), day(6)}));
}

TEST_F(CheckupOfASeries, DamageToAColumnNeedsEveryByte) {
  store_.put({.period = Period::day(day(5))});
  std::uint64_t seen = 0;
  std::uint64_t missed = 0;
  const std::uint64_t size = store_.files.facts(path(5))->size;
  for (std::uint64_t byte = 0; byte < size; byte += 7) {
    store_.files.flip_bit(path(5), byte * 8 + 3);
    ASSERT_EQ(check(Depth::kEveryByte).troubles.size(), 1U) << byte;
    (check().troubles.empty() ? missed : seen) += 1;
    store_.files.flip_bit(path(5), byte * 8 + 3);
  }
  EXPECT_GT(seen, missed) << "most of so small a file is metadata";
  EXPECT_GT(missed, 0U) << "and the columns are not read";
}

TEST_F(CheckupOfASeries, ADayFileStandsForItsDayOfTheMonth) {
  store_.put({.period = Period::month_with(kMonth), .holes = {{day(5), day(5) + 8h}}});
  store_.put({.period = Period::day(day(5)),
              .source = source_of(core::Origin::kRest),
              .holes = {{day(5) + 20h, day(6)}}});
  const SeriesCheckup checkup = check();
  ASSERT_EQ(checkup.holes.size(), 1U);
  EXPECT_EQ(checkup.holes[0].hole.range, (core::TimeRange{day(5) + 20h, day(6)}));
  EXPECT_EQ(checkup.rows, (std::map<core::Origin, std::int64_t>{{core::Origin::kArchive, 30 * 6},
                                                                {core::Origin::kRest, 5}}));
  EXPECT_TRUE(checkup.missing(core::month_of(kMonth)).empty());
}

TEST_F(CheckupOfASeries, RunsOfSeveralSourcesAreCountedWhereTheyAre) {
  // Half a month of the archive, the rest of REST, and a day file over the seam.
  const core::Source archive = source_of(core::Origin::kArchive);
  const core::Source rest = source_of(core::Origin::kRest);
  SealedFacts facts;
  facts.id = store_.id;
  facts.period = Period::month_with(kMonth);
  facts.expected = 31 * 6;
  const auto bars = [&](core::TimeRange range, const core::Source& source) {
    return Sourced{source, fake::bars(store_.shelf.grid(),
                                      {.opens = {range}, .seed = 1, .mark = source.mark()})};
  };
  facts.holes = {{{{day(3), day(4)}, core::Cause::kNoBarAtSource, "x"}, false, kMonth}};
  ASSERT_TRUE(store_.shelf.write(
      facts, {bars({day(1), day(3)}, archive), bars({day(4), day(10) + 8h}, archive),
              bars({day(10) + 8h, day(32)}, rest)}));
  EXPECT_EQ(check().rows,
            (std::map<core::Origin, std::int64_t>{{core::Origin::kArchive, 8 * 6 + 2},
                                                  {core::Origin::kRest, 21 * 6 + 4}}));
  store_.put({.period = Period::day(day(10))});
  EXPECT_EQ(check().rows, (std::map<core::Origin, std::int64_t>{{core::Origin::kArchive, 9 * 6},
                                                                {core::Origin::kRest, 21 * 6}}));
}

TEST_F(CheckupOfASeries, RowsThatDoNotMakeThePeriodAreDamage) {
  store_.put({.period = Period::day(day(4))});
  SealedFacts facts;
  facts.id = store_.id;
  facts.period = Period::day(day(5));
  facts.expected = 6;
  const core::Source source = source_of(core::Origin::kRest);
  ASSERT_TRUE(store_.shelf.write(
      facts, {{source, fake::bars(store_.shelf.grid(), {.opens = {{day(5), day(5) + 12h}}})}}));
  const SeriesCheckup checkup = check();
  ASSERT_EQ(checkup.troubles.size(), 1U);
  EXPECT_EQ(checkup.troubles[0].trouble, Trouble::kDamaged);
}

TEST_F(CheckupOfASeries, TheTailIsThereButNotSealed) {
  store_.put({.period = Period::day(day(5))});
  Tail tail(store_.files, store_.disk.layout.tail(store_.id));
  ASSERT_TRUE(store_.files.make_folders(port::folder_of(store_.disk.layout.tail(store_.id))));
  const core::Source source = source_of(core::Origin::kRest, day(7));
  const core::Hole hole{{day(6) + 12h, day(6) + 16h}, core::Cause::kNoBarAtSource, "REST"};
  ASSERT_TRUE(tail.append(
      {{source,
        fake::bars(store_.shelf.grid(),
                   {.opens = {{day(5) + 20h, day(6) + 8h}, {day(6) + 16h, day(6) + 20h}}}),
        {hole}}}));
  const SeriesCheckup checkup = check();
  EXPECT_EQ(checkup.unsealed,
            (core::RangeSet{{day(6), day(6) + 8h}, {day(6) + 16h, day(6) + 20h}}));
  EXPECT_EQ(checkup.span, (core::TimeRange{day(5), day(6) + 20h}));
  ASSERT_EQ(checkup.holes.size(), 1U);
  EXPECT_EQ(checkup.missing(checkup.span), (core::RangeSet{{day(6) + 8h, day(6) + 12h}}));

  store_.files.flip_bit(store_.disk.layout.tail(store_.id), 400);
  ASSERT_EQ(check().troubles.size(), 1U);
  EXPECT_EQ(check().troubles[0].trouble, Trouble::kDamaged);
  EXPECT_EQ(check(Depth::kEveryByte).troubles.size(), 1U);
}

TEST_F(CheckupOfASeries, ByDefaultOnlyMetadataIsLookedAt) {
  store_.put_days(kMonth);
  const Census census = take_census(store_.files, store_.disk.layout);
  const std::uint64_t before = store_.files.read_calls();
  (void)check_series(store_.disk, census.series.front(), Depth::kMetadata);
  EXPECT_EQ(store_.files.read_calls() - before, 31U) << "each file is opened once";
}

TEST(CheckupOfMonths, OfLongBarsAreCountedOnTheirOwnGrid) {
  StoredDays store(core::Interval::k1w);
  store.put({.period = Period::month_with(kMonth)});
  store.put({.period = Period::month_with(core::midnight(2024, 5, 1))});
  const Census census = take_census(store.files, store.disk.layout);
  const SeriesCheckup checkup = check_series(store.disk, census.series.front(), Depth::kMetadata);
  EXPECT_TRUE(checkup.troubles.empty());
  // Mondays: 4 March, and the first of April and of May's neighbours.
  EXPECT_EQ(checkup.span,
            (core::TimeRange{core::midnight(2024, 3, 4), core::midnight(2024, 6, 3)}));
  EXPECT_EQ(checkup.missing(checkup.span),
            (core::RangeSet{{core::midnight(2024, 4, 1), core::midnight(2024, 5, 6)}}));
}

}  // namespace
}  // namespace wick::store::checkup_test
