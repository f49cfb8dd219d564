#include "store/events.hpp"

#include <gtest/gtest.h>

#include "fake/files.hpp"

namespace wick::store::events_test {
namespace {

TEST(Events, LinesFollowOneAnotherAndTheRingIsBounded) {
  fake::Files files;
  Events events(files, "/c/events.jsonl");
  events.add("{\"n\":1}");
  events.add("{\"n\":2}");
  EXPECT_EQ(*files.read("/c/events.jsonl", 100), "{\"n\":1}\n{\"n\":2}\n");
  const std::string long_line(100'000, 'x');
  for (int i = 0; i < 200; ++i) events.add(long_line);
  EXPECT_LE(files.facts("/c/events.jsonl")->size, Events::kSizeMax + long_line.size());
  EXPECT_GE(files.facts("/c/events.jsonl.1")->size, Events::kSizeMax);
  EXPECT_EQ(*files.list("/c"),
            (std::vector<std::string>{"events.jsonl", "events.jsonl.1", "events.jsonl.lock"}));
}

TEST(Events, ADiskThatFailsIsNoTrouble) {
  fake::Files files;
  files.set_health(fake::Files::Health::kReadOnly);
  Events(files, "/c/events.jsonl").add("{}");
  files.set_health(fake::Files::Health::kGood);
  EXPECT_FALSE(files.facts("/c/events.jsonl"));
}

constexpr core::MonoTime kBegin{std::chrono::hours{7}};

// A disk, and two programs that write to one ring on it.
struct Writers {
  fake::Files files;
  Events ours{files, "/c/events.jsonl"};
  Events theirs{files, "/c/events.jsonl"};

  [[nodiscard]] std::string newer() { return *files.read("/c/events.jsonl", 1U << 30U); }
  [[nodiscard]] std::string older() { return *files.read("/c/events.jsonl.1", 1U << 30U); }
  void fill() {
    theirs.add(std::string(Events::kSizeMax, 'f'));
    theirs.add("turned over");
  }
};

TEST(Events, TheFileStaysOpenForAWhile) {
  Writers disk;
  disk.ours.add("first", kBegin);
  const std::uint64_t begun = disk.files.write_calls();
  for (int n = 1; n < Events::kLinesMax; ++n) disk.ours.add("more", kBegin);
  EXPECT_EQ(disk.files.write_calls() - begun, Events::kLinesMax - 1U) << "each its line alone";
  disk.ours.add("again", kBegin);
  EXPECT_EQ(disk.files.write_calls() - begun, Events::kLinesMax + 1U) << "opened once more";
  disk.ours.add("next", kBegin + Events::kOpenMax - core::Micros{1});
  EXPECT_EQ(disk.files.write_calls() - begun, Events::kLinesMax + 2U);
  disk.ours.add("last", kBegin + Events::kOpenMax);
  EXPECT_EQ(disk.files.write_calls() - begun, Events::kLinesMax + 4U) << "and once more";
  EXPECT_TRUE(disk.newer().starts_with("first\nmore\nmore\n"));
  EXPECT_TRUE(disk.newer().ends_with("more\nagain\nnext\nlast\n"));
}

TEST(Events, WhatSomebodyElseTurnsOverIsLeftWithinTheSecond) {
  Writers disk;
  disk.ours.add("one", kBegin);
  disk.fill();
  disk.ours.add("two", kBegin);
  EXPECT_TRUE(disk.older().starts_with("one\nff"));
  EXPECT_TRUE(disk.older().ends_with("ff\ntwo\n")) << "nothing is lost";
  disk.ours.add("three", kBegin + Events::kOpenMax);
  EXPECT_EQ(disk.newer(), "turned over\nthree\n");
}

TEST(Events, WhatSomebodyElseTurnsOverIsLeftWithinSomeLines) {
  Writers disk;
  disk.ours.add("one", kBegin);
  disk.fill();
  for (int n = 1; n < Events::kLinesMax; ++n) disk.ours.add("more", kBegin);
  EXPECT_EQ(disk.newer(), "turned over\n");
  disk.ours.add("last", kBegin);
  EXPECT_EQ(disk.newer(), "turned over\nlast\n");
}

TEST(Events, WhatSomebodyElseRemovesIsMadeAgainWithinTheSecond) {
  Writers disk;
  disk.ours.add("one", kBegin);
  ASSERT_TRUE(disk.files.remove("/c/events.jsonl"));
  disk.ours.add("two", kBegin);
  EXPECT_FALSE(disk.files.facts("/c/events.jsonl"));
  disk.ours.add("three", kBegin + Events::kOpenMax);
  EXPECT_EQ(disk.newer(), "three\n");
}

TEST(Events, AnOpenFileIsTurnedOverWhenItIsFull) {
  Writers disk;
  const std::string line(1000, 'x');
  for (int n = 0; n < 6000; ++n) disk.ours.add(line, kBegin);
  EXPECT_GE(disk.older().size(), Events::kSizeMax);
  EXPECT_LE(disk.older().size(), Events::kSizeMax + Events::kLinesMax * (line.size() + 1));
  EXPECT_EQ(disk.older().size() + disk.newer().size(), 6000 * (line.size() + 1));
}

TEST(Events, AnOpenFileOnADiskThatFailsIsOpenedAgain) {
  Writers disk;
  disk.files.set_health(fake::Files::Health::kReadOnly);
  disk.ours.add("never", kBegin);
  disk.files.set_health(fake::Files::Health::kGood);
  disk.ours.add("one", kBegin);
  disk.files.set_health(fake::Files::Health::kGone);
  disk.ours.add("never", kBegin);
  disk.files.set_health(fake::Files::Health::kGood);
  ASSERT_TRUE(disk.files.remove("/c/events.jsonl"));
  disk.ours.add("two", kBegin);
  EXPECT_EQ(disk.newer(), "two\n");
}

std::string line_at(core::UtcTime at) {
  Event event;
  event.at = at;
  event.id.symbol = "BTCUSDT";
  return event_line(event);
}

TEST(Events, AreReadInTheOrderInWhichTheyWereWritten) {
  fake::Files files;
  Events events(files, "/c/events.jsonl");
  ASSERT_TRUE(events.read());
  EXPECT_TRUE(events.read()->events.empty());
  const core::UtcTime begin = core::midnight(2024, 3, 5);
  const std::uint64_t line_size = line_at(begin).size() + 1;
  const auto count = static_cast<int>(Events::kSizeMax / line_size + 10);
  for (int i = 0; i < count; ++i) events.add(line_at(begin + std::chrono::seconds{i}));
  ASSERT_TRUE(files.facts("/c/events.jsonl.1"));
  const auto content = events.read();
  ASSERT_TRUE(content);
  EXPECT_EQ(content->lines_unread, 0U);
  ASSERT_EQ(content->events.size(), static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    ASSERT_EQ(content->events[static_cast<std::size_t>(i)].at, begin + std::chrono::seconds{i});
  }
}

TEST(Events, ATornLineCostsItselfAlone) {
  const core::UtcTime day = core::midnight(2024, 3, 5);
  const std::string good = line_at(day);
  for (std::size_t torn = 1; torn < good.size(); ++torn) {
    Events::Content content;
    read_events(good.substr(0, torn) + line_at(day + std::chrono::hours{1}) + "\n" +
                    line_at(day + std::chrono::hours{2}) + "\n",
                content);
    ASSERT_EQ(content.events.size(), 2U) << torn;
    EXPECT_EQ(content.events[0].at, day + std::chrono::hours{1}) << torn;
  }
  Events::Content content;
  read_events("nonsense\n\n" + good + "\n" + good.substr(0, 40), content);
  EXPECT_EQ(content.events.size(), 1U);
  EXPECT_EQ(content.lines_unread, 2U);
}

TEST(Events, AFileThatCannotBeReadIsSaid) {
  fake::Files files;
  Events events(files, "/c/events.jsonl");
  events.add(line_at(core::midnight(2024, 3, 5)));
  files.fail_reads("/c/events.jsonl");
  EXPECT_FALSE(events.read());
}

}  // namespace
}  // namespace wick::store::events_test
