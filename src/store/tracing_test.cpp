#include "store/tracing.hpp"

#include "store/reupload.hpp"
#include "store/sealing.hpp"
#include "store/stored_days_test.hpp"
#include "store/tail.hpp"

namespace wick::store::tracing_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::UtcTime kNow = core::midnight(2024, 8, 1);

class Tracing : public testing::Test {
 protected:
  void bring(core::Origin origin, std::uint32_t revision, std::uint64_t seed) {
    core::Source source{.origin = origin,
                        .revision = revision,
                        .object = "seed-" + std::to_string(seed),
                        .checksum = "",
                        .fetched = kNow};
    core::Chunk rows = fake::bars(
        store_.shelf.grid(), {.opens = {core::day_of(kDay)}, .seed = seed, .mark = source.mark()});
    const auto held = store_.shelf.lock();
    ASSERT_TRUE(seal(store_.shelf, Period::day(kDay), {{{source, rows}}, {}}, kNow));
  }
  [[nodiscard]] Trace look(core::UtcTime t = kDay + 5h) const { return trace(store_.shelf, t); }
  [[nodiscard]] core::Bar bar(std::uint64_t seed) const {
    return fake::bar_at(kDay + 5h, store_.shelf.grid(), seed);
  }

  StoredDays store_{core::Interval::k1h};
};

TEST_F(Tracing, NothingIsKnownOfWhatWasNeverStored) {
  const Trace trace = look();
  EXPECT_TRUE(trace.path.empty());
  EXPECT_FALSE(trace.served || trace.hole);
  EXPECT_TRUE(trace.damaged.empty());
}

TEST_F(Tracing, TheOnlyValueAndItsSource) {
  store_.put({.period = Period::day(kDay), .seed = 9, .revision = 3});
  const Trace trace = look();
  ASSERT_TRUE(trace.served);
  EXPECT_EQ(trace.served->bar, bar(9));
  EXPECT_EQ(trace.served->source.object, "a.zip");
  EXPECT_EQ(trace.path, store_.disk.layout.sealed(store_.id, Period::day(kDay)));
  EXPECT_EQ(trace.file_revision, 3U);
  EXPECT_EQ(trace.rule, Rule::kOnlyOne);
  EXPECT_FALSE(trace.in_tail);
}

TEST_F(Tracing, TheRuleIsTheOneThatDecided) {
  bring(core::Origin::kArchive, 0, 1);
  EXPECT_EQ(look().rule, Rule::kOnlyOne);
  bring(core::Origin::kArchive, 0, 2);
  Trace trace = look();
  EXPECT_EQ(trace.rule, Rule::kFirst);
  EXPECT_EQ(trace.served->bar, bar(1));
  ASSERT_EQ(trace.others.size(), 1U);
  EXPECT_EQ(trace.others[0].bar, bar(2));
  bring(core::Origin::kRest, 0, 3);
  trace = look();
  EXPECT_EQ(trace.rule, Rule::kOrigin);
  EXPECT_EQ(trace.served->bar, bar(3));
  EXPECT_EQ(trace.others.size(), 2U);
  bring(core::Origin::kArchive, 1, 4);
  trace = look();
  EXPECT_EQ(trace.rule, Rule::kRevision);
  EXPECT_EQ(trace.others.size(), 3U);

  ASSERT_TRUE(store_.shelf.remove(Period::day(kDay)));
  store_.put({.period = Period::day(kDay), .seed = 1});
  EXPECT_EQ(look().rule, Rule::kLeft);
}

TEST_F(Tracing, AHoleInsteadOfABar) {
  store_.put({.period = Period::day(kDay), .holes = {{kDay + 4h, kDay + 6h}}});
  const Trace trace = look();
  EXPECT_FALSE(trace.served);
  ASSERT_TRUE(trace.hole);
  EXPECT_EQ(trace.hole->hole.evidence, "REST has none");
  EXPECT_EQ(trace.hole->hole.range, (core::TimeRange{kDay + 4h, kDay + 6h}));
  EXPECT_FALSE(look(kDay + 6h).hole);
}

TEST_F(Tracing, BarsAndHolesOfTheTail) {
  Tail tail(store_.files, store_.disk.layout.tail(store_.id));
  core::Source stream;
  stream.origin = core::Origin::kStream;
  const core::Source rest;
  const auto rows = [&](const core::Source& source, std::uint64_t seed) {
    return fake::bars(store_.shelf.grid(),
                      {.opens = {{kDay + 5h, kDay + 6h}}, .seed = seed, .mark = source.mark()});
  };
  const core::Hole hole{{kDay + 6h, kDay + 7h}, core::Cause::kNoBarAtSource, "asked"};
  ASSERT_TRUE(tail.append({{stream, rows(stream, 1), {hole}}, {rest, rows(rest, 2), {}}}));
  const Trace trace = look();
  EXPECT_TRUE(trace.in_tail);
  EXPECT_EQ(trace.served->bar, bar(2));
  ASSERT_EQ(trace.others.size(), 1U);
  EXPECT_EQ(trace.others[0].bar, bar(1));
  EXPECT_EQ(trace.rule, Rule::kOrigin);
  const Trace gap = look(kDay + 6h);
  EXPECT_TRUE(gap.in_tail && gap.hole && !gap.served);
}

TEST_F(Tracing, WhatTheJournalSaysOfTheInstantAndOfItsObject) {
  store_.put({.period = Period::day(kDay)});
  const auto note = [](Change change, std::string text) {
    return JournalEntry{.change = change,
                        .at = kNow,
                        .stands = std::nullopt,
                        .other = std::nullopt,
                        .note = std::move(text)};
  };
  ASSERT_TRUE(Journal(store_.files, store_.disk.layout.journal(store_.id))
                  .append({note(Change::kReupload, note_of({"a.zip", "1", "2"})),
                           note(Change::kReupload, note_of({"b.zip", "1", "2"})),
                           note(Change::kQuarantine, "some other file")}));
  const Trace trace = look();
  ASSERT_EQ(trace.history.size(), 1U);
  EXPECT_EQ(trace.history[0].change, Change::kReupload);
}

TEST_F(Tracing, ADamagedFileIsToldAndLeftWhereItIs) {
  store_.put({.period = Period::day(kDay)});
  const std::string path = store_.disk.layout.sealed(store_.id, Period::day(kDay));
  store_.files.flip_bit(path, 5000);
  const Trace trace = look();
  EXPECT_FALSE(trace.served);
  EXPECT_EQ(trace.damaged.size(), 1U);
  EXPECT_TRUE(store_.files.facts(path));
}

}  // namespace
}  // namespace wick::store::tracing_test
