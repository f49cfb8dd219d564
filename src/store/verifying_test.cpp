#include "store/verifying.hpp"

#include "store/journal.hpp"
#include "store/stored_days_test.hpp"
#include "store/tail.hpp"

namespace wick::store::verifying_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const Period kPeriod = Period::day(kDay);

class Verifying : public testing::Test {
 protected:
  [[nodiscard]] std::string path() const { return store_.disk.layout.sealed(store_.id, kPeriod); }
  [[nodiscard]] Checkup check() const {
    const auto checkup = check_file(store_.disk, store_.id, {path(), FileKind::kDay, kPeriod, {}});
    EXPECT_TRUE(checkup);
    return *checkup;
  }
  [[nodiscard]] Checkup check_log(FileKind kind) const {
    const Layout& layout = store_.disk.layout;
    const bool tail = kind == FileKind::kTail;
    const std::string log = tail ? layout.tail(store_.id) : layout.journal(store_.id);
    return *check_file(store_.disk, store_.id, {log, kind, {}, {}});
  }
  // A file with these bars, whatever they are.
  void put_bars(const std::vector<core::Bar>& bars, std::uint64_t expected,
                std::vector<StoredHole> holes = {}) {
    core::ChunkBuilder rows;
    for (const core::Bar& bar : bars) rows.push(bar);
    core::Source source;
    source.object = "x";
    SealedFacts facts;
    facts.id = store_.id;
    facts.period = kPeriod;
    facts.expected = expected;
    facts.holes = std::move(holes);
    ASSERT_TRUE(store_.shelf.write(
        std::move(facts), {{source, std::move(rows).finish(core::Tier::kRest, source.mark())}}));
  }
  [[nodiscard]] std::vector<core::Bar> whole_day() const {
    std::vector<core::Bar> bars;
    for (core::UtcTime t = kDay; t < kDay + 24h; t += 4h) {
      bars.push_back(fake::bar_at(t, store_.shelf.grid(), 1));
    }
    return bars;
  }

  StoredDays store_{core::Interval::k4h};
};

TEST_F(Verifying, AGoodFileIsGood) {
  store_.put({.period = kPeriod, .holes = {{kDay + 4h, kDay + 12h}}});
  const Checkup checkup = check();
  EXPECT_EQ(checkup.health, Health::kGood) << checkup.why;
  EXPECT_TRUE(checkup.remarks.empty());
  EXPECT_EQ(checkup.bytes, store_.files.facts(path())->size);
  ASSERT_TRUE(checkup.facts);
  EXPECT_EQ(checkup.facts->rows, 4U);
}

TEST_F(Verifying, AFlippedBitOfAnyByteAndAnyTruncationIsDamage) {
  store_.put({.period = kPeriod});
  const std::uint64_t size = store_.files.facts(path())->size;
  for (std::uint64_t byte = 0; byte < size; ++byte) {
    const std::uint64_t bit = 8 * byte + byte % 7;
    store_.files.flip_bit(path(), bit);
    const Checkup checkup = check();
    // A bit of the format's name makes it one that is not known, which is refused all the same.
    ASSERT_NE(checkup.health, Health::kGood) << "bit " << bit;
    ASSERT_NE(checkup.health, Health::kUnreadable) << "bit " << bit;
    store_.files.flip_bit(path(), bit);
  }
  for (std::uint64_t left = size; left-- > 0;) {
    store_.files.cut(path(), left);
    ASSERT_EQ(check().health, Health::kDamaged) << left << " bytes";
  }
}

TEST_F(Verifying, AFileOfAnotherSeriesIsDamage) {
  store_.put({.period = kPeriod});
  core::SeriesId other = store_.id;
  other.symbol = "ETHUSDT";
  const auto checkup = check_file(store_.disk, other, {path(), FileKind::kDay, kPeriod, {}});
  EXPECT_EQ(checkup->health, Health::kDamaged);
  EXPECT_NE(checkup->why.find("symbol"), std::string::npos);
}

TEST_F(Verifying, RowsThatDoNotMakeThePeriodAreDamage) {
  std::vector<core::Bar> bars = whole_day();
  put_bars(bars, 6);
  EXPECT_EQ(check().health, Health::kGood);
  put_bars(bars, 7);
  EXPECT_EQ(check().health, Health::kDamaged);
  put_bars(bars, 6, {{{{kDay, kDay + 4h}, core::Cause::kNoBarAtSource, ""}, false, kDay}});
  EXPECT_EQ(check().health, Health::kDamaged);  // both a bar and a hole
  bars.pop_back();
  put_bars(bars, 6);
  EXPECT_EQ(check().health, Health::kDamaged);
  put_bars(bars, 6, {{{{kDay + 20h, kDay + 24h}, core::Cause::kNoBarAtSource, ""}, false, kDay}});
  EXPECT_EQ(check().health, Health::kGood);
  bars = whole_day();
  bars.push_back(fake::bar_at(kDay + 24h, store_.shelf.grid(), 1));
  put_bars(bars, 6);
  EXPECT_EQ(check().health, Health::kDamaged);  // outside
  bars = whole_day();
  bars[2].open_time += 1us;
  put_bars(bars, 6);
  EXPECT_EQ(check().health, Health::kDamaged);
  EXPECT_EQ(check().why, "a row is off the grid of its interval");
}

TEST_F(Verifying, WhatASourceMayHaveSentIsARemark) {
  std::vector<core::Bar> bars = whole_day();
  bars[1].high = bars[1].low - 1;
  bars[2].volume = -1;
  bars[3].close_time -= 1s;
  put_bars(bars, 6);
  const Checkup checkup = check();
  EXPECT_EQ(checkup.health, Health::kGood);
  ASSERT_EQ(checkup.remarks.size(), 2U);
  EXPECT_TRUE(checkup.remarks[0].starts_with("2 rows"));
  EXPECT_TRUE(checkup.remarks[1].starts_with("1 rows"));
}

TEST_F(Verifying, WhatCannotBeReadIsNotCalledDamaged) {
  store_.put({.period = kPeriod});
  store_.files.fail_reads(path());
  EXPECT_EQ(check().health, Health::kUnreadable);
  store_.files.heal_reads(path());
  ASSERT_TRUE(store_.files.remove(path()));
  EXPECT_FALSE(check_file(store_.disk, store_.id, {path(), FileKind::kDay, kPeriod, {}}));
}

TEST_F(Verifying, LogsAreCheckedRecordByRecord) {
  Tail tail(store_.files, store_.disk.layout.tail(store_.id));
  core::Source source;
  source.object = "x";
  const core::Chunk rows = fake::bars(store_.shelf.grid(), {.opens = {{kDay, kDay + 24h}}});
  ASSERT_TRUE(tail.append({{source, rows, {}}}));
  EXPECT_EQ(check_log(FileKind::kTail).health, Health::kGood);
  store_.files.flip_bit(store_.disk.layout.tail(store_.id), 400);
  EXPECT_EQ(check_log(FileKind::kTail).health, Health::kDamaged);

  const std::string journal = store_.disk.layout.journal(store_.id);
  ASSERT_TRUE(Journal(store_.files, journal)
                  .append({{.change = Change::kQuarantine,
                            .at = kDay,
                            .stands = std::nullopt,
                            .other = std::nullopt,
                            .note = "x"}}));
  EXPECT_EQ(check_log(FileKind::kJournal).health, Health::kGood);
  ASSERT_TRUE(RecordLog(store_.files, journal).append({"{\"change\":\"of a later time\"}"}));
  EXPECT_EQ(check_log(FileKind::kJournal).health, Health::kNewer);
  store_.files.flip_bit(journal, 400);
  EXPECT_EQ(check_log(FileKind::kJournal).health, Health::kDamaged);
}

}  // namespace
}  // namespace wick::store::verifying_test
