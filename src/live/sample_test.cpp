#include "live/sample.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace wick::live::sample_test {
namespace {

using base::Error;
using base::ErrorKind;
using core::Interval;
using core::UtcTime;
using port::FeedHistoryPage;
using namespace std::chrono_literals;

using Answer = base::Result<FeedHistoryPage>;

const UtcTime kEnd = core::midnight(2024, 3, 5);

core::HistoryBar row(UtcTime open) {
  const auto price = static_cast<double>((open - kEnd) / 1min + 5000);
  const core::Quote quote = quote_of(price, price + 1);
  return {
      .open_time = open, .open = quote, .high = quote, .low = quote, .close = quote, .volume = 1};
}

// Minutes without end, in pages of so many; every seventh is missing.
class Archive final : public port::FeedHistory {
 public:
  std::size_t depth{100};
  core::Micros delay{};
  std::function<std::optional<Answer>(const port::FeedHistoryAsk&)> otherwise;
  bool mute{};
  std::vector<port::FeedHistoryAsk> asked;
  core::UtcTime now{kEnd + 30s};

  port::Pending<Answer> ask(const port::FeedHistoryAsk& ask) override {
    asked.push_back(ask);
    auto [promise, pending] = port::Promise<Answer>::make();
    if (mute) {
      kept_.push_back(std::move(promise));
      return pending;
    }
    const auto other = otherwise ? otherwise(ask) : std::nullopt;
    promise.fulfil(other ? *other : Answer(page(ask)));
    return pending;
  }
  void step(core::Now) override {}
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }

  static bool has(UtcTime open) { return ((open - kEnd) / 1min) % 7 != 0; }

 private:
  [[nodiscard]] FeedHistoryPage page(const port::FeedHistoryAsk& ask) const {
    FeedHistoryPage page{.settled = ask.range};
    for (UtcTime open = ask.range.end - 1min; open >= ask.range.begin; open -= 1min) {
      if (!has(open)) continue;
      page.bars.insert(page.bars.begin(), row(open));
      if (page.bars.size() == depth) {
        page.settled.begin = open;
        break;
      }
    }
    return page;
  }
  std::vector<port::Promise<Answer>> kept_;
};

class SampleTest : public testing::Test {
 protected:
  // Until it is done, in a world where time passes only by waiting.
  void run(Sample& sample, core::Micros longest = 24h) {
    while (!sample.done() && now.mono < core::MonoTime{longest}) {
      sample.step(now, notices);
      if (sample.done()) return;
      ASSERT_GT(sample.wake(), now.mono);
      ASSERT_LT(sample.wake(), core::MonoTime::max());
      // Answers wake its owner, too.
      const auto next = std::min(sample.wake(), now.mono + 100ms);
      now.utc += next - now.mono;
      now.mono = next;
    }
  }
  Sample::Options options{
      .symbol = "XAU/USD", .interval = Interval::k1m, .range = {kEnd - 24h, kEnd}};
  Archive archive;
  std::vector<Notice> notices;
  core::Now now{.utc = kEnd + 30s, .mono = core::MonoTime{}};
};

TEST_F(SampleTest, EveryBarOnceInOrderFromPagesThatComeNewestFirst) {
  Sample sample(options, archive);
  run(sample);
  std::vector<UtcTime> wanted;
  for (UtcTime open = kEnd - 24h; open < kEnd; open += 1min) {
    if (Archive::has(open)) wanted.push_back(open);
  }
  std::vector<UtcTime> told;
  for (const QuoteBar& bar : sample.bars()) {
    told.push_back(bar.open_time);
    EXPECT_TRUE(bar.mid_derived);
    EXPECT_EQ(bar.end, bar.open_time + 1min);
  }
  EXPECT_EQ(told, wanted);
  EXPECT_FALSE(sample.error());
  EXPECT_EQ(sample.pages(), 13U);
  ASSERT_EQ(archive.asked.size(), 13U);
  EXPECT_EQ(archive.asked[0].range, options.range);
  for (std::size_t i = 1; i < archive.asked.size(); ++i) {
    EXPECT_EQ(archive.asked[i].range.begin, kEnd - 24h);
    EXPECT_LT(archive.asked[i].range.end, archive.asked[i - 1].range.end);
  }
  EXPECT_GE(now.mono, core::MonoTime{12 * 250ms});
}

TEST_F(SampleTest, WhatIsNotOverIsNoBar) {
  options.range = {kEnd - 10min, kEnd + 10min};
  Sample sample(options, archive);
  run(sample);
  ASSERT_FALSE(sample.bars().empty());
  EXPECT_LE(sample.bars().back().end, kEnd + 41s);  // a clock may be behind by some seconds
}

TEST_F(SampleTest, WhatIsNotOverIsNotAskedFor) {
  options.interval = Interval::k1h;
  options.range = {kEnd - 5h, kEnd + 1h};
  Sample sample(options, archive);
  run(sample);
  ASSERT_FALSE(archive.asked.empty());
  EXPECT_EQ(archive.asked[0].range, (core::TimeRange{kEnd - 5h, kEnd}));
  options.range = {kEnd, kEnd + 1h};
  Sample nothing(options, archive);
  run(nothing);
  EXPECT_TRUE(nothing.done() && nothing.bars().empty() && !nothing.error());
}

TEST_F(SampleTest, TheQuotaIsObeyed) {
  options.quota.history_max_calls_per_min = 4;
  options.quota.history_priority_reserve_per_min = 0;
  Sample sample(options, archive);
  run(sample);
  EXPECT_EQ(archive.asked.size(), 13U);
  EXPECT_GE(now.mono, core::MonoTime{3min});
}

TEST_F(SampleTest, HistoryThatIsNotReadyIsAskedAgainLaterAndLater) {
  int refusals = 3;
  archive.otherwise = [&](const auto&) -> std::optional<Answer> {
    if (refusals-- > 0) return Answer(Error{ErrorKind::kUnavailable, "not ready"});
    return std::nullopt;
  };
  options.backoff.jitter = policy::Ratio::percent(0);
  Sample sample(options, archive);
  run(sample);
  EXPECT_FALSE(sample.error());
  EXPECT_EQ(archive.asked.size(), 16U);
  EXPECT_EQ(notices.size(), 3U);
  EXPECT_EQ(notices[0].text, "history: not ready");
  EXPECT_GE(now.mono, core::MonoTime{6s + 12s + 24s});
}

TEST_F(SampleTest, ButNotForEver) {
  archive.otherwise = [](const auto&) { return Answer(Error{ErrorKind::kUnavailable, "away"}); };
  Sample sample(options, archive);
  run(sample);
  ASSERT_TRUE(sample.error());
  EXPECT_EQ(sample.error()->what, "away");
  EXPECT_LE(now.mono, core::MonoTime{2min});
  EXPECT_GE(now.mono, core::MonoTime{30s});
}

TEST_F(SampleTest, AnAnswerBeginsThePatienceAnew) {
  int calls = 0;
  archive.otherwise = [&](const auto&) -> std::optional<Answer> {
    if (++calls % 4 != 0) return Answer(Error{ErrorKind::kUnavailable, "not ready"});
    return std::nullopt;
  };
  Sample sample(options, archive);
  run(sample);
  EXPECT_FALSE(sample.error());
  EXPECT_GT(now.mono, core::MonoTime{4min});
}

TEST_F(SampleTest, ARefusalIsTheEnd) {
  for (const ErrorKind kind :
       {ErrorKind::kInvalid, ErrorKind::kUnsupported, ErrorKind::kUnauthorized}) {
    archive.asked.clear();
    archive.otherwise = [kind](const auto&) { return Answer(Error{kind, "no"}); };
    Sample sample(options, archive);
    run(sample);
    ASSERT_TRUE(sample.error());
    EXPECT_EQ(sample.error()->kind, kind);
    EXPECT_EQ(archive.asked.size(), 1U);
  }
}

TEST_F(SampleTest, ErrorsLeaveWhatThereIs) {
  archive.otherwise = [&](const auto&) -> std::optional<Answer> {
    if (archive.asked.size() <= 2) return std::nullopt;
    return Answer(Error{ErrorKind::kUnsupported, "before its memory"});
  };
  Sample sample(options, archive);
  run(sample);
  EXPECT_TRUE(sample.error());
  EXPECT_EQ(sample.bars().size(), 200U);
}

TEST_F(SampleTest, AMuteHistoryIsNotWaitedForLong) {
  archive.mute = true;
  Sample sample(options, archive);
  run(sample);
  ASSERT_TRUE(sample.error());
  EXPECT_EQ(sample.error()->what, "no answer from history");
  EXPECT_LE(now.mono, core::MonoTime{4min});
}

TEST_F(SampleTest, APageThatSettlesNothingIsNoProgress) {
  archive.otherwise = [](const port::FeedHistoryAsk& ask) {
    return Answer(FeedHistoryPage{.settled = {ask.range.end, ask.range.end}});
  };
  Sample sample(options, archive);
  run(sample);
  EXPECT_TRUE(sample.error());
  EXPECT_LT(archive.asked.size(), 20U);
}

TEST_F(SampleTest, NothingThereIsNoError) {
  archive.otherwise = [](const port::FeedHistoryAsk& ask) {
    return Answer(FeedHistoryPage{.settled = ask.range});
  };
  Sample sample(options, archive);
  run(sample);
  EXPECT_FALSE(sample.error());
  EXPECT_TRUE(sample.bars().empty());
}

TEST_F(SampleTest, RowsBesideTheRangeAreLeftOut) {
  archive.otherwise = [](const port::FeedHistoryAsk& ask) {
    return Answer(FeedHistoryPage{
        .bars = {row(ask.range.begin - 1min), row(ask.range.begin), row(ask.range.end)},
        .settled = ask.range});
  };
  Sample sample(options, archive);
  run(sample);
  ASSERT_EQ(sample.bars().size(), 1U);
  EXPECT_EQ(sample.bars()[0].open_time, kEnd - 24h);
}

}  // namespace
}  // namespace wick::live::sample_test
