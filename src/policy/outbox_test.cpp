#include "policy/outbox.hpp"

#include <gtest/gtest.h>

#include <list>
#include <map>
#include <random>

namespace wick::policy::outbox_test {
namespace {

using Weight = Outbox::Weight;

std::string all(Outbox& outbox) {
  std::string text;
  while (const auto next = outbox.take()) {
    if (next->dropped > 0) text += "-" + std::to_string(next->dropped) + " ";
    text += next->text + " ";
  }
  return text;
}

TEST(Outbox, KeepsTheOrder) {
  Outbox outbox({});
  EXPECT_TRUE(outbox.empty());
  EXPECT_FALSE(outbox.take());
  outbox.add(0, Weight::kLasting, "a");
  outbox.add(7, Weight::kPassing, "b");
  outbox.add(3, Weight::kLasting, "c");
  EXPECT_EQ(outbox.waiting(), 3U);
  EXPECT_EQ(all(outbox), "a b c ");
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.dropped(), 0);
}

TEST(Outbox, TheLatestOfWhatPassesStandsForAll) {
  Outbox outbox({});
  for (const char* text : {"a1", "a2", "a3"}) outbox.add(0, Weight::kPassing, text);
  outbox.add(1, Weight::kPassing, "b1");
  outbox.add(0, Weight::kPassing, "a4");
  EXPECT_EQ(outbox.waiting(), 2U);
  EXPECT_EQ(all(outbox), "-3 a4 b1 ");
  outbox.add(0, Weight::kPassing, "a5");
  EXPECT_EQ(all(outbox), "a5 ") << "what was told of is not told again";
  EXPECT_EQ(outbox.dropped(), 3);
}

TEST(Outbox, NothingOvertakesWhatLasts) {
  Outbox outbox({});
  outbox.add(0, Weight::kPassing, "a1");
  outbox.add(0, Weight::kLasting, "A");
  outbox.add(1, Weight::kPassing, "b1");
  outbox.add(0, Weight::kPassing, "a2");
  EXPECT_EQ(outbox.waiting(), 3U);
  EXPECT_EQ(all(outbox), "-1 A b1 a2 ");
}

TEST(Outbox, WhatIsLostIsToldBeforeTheNextLineOfItsSeries) {
  Outbox outbox({});
  outbox.add(0, Weight::kPassing, "a1");
  outbox.add(0, Weight::kPassing, "a2");
  outbox.add(0, Weight::kLasting, "A");
  const auto first = outbox.take();
  EXPECT_EQ(first->dropped, 1);
  EXPECT_EQ(first->text, "a2");
  outbox.add(0, Weight::kPassing, "a3");
  outbox.add(0, Weight::kPassing, "a4");
  EXPECT_EQ(all(outbox), "-1 A a4 ");
}

TEST(Outbox, ABlockedReaderLosesNothing) {
  Outbox outbox({.slow = SlowReader::kBlock, .bytes_max = 4});
  outbox.add(0, Weight::kPassing, "a1");
  EXPECT_FALSE(outbox.full());
  outbox.add(0, Weight::kPassing, "a2");
  EXPECT_TRUE(outbox.full());
  outbox.add(0, Weight::kPassing, "a3");
  (void)outbox.take();
  EXPECT_TRUE(outbox.full());
  (void)outbox.take();
  EXPECT_FALSE(outbox.full());
  EXPECT_EQ(all(outbox), "a3 ");
}

TEST(Outbox, OnlyWhatLastsFillsIt) {
  Outbox outbox({.bytes_max = 4});
  for (std::size_t series = 0; series < 10; ++series) outbox.add(series, Weight::kPassing, "abcd");
  EXPECT_FALSE(outbox.full());
  outbox.add(0, Weight::kLasting, "ABCD");
  EXPECT_TRUE(outbox.full());
  EXPECT_EQ(all(outbox), "abcd abcd abcd abcd abcd abcd abcd abcd abcd abcd ABCD ");
  EXPECT_FALSE(outbox.full());
}

// The same, slowly: a list that is searched.
class Model {
 public:
  explicit Model(SlowReader slow) : slow_(slow) {}

  void add(std::size_t series, Weight weight, const std::string& text) {
    if (slow_ == SlowReader::kDrop && weight == Weight::kPassing) {
      const auto old = std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) {
        return line.series == series && line.weight == Weight::kPassing;
      });
      if (old != lines_.end()) {
        ++lost_[series];
        const bool last = std::none_of(std::next(old), lines_.end(),
                                       [&](const Line& line) { return line.series == series; });
        if (last) {
          old->text = text;
          return;
        }
        lines_.erase(old);
      }
    }
    lines_.push_back({series, weight, text});
  }

  std::optional<Outbox::Next> take() {
    if (lines_.empty()) return std::nullopt;
    const Line line = lines_.front();
    lines_.pop_front();
    const std::int64_t lost = lost_[line.series];
    lost_[line.series] = 0;
    return Outbox::Next{line.series, lost, line.text};
  }

  [[nodiscard]] std::size_t waiting() const { return lines_.size(); }
  [[nodiscard]] std::size_t bytes() const {
    std::size_t sum = 0;
    for (const Line& line : lines_) {
      if (slow_ == SlowReader::kBlock || line.weight == Weight::kLasting) sum += line.text.size();
    }
    return sum;
  }

 private:
  struct Line {
    std::size_t series{};
    Weight weight{};
    std::string text;
  };
  SlowReader slow_;
  std::list<Line> lines_;
  std::map<std::size_t, std::int64_t> lost_;
};

void walk(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto slow = random() % 3 == 0 ? SlowReader::kBlock : SlowReader::kDrop;
  constexpr std::size_t kBytesMax = 60;
  Outbox outbox({.slow = slow, .bytes_max = kBytesMax});
  Model model(slow);
  const std::uint64_t readiness = 1 + random() % 9;  // of ten
  std::int64_t added = 0;
  std::int64_t taken = 0;
  for (int step = 0; step < 2'000; ++step) {
    if (random() % 10 < readiness) {
      const auto next = outbox.take();
      const auto expected = model.take();
      ASSERT_EQ(next.has_value(), expected.has_value()) << "seed " << seed << ", step " << step;
      if (next) {
        ++taken;
        ASSERT_EQ(next->text, expected->text) << "seed " << seed << ", step " << step;
        ASSERT_EQ(next->series, expected->series);
        ASSERT_EQ(next->dropped, expected->dropped) << "seed " << seed << ", step " << step;
      }
    } else if (!outbox.full()) {
      const std::size_t series = random() % 4;
      const auto weight = random() % 4 == 0 ? Weight::kLasting : Weight::kPassing;
      const std::string text = std::to_string(step);
      outbox.add(series, weight, text);
      model.add(series, weight, text);
      ++added;
    }
    ASSERT_EQ(outbox.waiting(), model.waiting()) << "seed " << seed << ", step " << step;
    ASSERT_EQ(outbox.full(), model.bytes() >= kBytesMax) << "seed " << seed << ", step " << step;
    ASSERT_EQ(added, taken + outbox.dropped() + static_cast<std::int64_t>(outbox.waiting()));
  }
}

TEST(Outbox, DoesAsTheSlowModel) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) walk(seed);
}

// A busy series is heard though each of its lines is replaced at once.
TEST(Outbox, NobodyWaitsForEver) {
  Outbox outbox({});
  for (std::size_t series = 0; series < 3; ++series) outbox.add(series, Weight::kPassing, "x");
  int heard = 0;
  for (int round = 0; round < 30; ++round) {
    outbox.add(0, Weight::kPassing, "busy");
    const auto next = outbox.take();
    ASSERT_TRUE(next);
    heard += next->series == 0 ? 1 : 0;
    outbox.add(1, Weight::kPassing, "x");
    outbox.add(2, Weight::kPassing, "x");
  }
  EXPECT_EQ(heard, 10);
}

}  // namespace
}  // namespace wick::policy::outbox_test
