#include "history/retrieval.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <random>

namespace wick::history {
namespace {

using base::ErrorKind;
using core::Cause;
using core::RangeSet;
using core::TimeRange;
using core::UtcTime;
using port::Reply;
using namespace std::chrono_literals;

const UtcTime kDay = core::midnight(2024, 1, 10);
const core::Now kNow{kDay + 30h * 24, core::MonoTime{1h}};
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

TimeRange hours(int begin, int end) {
  return {kDay + std::chrono::hours{begin}, kDay + std::chrono::hours{end}};
}

core::Chunk bars(int begin, int end, double close, core::Origin origin) {
  core::ChunkBuilder rows;
  for (int h = begin; h < end; ++h) {
    rows.push({.open_time = kDay + std::chrono::hours{h}, .close = close});
  }
  const auto tier = origin == core::Origin::kRest ? core::Tier::kRest : core::Tier::kBulk;
  return std::move(rows).finish(tier, {.origin = origin});
}

Reply reply(TimeRange asked, TimeRange filled, core::Origin origin) {
  const auto hour = [](UtcTime t) { return static_cast<int>((t - kDay) / 1h); };
  Reply reply;
  reply.asked = {asked};
  reply.settled = {filled};
  if (!filled.empty()) {
    reply.chunks.push_back(bars(hour(filled.begin), hour(filled.end), 1, origin));
  }
  reply.evidence.push_back({.object = "object", .checksum = "", .outcome = "", .requests = 1});
  return reply;
}

// Remembers the questions, and answers each with the replies that `script` makes of it.
class ScriptedSource final : public port::BarSource {
 public:
  using Script = std::function<std::deque<Reply>(const RangeSet&)>;
  explicit ScriptedSource(Script script) : script_(std::move(script)) {}

  std::unique_ptr<port::Inquiry> ask(const core::SeriesId&, RangeSet ranges) override {
    asked.push_back(ranges);
    return std::make_unique<Scripted>(script_(ranges));
  }
  std::vector<RangeSet> asked;

 private:
  struct Scripted final : port::Inquiry {  // one reply a step
    explicit Scripted(std::deque<Reply> r) : replies(std::move(r)) {}
    std::vector<Reply> step(core::Now) override {
      if (replies.empty()) return {};
      std::vector<Reply> now = {std::move(replies.front())};
      replies.pop_front();
      return now;
    }
    [[nodiscard]] bool finished() const override { return replies.empty(); }
    [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::min(); }
    std::deque<Reply> replies;
  };
  Script script_;
};

Answer run(std::vector<Tier> tiers, RangeSet wanted, policy::Ladder::Options options = {}) {
  Retrieval retrieval({.id = kSeries, .wanted = std::move(wanted), .options = options},
                      std::move(tiers));
  core::Now now = kNow;
  for (int step = 0; !retrieval.done(); ++step) {
    if (step > 1'000) {
      ADD_FAILURE() << "it does not end";
      return {};
    }
    retrieval.step(now);
    now = {now.utc + 1s, now.mono + 1s};
  }
  return retrieval.take();
}

const policy::Rung kBulk{.tier = core::Tier::kBulk, .unit = policy::Unit::kDay, .lag = 48h};
const policy::Rung kRest{.tier = core::Tier::kRest};

TEST(Retrieval, AnObjectThatFailsCostsOnlyItself) {
  ScriptedSource archive([](const RangeSet&) {
    Reply missing = reply(hours(24, 48), {}, core::Origin::kArchive);
    missing.error = base::Error{ErrorKind::kUnsupported, "404"};
    return std::deque{reply(hours(0, 24), hours(0, 24), core::Origin::kArchive), missing};
  });
  ScriptedSource rest([](const RangeSet&) {
    return std::deque{reply(hours(24, 48), hours(24, 48), core::Origin::kRest)};
  });
  const Answer answer = run({{kBulk, &archive}, {kRest, &rest}}, {hours(0, 48)});
  EXPECT_EQ(archive.asked, std::vector<RangeSet>{RangeSet{hours(0, 48)}});
  EXPECT_EQ(rest.asked, std::vector<RangeSet>{RangeSet{hours(24, 48)}});
  EXPECT_EQ(answer.series.rows_by_tier(),
            (std::map<core::Tier, std::size_t>{{core::Tier::kBulk, 24}, {core::Tier::kRest, 24}}));
  EXPECT_TRUE(answer.missing.empty());
  EXPECT_EQ(answer.requests, 3);
  ASSERT_EQ(answer.failures.size(), 1U);
  EXPECT_EQ(answer.failures[0].error.what, "404");
}

TEST(Retrieval, RowsBeyondTheQuestionAreNotReturned) {
  ScriptedSource archive([](const RangeSet&) {
    Reply whole_day = reply(hours(3, 5), hours(3, 5), core::Origin::kArchive);
    whole_day.chunks = {bars(0, 24, 1, core::Origin::kArchive)};
    return std::deque{whole_day};
  });
  EXPECT_EQ(run({{kBulk, &archive}}, {hours(3, 5)}).series.rows(), 2U);
}

TEST(Retrieval, ABarThatCameAnywayIsNotCalledMissing) {
  ScriptedSource rest([](const RangeSet&) {
    Reply page = reply(hours(0, 2), hours(0, 2), core::Origin::kRest);
    page.chunks = {bars(0, 4, 1, core::Origin::kRest)};  // more than its part of the question
    Reply refused = reply(hours(2, 6), {}, core::Origin::kRest);
    refused.error = base::Error{ErrorKind::kThrottled, "429", 5s};
    return std::deque{page, refused};
  });
  const Answer answer = run({{kRest, &rest}}, {hours(0, 6)});
  EXPECT_EQ(answer.series.rows(), 4U);
  EXPECT_EQ(answer.missing, (std::vector<core::Hole>{{hours(4, 6), Cause::kNotFetched, "429"}}));
}

TEST(Retrieval, AWrongQuestionEndsItAtOnce) {
  ScriptedSource rest([](const RangeSet&) {
    Reply refusal = reply(hours(0, 2), {}, core::Origin::kRest);
    refusal.error = base::Error{ErrorKind::kInvalid, "no such symbol"};
    return std::deque{refusal, reply(hours(2, 4), hours(2, 4), core::Origin::kRest)};
  });
  const Answer answer = run({{kRest, &rest}}, {hours(0, 4)});
  ASSERT_TRUE(answer.refusal);
  EXPECT_EQ(answer.refusal->what, "no such symbol");
}

TEST(Retrieval, ThrottledItWaitsWhenTold) {
  int asked = 0;
  ScriptedSource rest([&](const RangeSet&) {
    Reply one = reply(hours(0, 4), asked++ == 0 ? hours(0, 2) : hours(2, 4), core::Origin::kRest);
    if (asked == 1) {
      one.error = base::Error{ErrorKind::kThrottled, "429", 30s};
    } else {
      one.asked = {hours(2, 4)};
    }
    return std::deque{one};
  });
  const Answer answer = run({{kRest, &rest}}, {hours(0, 4)}, {.wait_when_throttled = true});
  EXPECT_EQ(answer.series.rows(), 4U);
  EXPECT_TRUE(answer.missing.empty());
  EXPECT_EQ(rest.asked.size(), 2U);
}

TEST(Retrieval, FailuresOfOneKindAreToldOnce) {
  ScriptedSource rest([](const RangeSet&) {
    std::deque<Reply> replies;
    for (int h = 0; h < 5; ++h) {
      replies.push_back(reply(hours(h, h + 1), {}, core::Origin::kRest));
      replies.back().error =
          base::Error{ErrorKind::kThrottled, "429", std::chrono::seconds{10 + h}};
    }
    return replies;
  });
  const Answer answer = run({{kRest, &rest}}, {hours(0, 5)});
  ASSERT_EQ(answer.failures.size(), 1U);
  EXPECT_EQ(answer.failures[0].times, 5U);
  EXPECT_EQ(answer.failures[0].error.retry_after, 14s) << "the longest delay that was asked for";
  EXPECT_EQ(answer.missing.size(), 1U);
}

TEST(Retrieval, APageThatReachesPastNowHasNotFailed) {
  const int hour = static_cast<int>((kNow.utc - kDay) / 1h) - 1;  // the one that ends just now
  const auto asked_until = [&](int end, int filled, ErrorKind kind) {
    ScriptedSource rest([&](const RangeSet&) {
      Reply page = reply(hours(hour - 5, end), hours(hour - 5, filled), core::Origin::kRest);
      page.error = base::Error{kind, "not closed yet"};
      return std::deque{page};
    });
    return run({{kRest, &rest}}, {hours(hour - 5, end)});
  };
  const Answer reached = asked_until(hour + 1, hour, ErrorKind::kUnavailable);
  EXPECT_TRUE(reached.failures.empty());
  EXPECT_EQ(reached.efforts.at(0).failed, 0);
  EXPECT_EQ(reached.series.rows(), 5U);
  EXPECT_EQ(
      reached.missing,
      (std::vector<core::Hole>{{hours(hour, hour + 1), Cause::kNotFetched, "not closed yet"}}));
  // A bar that has ended is owed, and so is one that a server refuses to speak of.
  for (const Answer& owed : {asked_until(hour + 1, hour - 1, ErrorKind::kUnavailable),
                             asked_until(hour + 1, hour, ErrorKind::kThrottled),
                             asked_until(hour + 1, hour - 5, ErrorKind::kUnavailable)}) {
    EXPECT_EQ(owed.failures.size(), 1U);
    EXPECT_EQ(owed.efforts.at(0).failed, 1);
  }
}

TEST(Retrieval, ProgressCountsWhatIsSettled) {
  ScriptedSource rest([](const RangeSet&) {
    return std::deque{reply(hours(0, 3), hours(0, 3), core::Origin::kRest),
                      reply(hours(3, 10), hours(3, 10), core::Origin::kRest)};
  });
  Retrieval retrieval({.id = kSeries, .wanted = {hours(0, 10)}, .options = {}}, {{kRest, &rest}});
  EXPECT_EQ(retrieval.progress().wanted, 10);
  retrieval.step(kNow);
  EXPECT_EQ(retrieval.progress().settled, 3);
  retrieval.step(kNow);
  EXPECT_EQ(retrieval.progress().settled, 10);
  EXPECT_TRUE(retrieval.done());
}

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
}  // namespace wick::history
