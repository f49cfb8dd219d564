#include "sim/exchange.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>

#include "sim/archive/calendar.hpp"
#include "sim/archive/digest.hpp"
#include "sim/archive/zip.hpp"
#include "sim/fault/shape.hpp"
#include "sim/fault/shipped.hpp"
#include "sim/fault/table.hpp"

namespace wick::sim::exchange_test {
namespace {

constexpr Micros kNow = 1'709'294'400 * kSecond;  // 2024-03-01T12:00:00Z
const std::string kZip = "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02-22.zip";
const std::string kKlines = "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=30";

std::unique_ptr<Exchange> exchange_of(std::string scenario) {
  ExchangeOptions options;
  options.seed = 42;
  options.scenario = std::move(scenario);
  auto exchange = Exchange::open(std::move(options), kNow);
  EXPECT_TRUE(exchange) << (exchange ? "" : exchange.error().what);
  return *std::move(exchange);
}

std::string rules(const std::string& rules) {
  return R"({"name":"x","rules":[)" + rules + "]}";
}

Response ask(Exchange& exchange, Host host, std::string target, std::string method = "GET",
             std::string body = "") {
  return exchange.respond(
      host, {std::move(method), std::move(target), {}, "10.0.0.1", std::move(body)}, kNow);
}

std::string fetch(Exchange& exchange, const std::string& path) {
  return *ask(exchange, Host::kArchive, path).body;
}

// The promise that a content rule keeps: file and checksum belong together.
void expect_fitting_checksum(Exchange& exchange) {
  const std::string zip = fetch(exchange, kZip);
  const std::string checksum = fetch(exchange, kZip + ".CHECKSUM");
  EXPECT_EQ(checksum.substr(0, 64), sha256_hex(zip));
  EXPECT_TRUE(checksum.substr(64).starts_with("  BTCUSDT-1h-2024-02-22.zip"));
}

TEST(Exchange, CalmIsHonest) {
  const auto exchange = exchange_of("calm");
  const Response zip = ask(*exchange, Host::kArchive, kZip);
  EXPECT_EQ(zip.status, 200);
  EXPECT_EQ(header_of(zip, "Date"), "Fri, 01 Mar 2024 12:00:00 GMT");
  expect_fitting_checksum(*exchange);
  const Response klines = ask(*exchange, Host::kSpot, kKlines);
  EXPECT_EQ(klines.status, 200);
  EXPECT_EQ(header_of(klines, "Date"), "Fri, 01 Mar 2024 12:00:00 GMT");
  EXPECT_TRUE(Table::of_klines(klines.body));
}

TEST(Exchange, ChangedFilesKeepTheirChecksum) {
  const auto calm = exchange_of("calm");
  const std::string honest = fetch(*calm, kZip);
  const std::string etag(header_of(ask(*calm, Host::kArchive, kZip), "ETag"));
  for (const char* then :
       {R"({"drop_rows":[0.5,1.0]})", R"({"duplicate_rows":[0,2]})", R"({"unsorted":true})",
        R"({"absurd_numbers":true})", R"({"extra_column":true})", R"({"unit":"us"})",
        R"({"revision":1})", R"({"header":true})", R"({"other_symbol":"ETHUSDT"})",
        R"({"wrong_period":true})", R"({"member_name":"../../evil.csv"})", R"({"zip_bomb":1})"}) {
    const auto exchange =
        exchange_of(rules(R"({"when":{"kind":"zip"},"then":)" + std::string(then) + "}"));
    const Response zip = ask(*exchange, Host::kArchive, kZip);
    EXPECT_EQ(zip.status, 200) << then;
    EXPECT_NE(*zip.body, honest) << then;
    EXPECT_NE(header_of(zip, "ETag"), etag) << then;
    EXPECT_EQ(header_of(zip, "Content-Length"), std::to_string(zip.body->size())) << then;
    expect_fitting_checksum(*exchange);
    EXPECT_EQ(fetch(*exchange, kZip), *zip.body);
  }
}

TEST(Exchange, ChangedFilesOfOtherSetsKeepTheirChecksum) {
  const auto calm = exchange_of("calm");
  for (const std::string path :
       {"/data/futures/cm/daily/indexPriceKlines/ETHUSD/1h/ETHUSD-1h-2024-02-22.zip",
        "/data/futures/um/daily/premiumIndexKlines/BTCUSDT/1h/BTCUSDT-1h-2024-02-22.zip",
        "/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-01.zip"}) {
    for (const char* then : {R"({"drop_rows":[0.5,1.0]})", R"({"revision":1})",
                             R"({"header":false})", R"({"wrong_period":true})"}) {
      const auto exchange =
          exchange_of(rules(R"({"when":{"kind":"zip"},"then":)" + std::string(then) + "}"));
      const std::string zip = fetch(*exchange, path);
      EXPECT_NE(zip, fetch(*calm, path)) << path << then;
      EXPECT_EQ(fetch(*exchange, path + ".CHECKSUM").substr(0, 64), sha256_hex(zip));
    }
    const auto exchange = exchange_of(rules(R"({"then":{"header":true}})"));
    EXPECT_EQ(fetch(*exchange, path), fetch(*calm, path)) << path;  // it has one
  }
  const auto other = exchange_of(
      rules(R"({"then":{"other_symbol":"BTCUSD","member_name":"BTCUSD-1h-2024-02-22.csv"}})"));
  EXPECT_EQ(
      fetch(*other, "/data/futures/cm/daily/indexPriceKlines/ETHUSD/1h/ETHUSD-1h-2024-02-22.zip"),
      fetch(*calm, "/data/futures/cm/daily/indexPriceKlines/BTCUSD/1h/BTCUSD-1h-2024-02-22.zip"));
}

TEST(Exchange, RulesReachOkxInItsOwnForm) {
  const std::string candles = "/api/v5/market/candles?instId=BTC-USDT&limit=30&after=1709294400000";
  const auto calm = exchange_of("calm");
  const std::string honest = *ask(*calm, Host::kOkx, candles).body;
  const auto under = [&](const std::string& then, const std::string& target) {
    const auto exchange = exchange_of(rules(R"({"when":{"host":"okx"},"then":)" + then + "}"));
    EXPECT_EQ(ask(*exchange, Host::kSpot, kKlines).body->substr(0, 2), "[[") << then;
    return ask(*exchange, Host::kOkx, target);
  };
  const auto rows = [](const std::string& body) { return std::ranges::count(body, '[') - 1; };
  EXPECT_EQ(rows(honest), 30);
  const std::string dropped = *under(R"({"drop_rows":[0,10]})", candles).body;
  EXPECT_EQ(rows(dropped), 20);
  EXPECT_EQ(dropped.substr(0, 32), honest.substr(0, 32));
  EXPECT_TRUE(honest.ends_with(dropped.substr(33)));
  EXPECT_EQ(*under(R"({"drop_rows":[0.0,1.0]})", candles).body,
            R"({"code":"0","msg":"","data":[]})");
  EXPECT_NE(*under(R"({"unsorted":true})", candles).body, honest);
  EXPECT_EQ(rows(*under(R"({"duplicate_rows":[0,2]})", candles).body), 32);
  const std::string micros = *under(R"({"unit":"us"})", candles).body;
  EXPECT_TRUE(micros.starts_with(R"({"code":"0","msg":"","data":[["1709294340000000",")"));
  EXPECT_EQ(micros.size(), honest.size() + 30 * 3);  // the volumes are as they were
  EXPECT_EQ(*under(R"({"malformed_json":true})", candles).body,
            honest.substr(0, honest.size() / 2));
  EXPECT_EQ(*under(R"({"clock_skew_s":-90})", "/api/v5/public/time").body,
            R"({"code":"0","msg":"","data":[{"ts":"1709294310000"}]})");
  const Response throttled = under(R"({"answer":"throttle429"})", candles);
  EXPECT_EQ(throttled.status, 429);
  EXPECT_EQ(*throttled.body, R"({"msg":"Too Many Requests","code":"50011"})");
  EXPECT_EQ(header_of(under(R"({"answer":"throttle429","retry_after":3})", candles), "Retry-After"),
            "3");
  EXPECT_EQ(under(R"({"answer":"busy503"})", candles).status, 503);
  const Response wrong = under(R"({"error":51001})", candles);
  EXPECT_EQ(*wrong.body, R"({"code":"51001","msg":"Instrument ID doesn't exist.","data":[]})");
  EXPECT_EQ(under(R"({"delay_ms":70})", candles).fate.delay, 70'000);
}

TEST(Exchange, TheLimitsOfOkxCanBeSet) {
  const auto exchange = exchange_of(
      R"({"name":"x","limits":{"okx":[{"type":"RAW_REQUESTS","interval":"SECOND","limit":1}]}})");
  EXPECT_EQ(ask(*exchange, Host::kOkx, "/api/v5/public/time").status, 200);
  EXPECT_EQ(ask(*exchange, Host::kOkx, "/api/v5/public/time").status, 429);
}

TEST(Exchange, MembersAndBombsAreWhatTheRuleSays) {
  const auto named = exchange_of(rules(R"({"then":{"member_name":"../../evil.csv"}})"));
  EXPECT_NE(fetch(*named, kZip).find("../../evil.csv"), std::string::npos);
  const auto bomb = exchange_of(rules(R"({"then":{"zip_bomb":2}})"));
  EXPECT_EQ(fetch(*bomb, kZip),
            build_zip("BTCUSDT-1h-2024-02-22.csv", std::string(2U << 20U, '\0')));
}

TEST(Exchange, RowsOfAnotherPeriodComeUnderTheNameAskedFor) {
  const auto calm = exchange_of("calm");
  const std::string before =
      fetch(*calm, "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02-21.zip");
  const auto exchange = exchange_of(
      rules(R"({"then":{"wrong_period":true,"member_name":"BTCUSDT-1h-2024-02-21.csv"}})"));
  EXPECT_EQ(fetch(*exchange, kZip), before);
}

TEST(Exchange, RowsOfAnotherSymbolComeUnderTheNameAskedFor) {
  const auto calm = exchange_of("calm");
  const std::string other =
      fetch(*calm, "/data/spot/daily/klines/ETHUSDT/1h/ETHUSDT-1h-2024-02-22.zip");
  const auto exchange = exchange_of(
      rules(R"({"then":{"other_symbol":"ETHUSDT","member_name":"ETHUSDT-1h-2024-02-22.csv"}})"));
  EXPECT_EQ(fetch(*exchange, kZip), other);
}

TEST(Exchange, AChangedFileIsConditionalOnItsOwnTag) {
  const auto exchange = exchange_of(rules(R"({"then":{"revision":3}})"));
  const auto calm = exchange_of("calm");
  const Response first = ask(*calm, Host::kArchive, kZip);
  const Response revised = ask(*exchange, Host::kArchive, kZip);
  const auto changed = [&](const Response& known) {
    const std::string tag(header_of(known, "ETag"));
    return exchange->respond(Host::kArchive, {"GET", kZip, {{"If-None-Match", tag}}, "", {}}, kNow)
        .status;
  };
  EXPECT_EQ(changed(first), 200);
  EXPECT_EQ(changed(revised), 304);
  const auto modified = [](const Response& r) {
    return parse_http_date(header_of(r, "Last-Modified")).value_or(0);
  };
  EXPECT_EQ(modified(revised) - modified(first), 3 * kHour);
  const Response head = ask(*exchange, Host::kArchive, kZip, "HEAD");
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.body->empty());
  EXPECT_EQ(header_of(head, "ETag"), header_of(revised, "ETag"));
}

TEST(Exchange, AFileThatIsNotThereIsNotMadeUp) {
  const auto exchange = exchange_of(rules(R"({"then":{"unsorted":true}})"));
  EXPECT_EQ(
      ask(*exchange, Host::kArchive, "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2034-02-22.zip")
          .status,
      404);
  EXPECT_EQ(ask(*exchange, Host::kArchive, "/data/spot/nonsense.zip").status, 404);
}

TEST(Exchange, OnlyTheRowsOfARuleReachAChecksum) {
  const auto exchange = exchange_of(rules(
      R"({"when":{"kind":"zip"},"then":{"drop_rows":[0,1],"delay_ms":5,"status":500}},
         {"when":{"kind":"zip"},"then":{"corrupt":true}})"));
  EXPECT_EQ(ask(*exchange, Host::kArchive, kZip).status, 500);
  const Response checksum = ask(*exchange, Host::kArchive, kZip + ".CHECKSUM");
  EXPECT_EQ(checksum.status, 200);
  EXPECT_EQ(checksum.fate.delay, 0);
  EXPECT_EQ(checksum.body->substr(64, 28), "  BTCUSDT-1h-2024-02-22.zip");
}

TEST(Exchange, ReuploadsHappenAfterTheFirstFetch) {
  const auto exchange = exchange_of("reuploaded-object");
  const std::string first = fetch(*exchange, kZip);
  const std::string second = fetch(*exchange, kZip);
  EXPECT_NE(first, second);
  EXPECT_EQ(second, fetch(*exchange, kZip));
  expect_fitting_checksum(*exchange);
}

TEST(Exchange, KlinesAreEditedToo) {
  const auto calm = exchange_of("calm");
  const auto before = Table::of_klines(ask(*calm, Host::kSpot, kKlines).body);
  ASSERT_TRUE(before);
  ASSERT_EQ(before->rows.size(), 30U);
  const auto exchange = exchange_of(rules(R"({"then":{"drop_rows":[10,20]}})"));
  const Response response = ask(*exchange, Host::kSpot, kKlines);
  const auto after = Table::of_klines(response.body);
  ASSERT_TRUE(after);
  ASSERT_EQ(after->rows.size(), 20U);
  EXPECT_EQ(after->rows[9], before->rows[9]);
  EXPECT_EQ(after->rows[10], before->rows[20]);
  EXPECT_EQ(header_of(response, "Content-Length"), std::to_string(response.body->size()));
}

TEST(Exchange, EditedKlinesAreNeverCompressed) {
  const auto exchange = exchange_of(rules(R"({"then":{"drop_rows":[0,1]}})"));
  const Response response = exchange->respond(
      Host::kSpot, {"GET", kKlines, {{"accept-encoding", "gzip"}}, "10.0.0.1", {}}, kNow);
  EXPECT_TRUE(Table::of_klines(response.body));
}

TEST(Exchange, LaterRulesWin) {
  const auto exchange = exchange_of(rules(
      R"({"then":{"status":500,"delay_ms":1}},{"then":{"status":502}},{"then":{"delay_ms":3}})"));
  const Response response = ask(*exchange, Host::kSpot, kKlines);
  EXPECT_EQ(response.status, 502);
  EXPECT_EQ(response.fate.delay, 3000);
}

TEST(Exchange, TheDateCanBeTakenAway) {
  const auto exchange = exchange_of(rules(R"({"then":{"headers":{"Date":null}}})"));
  EXPECT_EQ(header_of(ask(*exchange, Host::kSpot, "/api/v3/time"), "Date"), "");
}

TEST(Exchange, TheSameSeedGivesTheSameStory) {
  const auto story = [](const std::string& seed) {
    const auto exchange = exchange_of(R"({"name":"x","seed":)" + seed + R"(,"rules":[
      {"when":{"probability":0.3},"then":{"reset":true}},
      {"when":{"kind":"zip","probability":0.5},"then":{"corrupt":true}}]})");
    std::string told;
    for (int i = 0; i < 40; ++i) {
      const Response response = ask(*exchange, i % 2 == 0 ? Host::kArchive : Host::kSpot,
                                    i % 2 == 0 ? kZip : std::string("/api/v3/time"));
      told += response.fate.reset ? "R" : sha256_hex(*response.body).substr(0, 4);
    }
    return told;
  };
  EXPECT_EQ(story("1"), story("1"));
  EXPECT_NE(story("1"), story("2"));
}

TEST(Exchange, SmallLimitsComeFromTheScenario) {
  const auto exchange = exchange_of("rate-limit-429");
  std::set<int> statuses;
  for (int i = 0; i < 90; ++i) statuses.insert(ask(*exchange, Host::kSpot, kKlines).status);
  EXPECT_EQ(statuses, (std::set<int>{200, 418, 429}));
  (void)ask(*exchange, Host::kSpot, "/_sim/reset", "POST");
  EXPECT_EQ(ask(*exchange, Host::kSpot, kKlines).status, 200);
}

TEST(Exchange, TheArchiveCanBeLate) {
  const auto late = exchange_of("archive-late");
  const std::string yesterday = "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02-29.zip";
  EXPECT_EQ(ask(*late, Host::kArchive, yesterday).status, 404);
  ASSERT_TRUE(late->load("calm", kNow));
  EXPECT_EQ(ask(*late, Host::kArchive, yesterday).status, 200);
}

TEST(Exchange, ShippedScenariosAllAnswer) {
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    const auto exchange = exchange_of(std::string(shipped.name));
    for (int i = 0; i < 3; ++i) {
      EXPECT_GT(ask(*exchange, Host::kArchive, kZip).status, 0) << shipped.name;
      EXPECT_GT(ask(*exchange, Host::kSpot, kKlines).status, 0) << shipped.name;
    }
  }
}

TEST(Exchange, WrongOptionsAreExplained) {
  const auto complaint = [](const std::string& scenario, const std::string& log) {
    ExchangeOptions options;
    options.scenario = scenario;
    options.log_path = log;
    const auto exchange = Exchange::open(std::move(options), kNow);
    return exchange ? std::string() : exchange.error().what;
  };
  EXPECT_EQ(complaint("calmm", ""), "no scenario of the name \"calmm\"; did you mean \"calm\"?");
  EXPECT_EQ(complaint("tsunami", ""), "no scenario of the name \"tsunami\"");
  EXPECT_EQ(complaint("{}", ""), "the scenario: \"name\" is missing");
  EXPECT_EQ(complaint("calm", "/nowhere/x"), "the request log /nowhere/x: cannot be written");
}

TEST(Exchange, KnowsWhatIsQuick) {
  const auto exchange = exchange_of("calm");
  const auto quick = [&](Host host, const std::string& target) {
    return exchange->quick(host, {"GET", target, {}, "", {}});
  };
  EXPECT_FALSE(quick(Host::kArchive, kZip));
  (void)ask(*exchange, Host::kArchive, kZip);
  EXPECT_TRUE(quick(Host::kArchive, kZip));
  EXPECT_TRUE(quick(Host::kArchive, kZip + ".CHECKSUM"));
  EXPECT_FALSE(quick(Host::kArchive, "/data.binance.vision?prefix=data/"));
  EXPECT_TRUE(quick(Host::kSpot, kKlines));
  EXPECT_FALSE(quick(Host::kSpot, "/api/v3/klines?symbol=BTCUSDT&interval=1M"));
  EXPECT_TRUE(quick(Host::kSpot, "/api/v3/time"));
  EXPECT_TRUE(quick(Host::kSpot, "/_sim/state"));
  EXPECT_FALSE(quick(Host::kSpot, "/_sim/truth?market=spot"));
  ASSERT_TRUE(exchange->load(rules(R"({"then":{"unsorted":true}})"), kNow));
  EXPECT_FALSE(quick(Host::kArchive, kZip));
}

TEST(Exchange, StreamsMeetFaultsAndTheLog) {
  const auto exchange = exchange_of(rules(
      R"({"name":"no","when":{"kind":"ws","moment":"handshake","first":1},"then":{"status":503}},
         {"when":{"kind":"ws","moment":"frame"},"then":{"delay_ms":2}})"));
  StreamEvent event;
  event.host = Host::kSpot;
  event.client = "10.0.0.1";
  event.target = "/ws/btcusdt@kline_1m";
  EXPECT_EQ(exchange->stream_fate(event, kNow).refuse_status, 503);
  EXPECT_EQ(exchange->stream_fate(event, kNow).refuse_status, 0);
  event.moment = StreamMoment::kFrame;
  EXPECT_EQ(exchange->stream_fate(event, kNow).delay, 2000);
  const std::string log = *ask(*exchange, Host::kSpot, "/_sim/log").body;
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 2);
  EXPECT_NE(log.find(R"("status":503,"bytes":0,"client":"10.0.0.1","fault":"no")"),
            std::string::npos);
  EXPECT_NE(log.find(R"("status":101)"), std::string::npos);
}

TEST(Exchange, ServesSeveralThreadsWhileScenariosChange) {
  const auto exchange = exchange_of("flaky-network");
  const auto serve = [&] {
    for (int i = 0; i < 60; ++i) {
      (void)ask(*exchange, Host::kArchive, kZip);
      (void)ask(*exchange, Host::kSpot, kKlines);
    }
  };
  std::thread one(serve);
  std::thread other(serve);
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(exchange->load(i % 2 == 0 ? "hostile-zip" : "flaky-network", kNow));
  }
  one.join();
  other.join();
}

}  // namespace
}  // namespace wick::sim::exchange_test
