// What a symbol's life says about bars that nobody needs to be asked for.
#include <gtest/gtest.h>

#include <functional>

#include "history/retrieval.hpp"

namespace wick::history::retrieval_life_test {
namespace {

using base::ErrorKind;
using core::Cause;
using core::RangeSet;
using core::TimeRange;
using core::UtcTime;
using port::Reply;
using namespace std::chrono_literals;

const UtcTime kDay = core::midnight(2022, 11, 15);  // the last one
const core::Now kNow{kDay + 30h * 24, core::MonoTime{1h}};
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kFuturesUsdt,
                             core::ChartType::kKlines, "FTTUSDT", core::Interval::k1h};

TimeRange hours(int begin, int end) {
  return {kDay + std::chrono::hours{begin}, kDay + std::chrono::hours{end}};
}

// One reply for all that is asked, made by a script.
class Source final : public port::BarSource {
 public:
  explicit Source(std::function<void(Reply&)> script) : script_(std::move(script)) {}

  std::unique_ptr<port::Inquiry> ask(const core::SeriesId&, RangeSet ranges) override {
    asked.push_back(ranges);
    Reply reply;
    reply.asked = std::move(ranges);
    script_(reply);
    return std::make_unique<Once>(std::move(reply));
  }
  std::vector<RangeSet> asked;

 private:
  struct Once final : port::Inquiry {
    explicit Once(Reply r) : reply(std::move(r)) {}
    std::vector<Reply> step(core::Now) override {
      std::vector<Reply> replies;
      if (!done) replies.push_back(std::move(reply));
      done = true;
      return replies;
    }
    [[nodiscard]] bool finished() const override { return done; }
    [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::min(); }
    Reply reply;
    bool done{false};
  };
  std::function<void(Reply&)> script_;
};

void absent(Reply& reply) {
  reply.error = base::Error{ErrorKind::kUnsupported, "404"};
}
void deny(Reply& reply) {
  reply.error = base::Error{ErrorKind::kInvalid, "no such symbol"};
}
void shut(Reply& reply) {
  reply.error = base::Error{ErrorKind::kUnauthorized, "403"};
}
void know(Reply& reply) {
  reply.life.emplace();
}
void end(Reply& reply) {
  reply.life = port::Life{.after = core::Hole{{kDay + 24h, kNow.utc}, Cause::kDelisted, "gone"}};
}

const policy::Rung kListing{.tier = core::Tier::kListing};
const policy::Rung kBulk{.tier = core::Tier::kBulk, .unit = policy::Unit::kDay, .lag = 48h};
const policy::Rung kRest{.tier = core::Tier::kRest};

Answer run(Request request, std::vector<Tier> tiers) {
  Retrieval retrieval(std::move(request), std::move(tiers));
  core::Now now = kNow;
  for (int step = 0; step < 100 && !retrieval.done(); ++step) {
    retrieval.step(now);
    now = {now.utc + 1s, now.mono + 1s};
  }
  return retrieval.take();
}

// Whether anybody has bars of it in that time or not: it was listed, so the question is right.
TEST(RetrievalOfALife, ASymbolThatWasListedIsNotRefused) {
  Source listing(know);
  Source archive(absent);
  Source rest(deny);
  const Answer answer = run({.id = kSeries, .wanted = {hours(48, 72)}},
                            {{kListing, &listing}, {kBulk, &archive}, {kRest, &rest}});
  EXPECT_FALSE(answer.refusal);
  for (const Effort& effort : answer.efforts) {
    EXPECT_EQ(effort.failed, 0) << "that there is nothing is an answer";
  }
  ASSERT_EQ(answer.missing.size(), 1U);
  EXPECT_EQ(answer.missing.front().range, hours(48, 72));
  EXPECT_EQ(answer.missing.front().cause, Cause::kNoBarAtSource);
}

TEST(RetrievalOfALife, RestIsNotBelievedAloneWhileTheArchiveIsShut) {
  Source archive(shut);
  Source rest(deny);
  const Answer answer =
      run({.id = kSeries, .wanted = {hours(0, 24)}}, {{kBulk, &archive}, {kRest, &rest}});
  EXPECT_FALSE(answer.refusal);
  ASSERT_EQ(answer.missing.size(), 1U);
  EXPECT_EQ(answer.missing.front().cause, Cause::kNotFetched);
}

TEST(RetrievalOfALife, WhatIsTradedAndDeniedIsRefused) {
  Source listing(know);
  Source rest(deny);
  const Answer answer =
      run({.id = kSeries, .wanted = {hours(0, 24)}}, {{kListing, &listing}, {kRest, &rest}});
  ASSERT_TRUE(answer.refusal);
  EXPECT_EQ(answer.refusal->what, "no such symbol");
}

TEST(RetrievalOfALife, WithoutTheArchiveItIsNotRefusedEither) {
  Source listing(end);
  Source rest(deny);
  const Answer answer =
      run({.id = kSeries, .wanted = {hours(0, 24)}}, {{kListing, &listing}, {kRest, &rest}});
  EXPECT_FALSE(answer.refusal);
  ASSERT_EQ(answer.missing.size(), 1U);
  EXPECT_EQ(answer.missing.front().cause, Cause::kNotFetched);
  ASSERT_EQ(answer.failures.size(), 1U);
  EXPECT_EQ(answer.failures.front().error.what, "no such symbol");
}

TEST(RetrievalOfALife, NobodyIsAskedForWhatFollowsTheLastBar) {
  Source listing(end);
  Source archive(absent);
  Source rest(deny);
  const Request request{.id = kSeries, .wanted = {hours(20, 50)}, .along = {hours(0, 72)}};
  const Answer answer = run(request, {{kListing, &listing}, {kBulk, &archive}, {kRest, &rest}});
  EXPECT_EQ(archive.asked, std::vector<RangeSet>{RangeSet{hours(0, 24)}});
  EXPECT_EQ(rest.asked, std::vector<RangeSet>{RangeSet{hours(0, 24)}});
  ASSERT_EQ(answer.missing.size(), 2U);
  EXPECT_EQ(answer.missing[0].range, hours(20, 24));
  EXPECT_EQ(answer.missing[1], (core::Hole{hours(24, 50), Cause::kDelisted, "gone"}));
}

// Whoever lists it again does so after the end was looked for.
TEST(RetrievalOfALife, WhatCameAfterTheEndWasLookedForIsAskedFor) {
  Source listing([](Reply& reply) {
    reply.life =
        port::Life{.after = core::Hole{{kDay + 24h, kDay + 30h + 20min}, Cause::kDelisted, "gone"}};
  });
  Source rest(deny);
  const Answer answer =
      run({.id = kSeries, .wanted = {hours(24, 40)}}, {{kListing, &listing}, {kRest, &rest}});
  EXPECT_EQ(rest.asked, std::vector<RangeSet>{RangeSet{hours(30, 40)}});
  EXPECT_EQ(answer.missing.size(), 2U);
}

TEST(RetrievalOfALife, ABarThatBothLackIsMissingByTheWordOfBoth) {
  Source archive(absent);
  Source rest([](Reply& reply) {
    reply.settled = reply.asked;
    for (const TimeRange& range : reply.asked.ranges()) {
      reply.holes.push_back({range, Cause::kNoBarAtSource, "REST answered without it"});
    }
  });
  const Answer answer =
      run({.id = kSeries, .wanted = {hours(0, 2)}}, {{kBulk, &archive}, {kRest, &rest}});
  ASSERT_EQ(answer.missing.size(), 1U);
  EXPECT_EQ(answer.missing.front().evidence, "not in the archive; REST answered without it");
}

// Remembers what it was given to keep.
class Keeper final : public port::BarStore {
 public:
  struct Kept final : port::Keeping {
    explicit Kept(Keeper& to) : keeper(to) {}
    void take(const Reply& reply, core::Now) override {
      for (const core::Hole& hole : reply.holes) keeper.holes.push_back(hole);
    }
    void finish(bool, core::Now) override {}
    [[nodiscard]] std::optional<base::Error> trouble() const override { return std::nullopt; }
    Keeper& keeper;
  };
  std::unique_ptr<port::Inquiry> ask(const core::SeriesId&, RangeSet) override { return nullptr; }
  std::unique_ptr<port::Keeping> keep(const core::SeriesId&) override {
    return std::make_unique<Kept>(*this);
  }
  std::vector<core::Hole> holes;
};

TEST(RetrievalOfALife, OfTheTimeAfterItsEndOnlyTheRestOfTheMonthIsKept) {
  Source listing(end);
  Keeper keeper;
  const Request request{.id = kSeries, .wanted = {hours(24, 24 * 25)}, .store = &keeper};
  const Answer answer = run(request, {{kListing, &listing}});
  EXPECT_EQ(keeper.holes,
            (std::vector<core::Hole>{{hours(24, 24 * 16), Cause::kDelisted, "gone"}}));
  ASSERT_EQ(answer.missing.size(), 1U);
  EXPECT_EQ(answer.missing.front().range, hours(24, 24 * 25));
}

}  // namespace
}  // namespace wick::history::retrieval_life_test
