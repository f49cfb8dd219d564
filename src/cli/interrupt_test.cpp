#include "cli/interrupt.hpp"

#include <gtest/gtest.h>
#include <signal.h>

namespace wick::cli::interrupt_test {
namespace {

TEST(Interrupt, EverySignalThatEndsAProgramLeavesAMark) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const Interrupt interrupt;
    EXPECT_FALSE(interrupt.came()) << signal;
    ASSERT_EQ(::raise(signal), 0);
    EXPECT_TRUE(interrupt.came()) << signal;
  }
}

TEST(Interrupt, ASecondHangUpEndsTheProcess) {
  EXPECT_EXIT(
      {
        const Interrupt interrupt;
        ::raise(SIGHUP);
        ::raise(SIGHUP);
      },
      testing::KilledBySignal(SIGHUP), "");
}

TEST(Interrupt, WhoIgnoresHangUpsGoesOnIgnoringThem) {
  ::signal(SIGHUP, SIG_IGN);
  {
    const Interrupt interrupt;
    ASSERT_EQ(::raise(SIGHUP), 0);
    EXPECT_FALSE(interrupt.came());
  }
  ASSERT_EQ(::raise(SIGHUP), 0);
  ::signal(SIGHUP, SIG_DFL);
}

}  // namespace
}  // namespace wick::cli::interrupt_test
