#include "api/errand.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace wick::api::errand_test {
namespace {

TEST(Errand, ResultsThatAreThereAreHandedOverWithoutALook) {
  Errand errand({Request{}});
  errand.finish({Result<Bars>(Bars{})});
  const auto results = errand.wait([](const Progress&) -> bool {
    ADD_FAILURE();
    return true;
  });
  ASSERT_EQ(results.size(), 1U);
  EXPECT_TRUE(results.front());
}

TEST(Errand, TheWatchSeesProgressAndMayGiveUp) {
  Errand errand({Request{}, Request{}});
  errand.tell({.settled = 3, .wanted = 7});
  std::int64_t seen = 0;
  const auto results = errand.wait([&](const Progress& progress) {
    seen = progress.settled;
    return false;
  });
  EXPECT_EQ(seen, 3);
  EXPECT_TRUE(errand.given_up());
  ASSERT_EQ(results.size(), 2U);
  for (const auto& result : results) EXPECT_EQ(result.error().kind, ErrorKind::kCancelled);
  errand.finish({});  // the other side may be late
}

TEST(Errand, SomebodyWaitingIsWoken) {
  Errand errand({Request{}});
  std::jthread other([&] { errand.finish({Result<Bars>(Bars{})}); });
  EXPECT_TRUE(errand.wait({}).front());
}

}  // namespace
}  // namespace wick::api::errand_test
