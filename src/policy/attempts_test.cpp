#include "policy/attempts.hpp"

#include <gtest/gtest.h>

namespace wick::policy::attempts_test {
namespace {

using base::Error;
using base::ErrorKind;
using core::MonoTime;
using namespace std::chrono_literals;

const Error kReset{ErrorKind::kUnavailable, "reset"};
const Error kMangled{ErrorKind::kCorrupt, "not JSON"};
const Error kBanned{ErrorKind::kThrottled, "418"};
const Error kGeo{ErrorKind::kUnauthorized, "451"};
const Error kWrong{ErrorKind::kInvalid, "-1121"};
const Error kAbsent{ErrorKind::kUnsupported, "404"};

constexpr MonoTime kStart{};

std::size_t host(const Attempts::Step& step) {
  const auto* attempt = std::get_if<Attempts::Try>(&step);
  return attempt == nullptr ? 999 : attempt->host;
}
bool over(const Attempts::Step& step) {
  return std::holds_alternative<Attempts::GiveUp>(step);
}

TEST(Attempts, ThreeOnEachHostWithDoublingJitteredDelays) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Attempts attempts({.hosts = 2, .backoff = 1s, .seed = seed});
    MonoTime now = kStart;
    for (std::size_t h = 0; h < 2; ++h) {
      for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(host(attempts.next(now)), h) << "attempt " << i;
        attempts.failed(i == 1 ? kMangled : kReset, now);
        if (i == 2) break;
        const auto wait = std::get<Attempts::Wait>(attempts.next(now));
        ASSERT_GE(wait.until - now, 500ms * (1 << i));
        ASSERT_LE(wait.until - now, 1s * (1 << i));
        ASSERT_FALSE(over(attempts.next(wait.until - 1us)));
        now = wait.until;
      }
    }
    ASSERT_TRUE(over(attempts.next(now)));
    ASSERT_EQ(attempts.made(), 6U);
  }
}

TEST(Attempts, JitterDiffersBySeed) {
  const auto delay = [](std::uint64_t seed) {
    Attempts attempts({.seed = seed});
    attempts.failed(kReset, kStart);
    return std::get<Attempts::Wait>(attempts.next(kStart)).until;
  };
  EXPECT_EQ(delay(1), delay(1));
  EXPECT_NE(delay(1), delay(2));
}

TEST(Attempts, AClosedDoorLeadsToTheNextHostAtOnce) {
  Attempts attempts({.hosts = 2});
  attempts.failed(kReset, kStart);  // a delay that must not outlive the host
  attempts.failed(kGeo, kStart);
  EXPECT_EQ(host(attempts.next(kStart)), 1U);
  attempts.failed(kGeo, kStart);
  EXPECT_TRUE(over(attempts.next(kStart)));
}

TEST(Attempts, ThrottlingAWrongQuestionAndAbsenceEndIt) {
  for (const Error& error : {kBanned, kWrong, kAbsent}) {
    Attempts attempts({.hosts = 3});
    attempts.failed(error, kStart);
    EXPECT_TRUE(over(attempts.next(kStart + 24h))) << error.what;
  }
}

TEST(Attempts, DamagedBytesAreFetchedNoMoreOftenThanAllowed) {
  Attempts attempts({.hosts = 3, .corrupt_max = 2});
  attempts.failed(kMangled, kStart);
  EXPECT_EQ(host(attempts.next(kStart + 1h)), 0U);
  attempts.failed(kMangled, kStart + 1h);
  EXPECT_TRUE(over(attempts.next(kStart + 2h)));
}

TEST(Attempts, TheDelayIsBounded) {
  Attempts attempts({.per_host_max = 200, .backoff = 1s, .backoff_max = 30s});
  MonoTime now = kStart;
  for (int i = 0; i < 199; ++i) {
    attempts.failed(kReset, now);
    const auto wait = std::get<Attempts::Wait>(attempts.next(now));
    ASSERT_LE(wait.until - now, 30s);
    now = wait.until;
  }
}

}  // namespace
}  // namespace wick::policy::attempts_test
