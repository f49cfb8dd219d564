#include "core/hole.hpp"

#include <gtest/gtest.h>

namespace wick::core::hole_test {
namespace {

constexpr Cause kAll[] = {Cause::kNoBarAtSource, Cause::kNotFetched, Cause::kDelisted,
                          Cause::kMarketClosed};

TEST(Hole, CausesAreReadByTheirNames) {
  for (const Cause cause : kAll) EXPECT_EQ(parse_cause(name(cause)), cause);
  EXPECT_FALSE(parse_cause("full_moon"));
}

// Programs that knew two causes must go on reading the files of those that know more.
TEST(Hole, OnADiskThereAreTwoCauses) {
  for (const Cause cause : kAll) {
    const auto stored = stored_name(cause);
    EXPECT_EQ(stored, cause == Cause::kNotFetched ? "not_fetched" : "no_bar_at_source");
  }
}

TEST(Hole, TheEvidenceTellsTheRest) {
  const auto read = [](Cause cause, const std::string& evidence) {
    return parse_stored(stored_name(cause), evidence);
  };
  EXPECT_EQ(read(Cause::kDelisted, "delisted: 2022-11-14"), Cause::kDelisted);
  EXPECT_EQ(read(Cause::kMarketClosed, "closed by the calendar fx"), Cause::kMarketClosed);
  EXPECT_EQ(read(Cause::kNoBarAtSource, "REST answered without it"), Cause::kNoBarAtSource);
  EXPECT_EQ(read(Cause::kNotFetched, "delisted: so they say"), Cause::kNotFetched);
  EXPECT_FALSE(parse_stored("full_moon", "delisted: "));
}

}  // namespace
}  // namespace wick::core::hole_test
