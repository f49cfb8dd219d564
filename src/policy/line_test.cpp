#include "policy/line.hpp"

#include <gtest/gtest.h>

namespace wick::policy {
namespace {

using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kStart{1000h};

TEST(Line, OpensSubscribesAndSpeaks) {
  Line line({.hosts = 2, .batches = 2});
  ASSERT_EQ(std::get<Line::Open>(line.next(kStart)).host, 0U);
  const LinkId link = line.opening(kStart);
  line.opened(link, kStart + 1s);
  for (std::size_t batch = 0; batch < 2; ++batch) {
    const auto send = std::get<Line::Send>(line.next(kStart + 1s));
    EXPECT_EQ(send.batch, batch);
    line.sent(link, kStart + 1s);
  }
  line.accepted(link, kStart + 2s);
  EXPECT_FALSE(line.speaking());
  line.accepted(link, kStart + 2s);
  EXPECT_TRUE(line.speaking());
  EXPECT_EQ(std::get<Line::Wait>(line.next(kStart + 2s)).until, kStart + 62s);
}

}  // namespace
}  // namespace wick::policy
