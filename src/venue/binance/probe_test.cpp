#include "venue/binance/probe.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "codec/sha256.hpp"
#include "core/time_text.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::probe_test {
namespace {

using base::ErrorKind;
using core::midnight;
using namespace std::chrono_literals;

const core::SeriesId kSeries{core::Provider::kBinance, core::Market::kSpot,
                             core::ChartType::kKlines, "BTCUSDT", core::Interval::k1h};
const core::UtcTime kNow = midnight(2024, 6, 10) + 5h;
constexpr const char* kDenied = R"({"code":-1121,"msg":"Invalid symbol."})";

std::string millis(core::UtcTime t) {
  return std::to_string(core::millis_of(t));
}

std::string bars(core::UtcTime begin, int count) {
  std::string rows;
  for (int i = 0; i < count; ++i) {
    const core::UtcTime open = begin + i * 1h;
    rows += std::string(rows.empty() ? "[" : ",") + "[" + millis(open) +
            R"(,"1","2","0.5","1.5","3",)" + millis(open + 1h - 1ms) + R"(,"4",5,"1","2","0"])";
  }
  return rows + "]";
}

std::string listing(const std::vector<std::string>& symbols) {
  std::string text = "<ListBucketResult><IsTruncated>false</IsTruncated>";
  for (const std::string& symbol : symbols) {
    text +=
        "<CommonPrefixes><Prefix>data/spot/daily/klines/" + symbol + "/</Prefix></CommonPrefixes>";
  }
  return text + "</ListBucketResult>";
}

// An exchange with one host of each kind, all well unless a test says otherwise.
struct Exchange {
  std::set<std::string> days{};  // of which there is a checksum
  Scripted zip{.status = 404};
  Scripted time{.body = R"({"serverTime":)" + millis(kNow + 3s) + "}"};
  Scripted klines{.body = bars(kNow - 4h, 5), .headers = {{"x-mbx-used-weight-1m", "17"}}};
  Scripted info{.body = R"({"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE",
      "intervalNum":1,"limit":6000}],"symbols":[{"symbol":"BTCUSDT","status":"TRADING"}]})",
                .headers = {{"x-mbx-used-weight-1m", "37"}}};
  Scripted bucket{.body = listing({"BTCUSDC", "BTCUSDT"})};

  [[nodiscard]] Scripted answer(const std::string& url) const {
    const auto has = [&](const char* part) { return url.find(part) != std::string::npos; };
    if (url.starts_with("http://bucket/")) return bucket;
    if (has(".CHECKSUM")) {
      const std::size_t date = url.find(".zip") - 10;
      if (!days.contains(url.substr(date, 10))) return {.status = 404};
      return {.body = codec::sha256_hex("no zip") + "  some.zip\n"};
    }
    if (has(".zip")) return zip;
    if (has("/time")) return time;
    if (has("exchangeInfo")) return info;
    return klines;
  }
};

struct Knocked {
  ProbeReport report;
  std::vector<std::string> urls;
};

Knocked knock(const Exchange& exchange) {
  ScriptedWeb web([&](const std::string& url) { return exchange.answer(url); });
  PromptWorkers workers;
  const Services services{.http = &web, .workers = &workers};
  Probe probe({.services = services,
               .endpoints = {.archive = {"http://archive"},
                             .listing = {"http://bucket/"},
                             .spot = {"http://api"}},
               .id = kSeries,
               .archive_delay = 48h});
  for (int step = 0; !probe.done() && step < 20; ++step) probe.step({kNow, core::MonoTime{1h}});
  EXPECT_TRUE(probe.done());
  return {probe.report(), web.urls};
}

TEST(Probe, TellsWhatRestSaysOfItsClockItsLimitsAndTheSymbol) {
  const RestFacts facts = knock({}).report.rest.at(0);
  EXPECT_EQ(facts.host, "http://api");
  EXPECT_FALSE(facts.trouble);
  EXPECT_EQ(facts.skew, 3s);
  EXPECT_EQ(facts.bars, 5U);
  EXPECT_EQ(facts.newest, kNow);
  EXPECT_EQ(facts.weight_used, 37);  // the larger of what two answers say
  EXPECT_EQ(facts.weight_limit, 6000);
  EXPECT_EQ(facts.status, "TRADING");
  EXPECT_FALSE(facts.denied);
  EXPECT_TRUE(facts.asked);
}

TEST(Probe, ABannedAddressKnocksOnce) {
  Exchange exchange;
  exchange.time = {.status = 418, .headers = {{"retry-after", "90"}}};
  const Knocked knocked = knock(exchange);
  const RestFacts facts = knocked.report.rest.at(0);
  ASSERT_TRUE(facts.trouble);
  EXPECT_EQ(facts.trouble->kind, ErrorKind::kThrottled);
  EXPECT_EQ(facts.trouble->retry_after, 90s);
  const auto to_rest = std::ranges::count_if(
      knocked.urls, [](const std::string& url) { return url.starts_with("http://api"); });
  EXPECT_EQ(to_rest, 1);
}

TEST(Probe, ASymbolThatRestDeniesIsNoShutDoor) {
  Exchange exchange;
  exchange.klines = {.status = 400, .body = kDenied};
  exchange.info = exchange.klines;
  exchange.bucket = {.body = listing({"BTCUSDC", "BTCBUSD"})};
  const ProbeReport report = knock(exchange).report;
  EXPECT_TRUE(report.rest.at(0).denied);
  EXPECT_EQ(report.rest.at(0).trouble->kind, ErrorKind::kInvalid);
  EXPECT_EQ(report.rest.at(0).skew, 3s);
  EXPECT_FALSE(report.in_archive);
  EXPECT_EQ(report.similar, (std::vector<std::string>{"BTCUSDC", "BTCBUSD"}));
}

TEST(Probe, NonsenseForBarsIsCorrupt) {
  Exchange exchange;
  exchange.klines = {.body = "<html>"};
  EXPECT_EQ(knock(exchange).report.rest.at(0).trouble->kind, ErrorKind::kCorrupt);
  exchange.klines = {.unreachable = true};
  EXPECT_EQ(knock(exchange).report.rest.at(0).trouble->kind, ErrorKind::kUnavailable);
}

TEST(Probe, FindsTheNewestDayOfTheArchive) {
  Exchange exchange;
  exchange.days = {"2024-06-05", "2024-06-06"};
  exchange.zip = {.body = "no zip"};
  const Knocked knocked = knock(exchange);
  const ArchiveFacts facts = knocked.report.archive.at(0);
  EXPECT_EQ(facts.expected, midnight(2024, 6, 7));  // the last that ended 48 hours ago
  EXPECT_EQ(facts.newest, midnight(2024, 6, 6));
  EXPECT_EQ(facts.object, "data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-06-06.zip");
  EXPECT_EQ(facts.bytes, 6U);
  ASSERT_TRUE(facts.trouble);  // the checksum holds, and yet it is no zip
  EXPECT_EQ(facts.trouble->kind, ErrorKind::kCorrupt);
  EXPECT_FALSE(facts.verified);
  EXPECT_TRUE(std::ranges::count(knocked.urls, "http://archive/" + facts.object) == 1);
}

TEST(Probe, AnArchiveWithoutRecentDaysIsAbsentAndARefusalIsWorse) {
  Exchange exchange;
  const ArchiveFacts absent = knock(exchange).report.archive.at(0);
  EXPECT_FALSE(absent.newest);
  EXPECT_EQ(absent.trouble->kind, ErrorKind::kUnsupported);
  exchange.days = {"2024-06-07"};
  exchange.zip = {.status = 403};
  EXPECT_EQ(knock(exchange).report.archive.at(0).trouble->kind, ErrorKind::kUnauthorized);
}

TEST(Probe, TheListingTellsWhatThereIs) {
  const ProbeReport report = knock({}).report;
  EXPECT_TRUE(report.in_archive);
  EXPECT_EQ(report.listing.at(0).folders, 2U);
  EXPECT_EQ(report.similar, std::vector<std::string>{"BTCUSDC"});
  Exchange exchange;
  exchange.bucket = {.status = 403};
  const ProbeReport closed = knock(exchange).report;
  EXPECT_EQ(closed.listing.at(0).trouble->kind, ErrorKind::kUnauthorized);
  EXPECT_FALSE(closed.in_archive);
}

// Never answers.
class MuteWeb final : public port::Http {
 public:
  [[nodiscard]] port::Pending<port::HttpResult> get(port::HttpRequest) override {
    auto [promise, pending] = port::Promise<port::HttpResult>::make();
    promises_.push_back(std::move(promise));
    return std::move(pending);
  }

 private:
  std::vector<port::Promise<port::HttpResult>> promises_;
};

TEST(Probe, EndsInTimeThoughNobodyAnswers) {
  MuteWeb web;
  PromptWorkers workers;
  Probe probe({.services = {.http = &web, .workers = &workers},
               .endpoints = {.archive = {"a"}, .listing = {"b"}, .spot = {"c", "d"}},
               .id = kSeries,
               .time_max = 9s});
  probe.step({kNow, core::MonoTime{1h}});
  EXPECT_EQ(probe.wake(), core::MonoTime{1h} + 9s);
  probe.step({kNow + 9s, core::MonoTime{1h} + 9s - 1us});
  EXPECT_FALSE(probe.done());
  probe.step({kNow + 9s, core::MonoTime{1h} + 9s});
  ASSERT_TRUE(probe.done());
  const ProbeReport report = probe.report();
  EXPECT_EQ(report.rest.size(), 2U);
  for (const RestFacts& facts : report.rest) EXPECT_EQ(facts.trouble->what, "no answer in time");
  EXPECT_EQ(report.archive.at(0).trouble->what, "no answer in time");
  EXPECT_EQ(report.listing.at(0).trouble->what, "no answer in time");
  EXPECT_FALSE(report.listed);
}

TEST(SimilarSymbols, TheShorterTheNameTheFewerOfItsLettersAreASlip) {
  EXPECT_TRUE(similar_symbols("NOSUCH", {"NOTETH"}).empty());
  EXPECT_EQ(similar_symbols("BTCSUDT", {"BTCUSDT", "ETHUSDT"}),
            std::vector<std::string>{"BTCUSDT"});
  EXPECT_TRUE(similar_symbols("ZZ", {"ZA"}).empty());
}

}  // namespace
}  // namespace wick::venue::binance::probe_test
