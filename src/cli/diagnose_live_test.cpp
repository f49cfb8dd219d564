#include "cli/diagnose_live.hpp"

#include <gtest/gtest.h>

namespace wick::cli::diagnose_live_test {
namespace {

using namespace std::chrono_literals;

live::HostHeard heard() {
  return {.address = "wss://me:secret@stream.example:9443/stream",
          .opened = 12ms,
          .accepted = 30ms,
          .spoken = 1340ms,
          .trouble = {}};
}

TEST(DiagnoseLive, AHostThatSpeaksIsWell) {
  const auto findings = live_findings({heard()}, false);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].check, "live");
  EXPECT_EQ(findings[0].health, Health::kOk);
  EXPECT_EQ(findings[0].took, 12ms);
  EXPECT_EQ(findings[0].detail,
            "***@stream.example:9443: subscribed, the first frame after 1.34 s");
}

TEST(DiagnoseLive, SilenceIsAWarningUnlessNothingIsTraded) {
  auto quiet = heard();
  quiet.spoken.reset();
  EXPECT_EQ(live_findings({quiet}, false)[0].health, Health::kWarn);
  EXPECT_EQ(live_findings({quiet}, true)[0].health, Health::kOk);
}

TEST(DiagnoseLive, TroubleIsToldInItsOwnWords) {
  auto closed = heard();
  closed.opened.reset();
  closed.trouble = base::Error{base::ErrorKind::kUnauthorized, "HTTP 403"};
  const auto finding = live_findings({closed}, false)[0];
  EXPECT_EQ(finding.health, Health::kFail);
  EXPECT_EQ(finding.detail, "***@stream.example:9443: HTTP 403");
  EXPECT_FALSE(finding.took);
}

TEST(DiagnoseLive, WhatHasNoStreamsSaysSo) {
  EXPECT_EQ(no_streams({.symbol = "BTCUSDT"}), "");
  EXPECT_EQ(no_streams({.provider = core::Provider::kOkx, .symbol = "BTC-USDT"}),
            "streams of okx are not followed");
  EXPECT_NE(no_streams({.chart = core::ChartType::kMark, .symbol = "BTCUSDT"}), "");
}

}  // namespace
}  // namespace wick::cli::diagnose_live_test
