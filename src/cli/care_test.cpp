// The commands that take care of the store, as far as they are pure.
#include <gtest/gtest.h>

#include "cli/cache_command.hpp"
#include "cli/care_request.hpp"
#include "cli/remote_check.hpp"
#include "cli/repair_command.hpp"
#include "cli/verify_command.hpp"
#include "cli/why_text.hpp"

namespace wick::cli::care_test {
namespace {

using namespace std::chrono_literals;
using store::FileKind;
using store::Health;
using store::Period;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};

store::CensusFile file_of(const Period& period, std::uint64_t size) {
  const FileKind kind = period.month ? FileKind::kMonth : FileKind::kDay;
  return {"/c/" + name(period), kind, period, {size, kDay, kDay + 24h}};
}

Surveyed surveyed(Health health, std::vector<core::Source> sources = {},
                  std::vector<store::StoredHole> holes = {}) {
  store::SealedFacts facts;
  facts.sources = std::move(sources);
  facts.holes = std::move(holes);
  Surveyed surveyed{kSeries, file_of(Period::day(kDay), 1500), {}};
  surveyed.checkup.path = surveyed.file.path;
  surveyed.checkup.health = health;
  surveyed.checkup.bytes = 1500;
  if (health == Health::kGood) surveyed.checkup.facts = facts;
  if (health != Health::kGood) surveyed.checkup.why = "its checksum does not fit";
  return surveyed;
}

TEST(CareRequest, WhatIsEmptyMeansAll) {
  const auto all = understand(CareOptions{});
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->everything());
  const auto some =
      understand(CareOptions{.symbols = {"btcusdt", "BTCUSDT"}, .market = "um", .interval = "1M"});
  ASSERT_TRUE(some);
  EXPECT_EQ(some->symbols, std::set<std::string>{"BTCUSDT"});
  EXPECT_EQ(some->market, core::Market::kFuturesUsdt);
  EXPECT_EQ(some->interval, core::Interval::k1mo);
  for (const CareOptions& wrong : {CareOptions{.symbols = {"../x"}}, CareOptions{.market = "x"},
                                   CareOptions{.interval = "2m"}}) {
    const auto refused = understand(wrong);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, base::ErrorKind::kInvalid);
  }
}

TEST(CareRequest, SizesByPowersOfAThousand) {
  const std::pair<const char*, std::uint64_t> sizes[] = {
      {"0", 0},        {"4096", 4096},    {"10G", 10'000'000'000},
      {"1.5kB", 1500}, {"2m", 2'000'000}, {"1.25T", 1'250'000'000'000},
      {"7B", 7},       {"0.0015k", 1}};
  for (const auto& [text, bytes] : sizes) {
    const auto size = parse_size("--max-size", text);
    ASSERT_TRUE(size) << text;
    EXPECT_EQ(*size, bytes) << text;
  }
  for (const char* text : {"", "G", "-1", "1.G", "10X", "1GG", "1 G", "99999999999999999999",
                           "18446744073709551615k"}) {
    EXPECT_FALSE(parse_size("--max-size", text)) << text;
  }
}

TEST(Prune, NeedsALimit) {
  EXPECT_FALSE(understand(PruneOptions{}, kDay));
  EXPECT_FALSE(understand(PruneOptions{.before = "then"}, kDay));
  const auto limits = understand(PruneOptions{.size_max = "1k", .before = "2d"}, kDay);
  ASSERT_TRUE(limits);
  EXPECT_EQ(limits->size_max, 1000U);
  EXPECT_EQ(limits->before, kDay - 48h);
}

TEST(RemoteCheck, EveryArchiveObjectOnceWithAllItsChecksums) {
  core::Source rest;
  rest.object = "/api/v3/klines";
  const auto source = [](const char* object, const char* checksum) {
    return core::Source{core::Origin::kArchive, 0, object, checksum, {}};
  };
  const auto objects = named_objects(
      {surveyed(Health::kGood, {source("a.zip", "sha256:1"), rest, source("b.zip", "sha256:2")}),
       surveyed(Health::kGood, {source("a.zip", "sha256:3"), source("c.csv", "sha256:4")}),
       surveyed(Health::kDamaged)});
  ASSERT_EQ(objects.size(), 2U);
  EXPECT_EQ(objects[0].name, "a.zip");
  EXPECT_EQ(objects[0].checksums, (std::set<std::string>{"sha256:1", "sha256:3"}));
  EXPECT_EQ(objects[1].name, "b.zip");
}

TEST(RemoteCheck, FetchedAgainOnlyWhereTheChecksumIsNews) {
  EXPECT_EQ(judge({"sha256:1"}, "", "sha256:1"), Comparison::kSame);
  EXPECT_EQ(judge({"sha256:1"}, "", "sha256:2"), Comparison::kChanged);
  EXPECT_EQ(judge({"sha256:1"}, "sha256:2", "sha256:2"), Comparison::kSame);
  EXPECT_EQ(judge({"sha256:1", "sha256:2"}, "sha256:2", "sha256:2"), Comparison::kSame);
  EXPECT_EQ(judge({"sha256:1", "sha256:2"}, "", "sha256:2"), Comparison::kChanged);
  EXPECT_EQ(judge({"sha256:1"}, "sha256:2", "sha256:3"), Comparison::kChanged);
  EXPECT_EQ(judge({"sha256:1", "sha256:2"}, "sha256:2", "sha256:1"), Comparison::kChanged);
  EXPECT_EQ(judge({"sha256-unverified:1"}, "", "sha256:1"), Comparison::kVerified);
  EXPECT_EQ(judge({"sha256-unverified:1"}, "sha256:1", "sha256:1"), Comparison::kSame);
  EXPECT_EQ(judge({"sha256-unverified:1"}, "", "sha256:2"), Comparison::kChanged);
}

TEST(Repair, WantsHolesDamagedPeriodsAndWhatWasQuarantinedBefore) {
  const store::StoredHole hole{
      {{kDay + 3h, kDay + 5h}, core::Cause::kNoBarAtSource, ""}, false, kDay};
  store::Census census;
  census.series.push_back({kSeries, {file_of(Period::day(kDay), 1)}});
  for (const core::UtcTime day : {kDay, kDay - 48h}) {  // the first has a file again
    census.quarantined.push_back({{}, store::Layout::Place{kSeries, Period::day(day)}});
  }
  census.quarantined.push_back({{}, std::nullopt});
  const auto wanted = wanted_of({surveyed(Health::kGood, {}, {hole})}, census, kDay + 100h);
  ASSERT_EQ(wanted.size(), 1U);
  EXPECT_EQ(wanted[0].holes, (core::RangeSet{hole.hole.range}));
  EXPECT_EQ(wanted[0].lost, (core::RangeSet{core::day_of(kDay - 48h)}));

  Surveyed fundings = surveyed(Health::kGood, {}, {hole});
  fundings.id.chart = core::ChartType::kFunding;
  EXPECT_TRUE(wanted_of({fundings}, {}, kDay + 100h).empty()) << "an hour without one is no hole";

  const auto damaged = wanted_of({surveyed(Health::kDamaged)}, {}, kDay + 10h + 5min);
  ASSERT_EQ(damaged.size(), 1U);
  EXPECT_EQ(damaged[0].all(), (core::RangeSet{{kDay, kDay + 10h}}));
  EXPECT_TRUE(wanted_of({surveyed(Health::kGood)}, {}, kDay).empty());
  EXPECT_TRUE(wanted_of({surveyed(Health::kNewer)}, {}, kDay).empty());
}

TEST(Verify, TellsDamageWithWhatToDo) {
  Verified verified;
  verified.files = {surveyed(Health::kGood), surveyed(Health::kDamaged)};
  verified.elapsed = 20ms;
  EXPECT_EQ(verified_text(verified),
            "damaged  /c/2024-03-05\n         its checksum does not fit\n"
            "2 files, 3.0 kB in 0.02 s: 1 good, 1 damaged\n"
            "wick repair moves damaged files aside and fetches their bars again\n");
  EXPECT_EQ(verified_json(verified),
            R"({"files":2,"bytes":3000,"good":1,"damaged":1,"newer":0,"unreadable":0,)"
            R"("findings":[{"path":"/c/2024-03-05","health":"damaged",)"
            R"("why":"its checksum does not fit"}],"elapsed_ms":20})"
            "\n");
  EXPECT_EQ(verdict(verified), Exit::kFailed);
  verified.files = {surveyed(Health::kNewer)};
  EXPECT_EQ(verdict(verified), Exit::kPartial);
  verified.files = {surveyed(Health::kGood)};
  EXPECT_EQ(verdict(verified), Exit::kOk);
  verified.remote.push_back({{}, Comparison::kChanged, "", {}, ""});
  EXPECT_EQ(verdict(verified), Exit::kOk);
  verified.remote.push_back({{}, Comparison::kFailed, "", {}, ""});
  EXPECT_EQ(verdict(verified), Exit::kPartial);
}

TEST(Cache, TablesOfSeriesAndSizes) {
  store::Census census;
  census.series.push_back(
      {kSeries, {file_of(Period::month_with(kDay), 3000), file_of(Period::day(kDay), 1000)}});
  core::SeriesId other = kSeries;
  other.symbol = "ETHUSDT";
  census.series.push_back({other, {{"/c/tail", FileKind::kTail, {}, {500, {}, {}}}}});
  EXPECT_EQ(listing_text(census),
            "market  symbol       from        to          months  days    size  used\n"
            "spot    BTCUSDT  1h  2024-03-01  2024-03-31       1     1  4.0 kB  2024-03-06\n"
            "spot    ETHUSDT  1h                               0     0   500 B\n"
            "2 series, 3 files, 4.5 kB\n");
  EXPECT_EQ(usage_text(census),
            "by market\n"
            "  spot       4.5 kB  ####################\n"
            "by symbol\n"
            "  BTCUSDT    4.0 kB  ##################\n"
            "  ETHUSDT     500 B  ###\n"
            "by interval\n"
            "  1h         4.5 kB  ####################\n"
            "all series   4.5 kB\n");
  EXPECT_EQ(listing_json(census, "/c"),
            R"({"root":"/c","series":[{"provider":"binance","market":"spot","chart":"klines",)"
            R"("symbol":"BTCUSDT","interval":"1h","from":"2024-03-01T00:00:00Z",)"
            R"("to":"2024-04-01T00:00:00Z",)"
            R"("months":1,"days":1,"bytes":4000,"used":"2024-03-06T00:00:00Z",)"
            R"("files":["/c/2024-03","/c/2024-03-05"]},)"
            R"({"provider":"binance","market":"spot","chart":"klines","symbol":"ETHUSDT",)"
            R"("interval":"1h",)"
            R"("months":0,"days":0,"bytes":500,"files":["/c/tail"]}]})"
            "\n");
}

TEST(Why, FitsEightyColumnsAndSaysTheRule) {
  core::Bar bar;
  bar.open_time = kDay;
  bar.open = 62314.12;
  bar.high = 62999.99;
  bar.low = 62000.01;
  bar.close = 62500.5;
  core::Source source{core::Origin::kArchive, 1,
                      "data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-03-05.zip",
                      "sha256:" + std::string(64, 'a'), kDay + 999h};
  store::Trace trace;
  trace.open = kDay;
  trace.path = "/c/x.arrow";
  trace.file_revision = 1;
  trace.served = store::Sighting{bar, source};
  source.revision = 0;
  bar.close = 1;
  source.checksum = "sha256-unverified:" + std::string(64, 'b');
  trace.others.push_back({bar, source});
  trace.rule = store::Rule::kRevision;
  const std::string text = why_text(kSeries, trace);
  EXPECT_NE(text.find("chosen     of a higher revision"), std::string::npos);
  EXPECT_NE(text.find("close 62500.5"), std::string::npos);
  EXPECT_NE(text.find("none was published"), std::string::npos);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    EXPECT_LE(end - begin, 80U) << text.substr(begin, end - begin);
    begin = end + 1;
  }
  const std::string json = why_json(kSeries, trace);
  EXPECT_NE(json.find(R"("rule":"higher_revision")"), std::string::npos);
  EXPECT_NE(json.find(R"("verified":false)"), std::string::npos);
}

TEST(Why, NamesTheCommandThatFetchesIt) {
  EXPECT_EQ(get_command_for(kSeries, kDay + 5h),
            "wick get BTCUSDT --interval 1h --from 2024-03-05 --to 2024-03-06");
  core::SeriesId week = kSeries;
  week.market = core::Market::kFuturesUsdt;
  week.interval = core::Interval::k1w;
  EXPECT_EQ(
      get_command_for(week, kDay),
      "wick get BTCUSDT --interval 1w --market futures_usdt --from 2024-03-01 --to 2024-04-01");
}

}  // namespace
}  // namespace wick::cli::care_test
