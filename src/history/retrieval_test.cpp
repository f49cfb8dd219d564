#include "history/retrieval.hpp"

#include <gtest/gtest.h>

#include <random>

#include "history/scripted_source_test.hpp"

namespace wick::history::retrieval_test {
namespace {

using base::ErrorKind;
using core::Cause;

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

TEST(Retrieval, AnEffortTellsWhatWasWantedOfItsRowsAndWhatWasUntidy) {
  ScriptedSource archive([](const RangeSet&) {
    Reply whole_day = reply(hours(3, 5), hours(3, 5), core::Origin::kArchive);
    whole_day.chunks = {bars(0, 5, 1, core::Origin::kArchive)};
    whole_day.evidence[0].untidy = {.unsorted = 1, .duplicates = 2};
    Reply tidy = reply(hours(5, 6), {}, core::Origin::kArchive);
    return std::deque{whole_day, tidy};
  });
  ScriptedSource rest([](const RangeSet&) {
    Reply page = reply(hours(5, 6), hours(5, 6), core::Origin::kRest);
    page.chunks = {bars(4, 6, 1, core::Origin::kRest)};  // one that the archive has settled
    page.evidence[0].untidy = {.implausible = 3};
    return std::deque{page};
  });
  const Answer answer = run({{kBulk, &archive}, {kRest, &rest}}, {hours(3, 6)});
  ASSERT_EQ(answer.efforts.size(), 2U);
  EXPECT_EQ(answer.efforts[0].rows, 5);
  EXPECT_EQ(answer.efforts[0].wanted, 2);
  EXPECT_EQ(answer.efforts[1].wanted, 1);
  EXPECT_EQ(answer.efforts[0].untidy, 1);
  EXPECT_EQ(answer.efforts[0].odd_rows, (core::Untidy{.unsorted = 1, .duplicates = 2}));
  EXPECT_EQ(answer.efforts[1].odd_rows, (core::Untidy{.implausible = 3}));
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

}  // namespace
}  // namespace wick::history::retrieval_test
