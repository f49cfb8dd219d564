#include "live/fills.hpp"

#include <gtest/gtest.h>

#include <map>

namespace wick::live::fills_test {
namespace {

using core::MonoTime;
using core::Now;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kStart = core::midnight(2024, 3, 5);

// Answers when told to.
class Slow final : public port::BarSource {
 public:
  class Question final : public port::Inquiry {
   public:
    Question(Slow& source, std::string symbol) : source_(source), symbol_(std::move(symbol)) {}
    ~Question() override { --source_.under_way; }
    std::vector<port::Reply> step(core::Now /*now*/) override {
      std::vector<port::Reply> made(source_.replies[symbol_]);
      source_.replies[symbol_] = 0;
      done_ = done_ || source_.ended[symbol_];
      return made;
    }
    [[nodiscard]] bool finished() const override { return done_; }
    [[nodiscard]] MonoTime wake() const override { return source_.wake; }

   private:
    Slow& source_;
    std::string symbol_;
    bool done_{};
  };
  std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id, core::RangeSet ranges) override {
    asked.emplace_back(id.symbol, ranges);
    ++under_way;
    return std::make_unique<Question>(*this, id.symbol);
  }

  std::vector<std::pair<std::string, core::RangeSet>> asked;
  std::map<std::string, std::size_t> replies;
  std::map<std::string, bool> ended;
  MonoTime wake{MonoTime::max()};
  int under_way{};
};

Fills::Wanted wanted(std::size_t series, std::string symbol) {
  return {series, {.symbol = std::move(symbol)}, {kStart, kStart + 1h}};
}

TEST(Fills, OnlySoManyAreUnderWayAtATime) {
  Slow past;
  Fills fills(past, 2);
  for (std::size_t i = 0; i < 5; ++i)
    fills.want(wanted(i, std::string(1, static_cast<char>('A' + i))));
  EXPECT_TRUE(fills.step({}).empty());
  EXPECT_EQ(past.under_way, 2);
  EXPECT_EQ(fills.waiting(), 5U);
  past.ended["A"] = true;
  ASSERT_EQ(fills.step({}).size(), 1U);
  EXPECT_EQ(fills.wake(), MonoTime{}) << "the next one waits for nothing";
  (void)fills.step({});
  EXPECT_EQ(past.under_way, 2);
  EXPECT_EQ(past.asked.back().first, "C");
  EXPECT_EQ(past.asked.back().second, (core::RangeSet{{kStart, kStart + 1h}}));
}

TEST(Fills, RepliesAreHandedOutAsTheyComeAndTheEndIsTold) {
  Slow past;
  Fills fills(past, 2);
  fills.want(wanted(7, "A"));
  (void)fills.step({});
  past.replies["A"] = 2;
  auto brought = fills.step({});
  ASSERT_EQ(brought.size(), 1U);
  EXPECT_EQ(brought[0].series, 7U);
  EXPECT_EQ(brought[0].replies.size(), 2U);
  EXPECT_FALSE(brought[0].finished);
  past.ended["A"] = true;
  brought = fills.step({});
  ASSERT_EQ(brought.size(), 1U);
  EXPECT_TRUE(brought[0].finished);
  EXPECT_TRUE(fills.step({}).empty());
  EXPECT_EQ(fills.waiting(), 0U);
  EXPECT_EQ(past.under_way, 0);
}

TEST(Fills, ItWakesWithTheEarliestQuestion) {
  Slow past;
  Fills fills(past, 2);
  EXPECT_EQ(fills.wake(), MonoTime::max());
  fills.want(wanted(0, "A"));
  past.wake = MonoTime{5s};
  (void)fills.step({});
  EXPECT_EQ(fills.wake(), MonoTime{5s});
}

}  // namespace
}  // namespace wick::live::fills_test
