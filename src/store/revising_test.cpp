#include "store/revising.hpp"

#include <map>

#include "store/journal.hpp"
#include "store/stored_days_test.hpp"

namespace wick::store::revising_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::TimeRange kOpens = core::day_of(kDay);
const core::UtcTime kNow = core::midnight(2024, 8, 1);

class Revising : public testing::Test {
 protected:
  // The object of the day as it is now: the bars of the store but for those changed.
  [[nodiscard]] Republished object(const std::map<core::UtcTime, double>& closes,
                                   const core::RangeSet& absent = {},
                                   core::TimeRange opens = kOpens) const {
    core::ChunkBuilder rows;
    for (core::UtcTime t = opens.begin; t < opens.end; t += 1h) {
      core::Bar bar = fake::bar_at(t, store_.shelf.grid(), 1);
      if (closes.contains(t)) bar.close = closes.at(t);
      if (!absent.contains(t)) rows.push(bar);
    }
    core::Source source{.origin = core::Origin::kArchive,
                        .revision = 0,
                        .object = "a.zip",
                        .checksum = "sha256:2",
                        .fetched = kNow};
    auto chunk = std::move(rows).finish(core::Tier::kBulk, source.mark());
    return {.was = "sha256:1", .source = source, .opens = opens, .rows = std::move(chunk)};
  }
  [[nodiscard]] std::vector<JournalEntry> journal() {
    return Journal(store_.files, store_.disk.layout.journal(store_.id)).read()->entries;
  }
  // Close and revision as a reader gets them.
  [[nodiscard]] std::pair<double, std::uint32_t> close_at(core::UtcTime t) const {
    const auto seen = store_.see({t, t + 1h});
    if (seen.bars.size() != 1) return {-1, 0};
    return {seen.bars[0].first.close, seen.bars[0].second.revision};
  }
  [[nodiscard]] double plain_close(core::UtcTime t) const {
    return fake::bar_at(t, store_.shelf.grid(), 1).close;
  }

  StoredDays store_{core::Interval::k1h};
};

TEST_F(Revising, RowsThatDifferWinAndBothValuesAreKept) {
  store_.put({.period = Period::day(kDay)});
  const auto revised = revise(store_.shelf, object({{kDay + 3h, 1.5}, {kDay + 9h, 2.5}}), kNow);
  ASSERT_TRUE(revised) << revised.error().what;
  EXPECT_EQ(revised->changed, 2U);
  EXPECT_EQ(revised->added + revised->vanished, 0U);
  EXPECT_EQ(close_at(kDay + 3h), std::pair(1.5, 1U));
  EXPECT_EQ(close_at(kDay + 9h), std::pair(2.5, 1U));
  EXPECT_EQ(close_at(kDay + 4h), std::pair(plain_close(kDay + 4h), 0U));

  const auto entries = journal();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].change, Change::kRevision);
  EXPECT_EQ(entries[0].stands->bar.close, 1.5);
  EXPECT_EQ(entries[0].stands->source.checksum, "sha256:2");
  EXPECT_EQ(entries[0].other->bar.close, plain_close(kDay + 3h));
  EXPECT_EQ(entries[0].other->source.checksum, "sha256:1");
  EXPECT_EQ(entries[2].change, Change::kReupload);
  EXPECT_EQ(entries[2].note, "a.zip was sha256:1, is sha256:2");
  EXPECT_EQ(taken_checksums(entries).at("a.zip"), "sha256:2");
}

TEST_F(Revising, TheSecondTimeThereIsNothingToChange) {
  store_.put({.period = Period::day(kDay)});
  ASSERT_TRUE(revise(store_.shelf, object({{kDay, 1.5}}), kNow));
  const auto before = store_.see(kOpens);
  const auto again = revise(store_.shelf, object({{kDay, 1.5}}), kNow + 1h);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->changed, 0U);
  EXPECT_EQ(store_.see(kOpens), before);
  // And back to what it was: a revision again.
  const auto back = revise(store_.shelf, object({}), kNow + 2h);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->changed, 1U);
  EXPECT_EQ(close_at(kDay), std::pair(plain_close(kDay), 2U));
}

TEST_F(Revising, InsideASealedMonthOnlyTheDayIsWritten) {
  const Period month = Period::month_with(kDay);
  store_.put({.period = month, .revision = 2});
  const auto revised = revise(store_.shelf, object({{kDay + 1h, 1.5}}, {}, month.range), kNow);
  ASSERT_TRUE(revised) << revised.error().what;
  EXPECT_EQ(revised->changed, 1U);
  EXPECT_EQ(store_.shelf.periods(), (std::vector{month, Period::day(kDay)}));
  EXPECT_EQ(close_at(kDay + 1h), std::pair(1.5, 3U));
  EXPECT_EQ(close_at(kDay + 2h), std::pair(plain_close(kDay + 2h), 0U));
  EXPECT_EQ(store_.see(month.range).bars.size(), 31 * 24U);
}

TEST_F(Revising, RowsComeAndGo) {
  store_.put({.period = Period::day(kDay), .holes = {{kDay + 5h, kDay + 7h}}});
  const auto revised =
      revise(store_.shelf, object({}, {{kDay + 6h, kDay + 7h}, {kDay + 8h, kDay + 9h}}), kNow);
  ASSERT_TRUE(revised) << revised.error().what;
  EXPECT_EQ(revised->added, 1U);
  EXPECT_EQ(revised->vanished, 1U);
  EXPECT_EQ(revised->changed, 0U);
  EXPECT_EQ(close_at(kDay + 5h).first, plain_close(kDay + 5h));
  EXPECT_EQ(close_at(kDay + 6h).first, -1);
  EXPECT_EQ(close_at(kDay + 8h).first, plain_close(kDay + 8h));  // kept
}

TEST_F(Revising, RowsThatCameFromElsewhereKeepTheirRank) {
  StoredDays::What what{.period = Period::day(kDay)};
  what.source = {.origin = core::Origin::kRest, .revision = 0, .object = "/klines", .checksum = ""};
  store_.put(what);
  const auto revised = revise(store_.shelf, object({{kDay + 3h, 1.5}}), kNow);
  ASSERT_TRUE(revised) << revised.error().what;
  EXPECT_EQ(revised->changed, 0U);
  EXPECT_EQ(close_at(kDay + 3h).first, plain_close(kDay + 3h));
  const auto entries = journal();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].other->bar.close, 1.5);
}

TEST_F(Revising, WhatIsNotCachedIsNotBrought) {
  const auto revised = revise(store_.shelf, object({{kDay, 1.5}}), kNow);
  ASSERT_TRUE(revised);
  EXPECT_TRUE(store_.shelf.periods().empty());
}

TEST_F(Revising, StoppedAnywhereItIsDoneTheNextTime) {
  bool done = false;
  for (std::uint64_t call = 0; !done; ++call) {
    ASSERT_LT(call, 100U);
    StoredDays store(core::Interval::k1h);
    store.put({.period = Period::day(kDay)});
    store.files.kill_at(call);
    done = bool(revise(store.shelf, object({{kDay, 1.5}}), kNow));
    store.files.cut_power_anywhere(call);
    const auto seen = store.see(kOpens);
    ASSERT_EQ(seen.bars.size(), 24U);
    ASSERT_EQ(seen.damaged, 0U);
    ASSERT_TRUE(revise(store.shelf, object({{kDay, 1.5}}), kNow));
    ASSERT_EQ(store.see(kOpens).bars[0].first.close, 1.5);
    const auto content = Journal(store.files, store.disk.layout.journal(store.id)).read();
    ASSERT_TRUE(std::ranges::any_of(content->entries,
                                    [&](const JournalEntry& entry) {
                                      return entry.other &&
                                             entry.other->bar.close == plain_close(kDay);
                                    }))
        << "the old value is lost at call " << call;
  }
}

}  // namespace
}  // namespace wick::store::revising_test
