#include "venue/binance/archive_refusals.hpp"

#include <gtest/gtest.h>

#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::archive_refusals_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kNow = core::midnight(2024, 6, 1) + 1h;
const ArchiveRefusals::Object kOld{.name = "data/a-2024-03-01.zip", .end = kNow - 91 * 24h};
const ArchiveRefusals::Object kYoung{.name = "data/a-2024-05-30.zip", .end = kNow - 49h};

class Refusals : public testing::Test {
 protected:
  PlainMemory memory;
  ArchiveRefusals refusals{&memory, 10min};
};

TEST_F(Refusals, NothingIsRefusedAtFirst) {
  EXPECT_FALSE(refusals.known(kOld, kNow));
}

TEST_F(Refusals, WhatWasNotThereIsLeftAloneForADay) {
  refusals.was_absent(kOld, kNow + 250ms);
  const auto known = refusals.known(kOld, kNow + 1h);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(known->what,
            "a-2024-03-01.zip was not there at 2024-06-01T01:00:00Z, not asked again before "
            "2024-06-02T01:00:00Z");
  EXPECT_TRUE(memory.facts.contains("404 data/a-2024-03-01.zip"));
  EXPECT_TRUE(refusals.known(kOld, kNow + 24h - 1us));
  EXPECT_FALSE(refusals.known(kOld, kNow + 24h));
  EXPECT_FALSE(refusals.known(kYoung, kNow + 1h));
}

TEST_F(Refusals, WhatMayStillComeIsLeftAloneForAnHour) {
  const auto aged = [](core::Micros age) {
    return ArchiveRefusals::Object{.name = "x.zip", .end = kNow - age};
  };
  refusals.was_absent(aged(10 * 24h - 1s), kNow);
  EXPECT_TRUE(refusals.known(aged(10 * 24h - 1s), kNow + 59min));
  EXPECT_FALSE(refusals.known(aged(10 * 24h - 1s), kNow + 1h));
  refusals.was_absent(aged(10 * 24h), kNow);
  EXPECT_TRUE(refusals.known(aged(10 * 24h), kNow + 23h));
}

TEST_F(Refusals, AClosedArchiveIsLeftAloneWhole) {
  refusals.was_blocked(kNow);
  for (const auto& object : {kOld, kYoung}) {
    const auto known = refusals.known(object, kNow + 4min);
    ASSERT_TRUE(known);
    EXPECT_EQ(known->kind, base::ErrorKind::kUnauthorized);
    EXPECT_EQ(known->retry_after, std::optional<core::Micros>(6min));
    EXPECT_EQ(known->what,
              "the archive was closed to us at 2024-06-01T01:00:00Z, not asked again before "
              "2024-06-01T01:10:00Z");
  }
  EXPECT_TRUE(memory.facts.contains("blocked archive"));
  EXPECT_FALSE(refusals.known(kOld, kNow + 10min));
}

TEST_F(Refusals, NonsenseAndTheFutureAreNoFacts) {
  for (const char* text : {"", "yesterday", "2024-13-01", "2024-06-01T02:00:00Z"}) {
    memory.facts["blocked archive"] = {text, core::kFarFuture};
    memory.facts["404 " + kOld.name] = {text, core::kFarFuture};
    EXPECT_FALSE(refusals.known(kOld, kNow)) << text;
  }
}

TEST(RefusalsWithoutMemory, NothingIsKept) {
  ArchiveRefusals refusals(nullptr, 10min);
  refusals.was_absent(kOld, kNow);
  refusals.was_blocked(kNow);
  EXPECT_FALSE(refusals.known(kOld, kNow));
}

}  // namespace
}  // namespace wick::venue::binance::archive_refusals_test
