#include "cli/diagnose_verdict.hpp"

#include <gtest/gtest.h>

namespace wick::cli::diagnose_verdict_test {
namespace {

using base::ErrorKind;
using core::midnight;
using std::chrono::milliseconds;
using std::chrono::seconds;
using venue::binance::ArchiveFacts;
using venue::binance::ListingDate;
using venue::binance::ProbeReport;
using venue::binance::RestFacts;

const core::SeriesId kSeries{.symbol = "BTCUSDT", .interval = core::Interval::k1m};

LocalState local() {
  return {.cache_writable = true,
          .cache_folder = "/cache",
          .last_bars = {.bars = 500, .cached = 500},
          .last_days = {.bars = 1000, .cached = 1000}};
}

ProbeReport good() {
  ProbeReport report;
  report.archive = {{.host = "https://archive",
                     .newest = midnight(2024, 5, 30),
                     .expected = midnight(2024, 5, 30),
                     .verified = true,
                     .took = milliseconds{300}}};
  report.listing = {{.host = "https://bucket", .folders = 1}};
  report.rest = {{.host = "https://api",
                  .skew = milliseconds{5},
                  .klines_took = milliseconds{50},
                  .bars = 5,
                  .status = "TRADING"}};
  report.listed = ListingDate{.kind = ListingDate::Kind::kSince, .day = midnight(2017, 8, 17)};
  report.in_archive = true;
  return report;
}

ProbeReport without_rest(ErrorKind kind, std::optional<core::Micros> wait = {}) {
  ProbeReport report = good();
  report.rest[0] = {.host = "https://api", .trouble = base::Error{kind, "HTTP 999", wait}};
  return report;
}

ProbeReport without_archive(ErrorKind kind) {
  ProbeReport report = good();
  report.archive[0] = {.host = "https://archive", .trouble = base::Error{kind, "HTTP 999"}};
  return report;
}

std::string advice_of(const Diagnosis& diagnosis) {
  std::string all;
  for (const std::string& line : diagnosis.advice) all += line + "\n";
  return all;
}

bool says(const Diagnosis& diagnosis, const std::string& words) {
  return advice_of(diagnosis).find(words) != std::string::npos;
}

TEST(DiagnoseVerdict, WithoutStreamsAllTiersAnswerAndNotAllIsWell) {
  const Finding closed{.check = "live", .health = Health::kFail};
  const Diagnosis diagnosis = diagnose(kSeries, local(), good(), {closed});
  EXPECT_EQ(diagnosis.code, Exit::kPartial);
  EXPECT_EQ(diagnosis.verdict, "all tiers answer, but not all is well");
  EXPECT_TRUE(says(diagnosis, "the streams cannot be reached"));
  const Finding open{.check = "live", .health = Health::kOk};
  EXPECT_EQ(diagnose(kSeries, local(), good(), {open}).verdict, "all tiers answer; nothing to do");
  EXPECT_FALSE(says(diagnose(kSeries, local(), good(), {open, closed}), "cannot be reached"));
}

TEST(DiagnoseVerdict, NothingToDo) {
  const Diagnosis diagnosis = diagnose(kSeries, local(), good());
  EXPECT_EQ(diagnosis.code, Exit::kOk);
  EXPECT_EQ(diagnosis.verdict, "all tiers answer; nothing to do");
  EXPECT_EQ(advice_of(diagnosis), "");
}

TEST(DiagnoseVerdict, WhatIsMissingIsWarmed) {
  LocalState state = local();
  state.last_days = {.bars = 1000, .cached = 100, .archived = 800, .paged = 100};
  const Diagnosis diagnosis = diagnose(kSeries, state, good());
  EXPECT_EQ(diagnosis.code, Exit::kOk);
  EXPECT_TRUE(says(diagnosis, "wick warm BTCUSDT --interval 1m --days 30"));
  EXPECT_EQ(diagnosis.tiers[0].bars, 100);
  EXPECT_EQ(diagnosis.tiers[1].bars, 800);
  EXPECT_EQ(diagnosis.tiers[2].bars, 100);
}

TEST(DiagnoseVerdict, WhatATierCannotGiveFallsToTheNext) {
  LocalState state = local();
  state.last_days = {.bars = 1000, .cached = 100, .archived = 800, .paged = 100};
  const Diagnosis closed = diagnose(kSeries, state, without_archive(ErrorKind::kUnauthorized));
  EXPECT_EQ(closed.code, Exit::kPartial);
  EXPECT_FALSE(closed.tiers[1].works);
  EXPECT_EQ(closed.tiers[1].bars, 0);
  EXPECT_EQ(closed.tiers[2].bars, 900);
  EXPECT_FALSE(says(closed, "wick warm"));
  const Diagnosis mute = diagnose(kSeries, state, without_rest(ErrorKind::kUnavailable));
  EXPECT_EQ(mute.tiers[1].bars, 800);
  EXPECT_EQ(mute.tiers[2].bars, 0);
  EXPECT_EQ(mute.verdict, "degraded: without REST; CACHE and BULK still answer");
}

TEST(DiagnoseVerdict, RefusedIsNotAbsent) {
  const auto refused = diagnose(kSeries, local(), without_archive(ErrorKind::kUnauthorized));
  EXPECT_TRUE(says(refused, "refuses this address (403), though its listing answers"));
  ProbeReport both = without_archive(ErrorKind::kUnauthorized);
  both.listing[0].trouble = base::Error{ErrorKind::kUnauthorized, "HTTP 403"};
  EXPECT_FALSE(says(diagnose(kSeries, local(), both), "though its listing answers"));
  const auto absent = diagnose(kSeries, local(), without_archive(ErrorKind::kUnsupported));
  EXPECT_FALSE(says(absent, "403"));
  EXPECT_TRUE(says(absent, "no recent object"));
  const auto mute = diagnose(kSeries, local(), without_archive(ErrorKind::kUnavailable));
  EXPECT_TRUE(says(mute, "HTTPS_PROXY"));
}

TEST(DiagnoseVerdict, BansAreWaitedFor) {
  const auto banned = diagnose(kSeries, local(), without_rest(ErrorKind::kThrottled, seconds{90}));
  EXPECT_EQ(banned.code, Exit::kPartial);
  EXPECT_TRUE(says(banned, "left alone for 90 s"));
  EXPECT_TRUE(says(banned, "\nsleep 90 && wick diagnose BTCUSDT spot 1m\n"));
}

TEST(DiagnoseVerdict, PlacesAreNamedForSpotAlone) {
  const auto report = without_rest(ErrorKind::kUnauthorized);
  EXPECT_TRUE(says(diagnose(kSeries, local(), report), "data-api.binance.vision"));
  core::SeriesId futures = kSeries;
  futures.market = core::Market::kFuturesUsdt;
  const auto diagnosis = diagnose(futures, local(), report);
  EXPECT_FALSE(says(diagnosis, "data-api.binance.vision"));
  EXPECT_TRUE(
      says(diagnosis, "wick get BTCUSDT --market futures_usdt --interval 1m --source bulk"));
}

TEST(DiagnoseVerdict, OneGoodHostIsEnough) {
  ProbeReport report = without_rest(ErrorKind::kUnauthorized);
  report.rest.push_back(good().rest[0]);
  const auto diagnosis = diagnose(kSeries, local(), report);
  EXPECT_TRUE(diagnosis.tiers[2].works);
  EXPECT_EQ(diagnosis.code, Exit::kPartial);
  EXPECT_FALSE(says(diagnosis, "data-api"));
}

TEST(DiagnoseVerdict, ClocksApart) {
  ProbeReport report = good();
  report.rest[0].skew = kSkewMax;
  EXPECT_EQ(diagnose(kSeries, local(), report).code, Exit::kOk);
  report.rest[0].skew = -kSkewMax - core::Micros{1};
  const auto diagnosis = diagnose(kSeries, local(), report);
  EXPECT_EQ(diagnosis.code, Exit::kPartial);
  EXPECT_TRUE(says(diagnosis, "timedatectl"));
  EXPECT_EQ(diagnosis.verdict, "all tiers answer, but not all is well");
}

TEST(DiagnoseVerdict, LateArchive) {
  ProbeReport report = good();
  report.archive[0].newest = midnight(2024, 5, 27);
  const auto diagnosis = diagnose(kSeries, local(), report);
  EXPECT_EQ(diagnosis.code, Exit::kPartial);
  EXPECT_TRUE(says(diagnosis, "late by 72 hours"));
}

TEST(DiagnoseVerdict, NobodyAnswers) {
  ProbeReport report = without_rest(ErrorKind::kUnavailable);
  report.archive = without_archive(ErrorKind::kUnavailable).archive;
  const auto diagnosis = diagnose(kSeries, local(), report);
  EXPECT_EQ(diagnosis.code, Exit::kFailed);
  EXPECT_FALSE(says(diagnosis, "wick warm"));
}

TEST(DiagnoseVerdict, ACacheThatCannotBeWritten) {
  LocalState state = local();
  state.cache_writable = false;
  const auto diagnosis = diagnose(kSeries, state, good());
  EXPECT_EQ(diagnosis.code, Exit::kPartial);
  EXPECT_TRUE(says(diagnosis, "nothing can be kept in /cache"));
}

TEST(DiagnoseVerdict, UnknownSymbols) {
  ProbeReport report = without_rest(ErrorKind::kInvalid);
  report.rest[0].denied = true;
  report.in_archive = false;
  report.similar = {"BTCUSDC", "BTCUSDD"};
  const auto diagnosis = diagnose(kSeries, local(), report);
  EXPECT_EQ(diagnosis.code, Exit::kUsage);
  EXPECT_TRUE(diagnosis.verdict.ends_with("did you mean BTCUSDC?")) << diagnosis.verdict;
  EXPECT_EQ(diagnosis.advice.size(), 2U);
}

TEST(DiagnoseVerdict, SymbolsThatAreTradedNoMore) {
  ProbeReport report = without_archive(ErrorKind::kUnsupported);
  report.rest[0].status = "BREAK";
  const auto diagnosis = diagnose(kSeries, local(), report);
  EXPECT_EQ(diagnosis.code, Exit::kOk);
  EXPECT_TRUE(says(diagnosis, "wick warm BTCUSDT --interval 1m --from 2017-08-17"));
}

TEST(DiagnoseVerdict, TheTableSaysOfTheTiersWhatTheVerdictSays) {
  LocalState state = local();
  state.last_days = {.bars = 1000};
  ProbeReport report = without_archive(ErrorKind::kUnsupported);
  report.rest = without_rest(ErrorKind::kInvalid).rest;
  report.rest[0].denied = true;
  const auto gone = diagnose(kSeries, state, report);
  EXPECT_EQ(gone.verdict, "all tiers answer; BTCUSDT is no longer traded");
  for (const TierState& tier : gone.tiers) {
    EXPECT_TRUE(tier.works) << core::name(tier.tier);
    EXPECT_EQ(tier.bars, 0) << core::name(tier.tier);
  }
  report.archive = without_archive(ErrorKind::kUnavailable).archive;
  const auto mute = diagnose(kSeries, state, report);
  EXPECT_FALSE(mute.tiers[1].works);
  EXPECT_TRUE(mute.tiers[2].works);
  EXPECT_EQ(mute.verdict, "degraded: without BULK; CACHE and REST still answer");
  report = without_archive(ErrorKind::kUnsupported);  // of a symbol that is traded
  EXPECT_FALSE(diagnose(kSeries, state, report).tiers[1].works);
}

}  // namespace
}  // namespace wick::cli::diagnose_verdict_test
