// What is asked along, refused before anything is fetched, and kept.
#include <gtest/gtest.h>

#include "history/scripted_source_test.hpp"

namespace wick::history::retrieval_keeping_test {
namespace {

using base::ErrorKind;
using core::Cause;

const policy::Rung kListing{.tier = core::Tier::kListing};

// Answers with one reply for all that was asked, made by `shape`.
ScriptedSource::Script one_reply(const std::function<void(Reply&)>& shape) {
  return [shape](const RangeSet& ranges) {
    Reply whole;
    whole.asked = ranges;
    whole.evidence.push_back({.object = "o", .checksum = "", .outcome = "", .requests = 0});
    shape(whole);
    return std::deque{whole};
  };
}
void fill(Reply& whole) {
  whole.settled = whole.asked;
  const auto hour = [](UtcTime t) { return static_cast<int>((t - kDay) / 1h); };
  for (const TimeRange& range : whole.asked.ranges()) {
    whole.chunks.push_back(bars(hour(range.begin), hour(range.end), 1, core::Origin::kArchive));
  }
}
void deny(Reply& whole) {
  whole.error = base::Error{ErrorKind::kInvalid, "no such symbol"};
}

Answer run(Request request, std::vector<Tier> tiers) {
  Retrieval retrieval(std::move(request), std::move(tiers));
  core::Now now = kNow;
  for (int step = 0; step < 1'000 && !retrieval.done(); ++step) {
    retrieval.step(now);
    now = {now.utc + 1s, now.mono + 1s};
  }
  return retrieval.take();
}

TEST(Retrieval, WhatIsFetchedAlongIsNeitherReturnedNorCalledMissing) {
  ScriptedSource archive(one_reply([](Reply& whole) {
    fill(whole);
    whole.settled = whole.settled.minus({hours(20, 24)});
    whole.error = base::Error{ErrorKind::kUnavailable, "cut"};
  }));
  const Answer answer =
      run({.id = kSeries, .wanted = {hours(3, 5)}, .along = {hours(0, 24)}}, {{kBulk, &archive}});
  EXPECT_EQ(archive.asked, std::vector<RangeSet>{RangeSet{hours(0, 24)}});
  EXPECT_EQ(answer.series.rows(), 2U);
  EXPECT_TRUE(answer.missing.empty());
}

TEST(Retrieval, WhetherItWasListedIsAskedOfWhatIsWantedAndBeforeAnythingIsFetched) {
  ScriptedSource listing(one_reply([](Reply& /*whole*/) {}));
  ScriptedSource archive(one_reply(fill));
  const Request request{.id = kSeries, .wanted = {hours(30, 40)}, .along = {hours(0, 48)}};
  const Answer answer = run(request, {{kListing, &listing}, {kBulk, &archive}});
  EXPECT_EQ(listing.asked, std::vector<RangeSet>{RangeSet{hours(30, 40)}});
  EXPECT_EQ(archive.asked, std::vector<RangeSet>{RangeSet{hours(0, 48)}});
  EXPECT_EQ(answer.series.rows(), 10U);

  ScriptedSource too_late(one_reply(deny));
  ScriptedSource never_asked(one_reply(fill));
  const Answer refused = run(request, {{kListing, &too_late}, {kBulk, &never_asked}});
  EXPECT_TRUE(refused.refusal);
  EXPECT_TRUE(never_asked.asked.empty());
}

TEST(Retrieval, ASymbolThatIsTradedNoMoreIsFoundInTheArchive) {
  ScriptedSource archive(one_reply([](Reply& whole) {
    fill(whole);
    whole.settled = whole.settled.minus({hours(5, 6)});
    whole.chunks = {bars(0, 5, 1, core::Origin::kArchive), bars(6, 24, 1, core::Origin::kArchive)};
  }));
  ScriptedSource rest(one_reply(deny));
  const Answer answer =
      run({.id = kSeries, .wanted = {hours(0, 24)}}, {{kBulk, &archive}, {kRest, &rest}});
  EXPECT_FALSE(answer.refusal);
  EXPECT_EQ(answer.series.rows(), 23U);
  ASSERT_EQ(answer.missing.size(), 1U);
  EXPECT_EQ(answer.missing[0].range, hours(5, 6));
  EXPECT_EQ(answer.missing[0].cause, Cause::kNoBarAtSource);
}

// Half of what is asked for lies in a file; the other half has none, and REST knows no such symbol.
TEST(Retrieval, WhatTheArchiveLacksAndRestHasForgottenIsNowhere) {
  ScriptedSource archive([](const RangeSet& ranges) {
    std::deque<Reply> replies;
    replies.push_back(reply(hours(0, 24), hours(0, 24), core::Origin::kArchive));
    Reply absent;
    absent.asked = ranges.minus({hours(0, 24)});
    absent.error = base::Error{ErrorKind::kUnsupported, "404"};
    replies.push_back(std::move(absent));
    return replies;
  });
  ScriptedSource rest(one_reply(deny));
  const Answer answer =
      run({.id = kSeries, .wanted = {hours(0, 48)}}, {{kBulk, &archive}, {kRest, &rest}});
  EXPECT_FALSE(answer.refusal);
  EXPECT_EQ(answer.series.rows(), 24U);
  ASSERT_EQ(answer.missing.size(), 1U);
  EXPECT_EQ(answer.missing.front().range, hours(24, 48));
  EXPECT_EQ(answer.missing.front().cause, core::Cause::kNoBarAtSource);
}

// REST may have forgotten a former life: its silence proves nothing while the archive fails.
TEST(Retrieval, SilenceOfRestIsNoHoleWhereTheArchiveFailed) {
  const auto silent = [](Reply& whole) {
    whole.settled = whole.asked;
    for (const TimeRange& range : whole.asked.ranges()) {
      whole.holes.push_back({range, core::Cause::kNoBarAtSource, "REST answered without it"});
    }
  };
  ScriptedSource failing(one_reply([](Reply& whole) {
    whole.error = base::Error{ErrorKind::kUnavailable, "500"};
  }));
  ScriptedSource rest(one_reply(silent));
  const Request request{.id = kSeries, .wanted = {hours(0, 24)}};
  const Answer doubtful = run(request, {{kBulk, &failing}, {kRest, &rest}});
  ASSERT_EQ(doubtful.missing.size(), 1U);
  EXPECT_EQ(doubtful.missing.front().cause, core::Cause::kNotFetched);

  ScriptedSource absent(one_reply([](Reply& whole) {
    whole.error = base::Error{ErrorKind::kUnsupported, "404"};
  }));
  const Answer certain = run(request, {{kBulk, &absent}, {kRest, &rest}});
  ASSERT_EQ(certain.missing.size(), 1U);
  EXPECT_EQ(certain.missing.front().cause, core::Cause::kNoBarAtSource);
}

TEST(Retrieval, ASymbolThatNobodyHasIsRefused) {
  ScriptedSource archive(one_reply([](Reply& whole) {
    whole.error = base::Error{ErrorKind::kUnsupported, "404"};
  }));
  ScriptedSource rest(one_reply(deny));
  const Answer answer =
      run({.id = kSeries, .wanted = {hours(0, 24)}}, {{kBulk, &archive}, {kRest, &rest}});
  EXPECT_TRUE(answer.refusal);
}

// Remembers what it was given to keep.
class Keeper final : public port::BarStore {
 public:
  struct Kept final : port::Keeping {
    explicit Kept(Keeper& to) : keeper(to) {}
    void take(const Reply& reply, core::Now) override { keeper.taken.add(reply.settled); }
    void finish(bool interrupted, core::Now) override { keeper.ends.push_back(interrupted); }
    [[nodiscard]] std::optional<base::Error> trouble() const override {
      return base::Error{ErrorKind::kUnavailable, "disk full"};
    }
    Keeper& keeper;
  };
  std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id, RangeSet ranges) override {
    return cached.ask(id, std::move(ranges));
  }
  std::unique_ptr<port::Keeping> keep(const core::SeriesId&) override {
    return std::make_unique<Kept>(*this);
  }
  ScriptedSource cached{[](const RangeSet& ranges) {
    const RangeSet here = ranges.intersect({hours(0, 24)});
    Reply found;
    found.asked = here;
    fill(found);
    Reply rest;
    rest.asked = ranges.minus(here);
    return std::deque{found, rest};
  }};
  RangeSet taken;
  std::vector<bool> ends;
};

TEST(Retrieval, WhatOthersBringIsKeptAndWhatTheCacheHadIsNotKeptAgain) {
  Keeper keeper;
  ScriptedSource archive(one_reply(fill));
  const Answer answer = run({.id = kSeries, .wanted = {hours(0, 48)}, .store = &keeper},
                            {{{.tier = core::Tier::kCache}, &keeper}, {kBulk, &archive}});
  EXPECT_EQ(archive.asked, std::vector<RangeSet>{RangeSet{hours(24, 48)}});
  EXPECT_EQ(keeper.taken, (RangeSet{hours(24, 48)}));
  EXPECT_EQ(keeper.ends, std::vector<bool>{false});
  EXPECT_TRUE(answer.trouble);

  Keeper later;
  ScriptedSource broken(one_reply([](Reply& whole) {
    whole.error = base::Error{ErrorKind::kUnavailable, "reset"};
  }));
  (void)run({.id = kSeries, .wanted = {hours(24, 48)}, .store = &later}, {{kBulk, &broken}});
  EXPECT_EQ(later.ends, std::vector<bool>{true}) << "interrupted";
}

TEST(Retrieval, StoppingKeepsWhatCame) {
  Keeper keeper;
  ScriptedSource slow([](const RangeSet&) {
    std::deque<Reply> replies;
    for (int day = 0; day < 3; ++day) {
      replies.push_back(reply(hours(24 * day, 24 * day + 24), hours(24 * day, 24 * day + 24),
                              core::Origin::kArchive));
    }
    return replies;  // one of them a step
  });
  Retrieval retrieval({.id = kSeries, .wanted = {hours(0, 72)}, .store = &keeper},
                      {{kBulk, &slow}});
  retrieval.step(kNow);
  retrieval.step(kNow);
  EXPECT_FALSE(retrieval.done());
  const auto settled = retrieval.progress().settled;
  ASSERT_GE(settled, 24);
  ASSERT_LT(settled, 72);
  EXPECT_EQ(retrieval.so_far().requests, settled / 24);

  retrieval.stop(kNow);
  ASSERT_TRUE(retrieval.done());
  EXPECT_EQ(keeper.ends, std::vector<bool>{true}) << "interrupted";
  const Answer answer = retrieval.take();
  ASSERT_EQ(answer.missing.size(), 1U);
  EXPECT_EQ(answer.missing[0].range, hours(static_cast<int>(settled), 72));
  EXPECT_EQ(answer.missing[0].cause, Cause::kNotFetched);
}

}  // namespace
}  // namespace wick::history::retrieval_keeping_test
