#include "sim/market/tape.hpp"

#include <gtest/gtest.h>

namespace wick::sim::tape_test {
namespace {

const Market& market() {
  static const Market one(7);
  return one;
}

TEST(Tape, AfterYearsAwayThePriceIsWhereItWas) {
  const Symbol& symbol = *market().find(Venue::kSpot, "LUNAUSDT");
  Tape leaping(7, symbol);
  leaping.seek(leaping.away().end);
  Tape walking(7, symbol);
  walking.seek(walking.away().begin - 600);
  while (walking.minute() < walking.away().begin) {
    if (walking.open()) {
      walking.play([](std::int64_t, const sim::Run&) {});
    } else {
      walking.skip();
    }
  }
  EXPECT_EQ(leaping.price(), walking.price());
}

}  // namespace
}  // namespace wick::sim::tape_test
