#include "sim/fault/faults.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "sim/fault/scenario.hpp"

namespace wick::sim::faults_test {
namespace {

constexpr Micros kStart = 1'709'294'400 * kSecond;  // 2024-03-01T12:00:00Z
constexpr std::uint64_t kSeed = 5;

Scenario of_rules(const std::string& rules) {
  auto scenario = parse_scenario(R"({"name":"x","rules":[)" + rules + "]}");
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().what);
  return *std::move(scenario);
}

Scenario when(const std::string& when) {
  return of_rules(R"({"when":)" + when + R"(,"then":{"silent":true}})");
}

Subject spot_klines() {
  return subject_of(Host::kSpot,
                    {"GET", "/api/v3/klines?symbol=BTCUSDT&interval=1m", {}, "10.0.0.1", {}});
}

Subject file(const std::string& symbol, const std::string& day, const std::string& suffix = "") {
  return subject_of(Host::kArchive, {"GET",
                                     "/data/futures/um/daily/klines/" + symbol + "/1m/" + symbol +
                                         "-1m-" + day + ".zip" + suffix,
                                     {},
                                     "10.0.0.2",
                                     {}});
}

bool hits(const std::string& condition, const Subject& subject, Micros now = kStart) {
  Faults faults(when(condition), kSeed, kStart);
  return !faults.decide(subject, now).empty();
}

TEST(When, ByAddress) {
  const Subject zip = file("BTCUSDT", "2024-02-29");
  EXPECT_TRUE(hits("{}", zip));
  EXPECT_TRUE(hits(R"({"host":"archive"})", zip));
  EXPECT_FALSE(hits(R"({"host":"archive"})", spot_klines()));
  EXPECT_TRUE(hits(R"({"host":["um","spot"]})", spot_klines()));
  EXPECT_TRUE(hits(R"({"market":"um"})", zip));
  EXPECT_FALSE(hits(R"({"market":"cm"})", zip));
  EXPECT_TRUE(hits(R"({"kind":["checksum","zip"]})", zip));
  EXPECT_FALSE(hits(R"({"kind":"checksum"})", zip));
  EXPECT_TRUE(hits(R"({"method":"GET"})", zip));
  EXPECT_FALSE(hits(R"({"method":"HEAD"})", zip));
  EXPECT_TRUE(hits(R"({"path":"/data/futures/*"})", zip));
  EXPECT_FALSE(hits(R"({"path":"/data/spot/*"})", zip));
  EXPECT_TRUE(hits(R"({"symbol":["ETH*","BTC*"]})", zip));
  EXPECT_FALSE(hits(R"({"symbol":"ETH*"})", zip));
  EXPECT_TRUE(hits(R"({"interval":"1m"})", spot_klines()));
  EXPECT_FALSE(hits(R"({"interval":"1M"})", spot_klines()));
  EXPECT_TRUE(hits(R"({"period":"2024-02-*"})", zip));
  EXPECT_FALSE(hits(R"({"period":"2024-03-*"})", zip));
  EXPECT_TRUE(hits(R"({"client":"10.0.0.2"})", zip));
  EXPECT_FALSE(hits(R"({"client":"10.0.0.2"})", spot_klines()));
}

TEST(When, AMarketIsNotMatchedWhereThereIsNone) {
  const Subject listing = subject_of(Host::kArchive, {"GET", "/data.binance.vision", {}, "", {}});
  EXPECT_FALSE(hits(R"({"market":["spot","um","cm"]})", listing));
  EXPECT_TRUE(hits(R"({"kind":"listing"})", listing));
}

TEST(When, ByTime) {
  const std::string noon = R"({"from":"2024-03-01T12:00","to":"2024-03-01T12:01"})";
  EXPECT_FALSE(hits(noon, spot_klines(), kStart - 1));
  EXPECT_TRUE(hits(noon, spot_klines(), kStart));
  EXPECT_TRUE(hits(noon, spot_klines(), kStart + kMinute - 1));
  EXPECT_FALSE(hits(noon, spot_klines(), kStart + kMinute));
  const std::string later = R"({"after_s":10,"for_s":5})";
  EXPECT_FALSE(hits(later, spot_klines(), kStart + 10 * kSecond - 1));
  EXPECT_TRUE(hits(later, spot_klines(), kStart + 10 * kSecond));
  EXPECT_TRUE(hits(later, spot_klines(), kStart + 15 * kSecond - 1));
  EXPECT_FALSE(hits(later, spot_klines(), kStart + 15 * kSecond));
}

std::string pattern(Faults& faults, const Subject& subject, int times) {
  std::string hit;
  for (int i = 0; i < times; ++i) hit += faults.decide(subject, kStart).empty() ? '.' : 'x';
  return hit;
}

TEST(When, ByCount) {
  const auto pattern_of = [](const std::string& condition) {
    Faults faults(when(condition), kSeed, kStart);
    return pattern(faults, spot_klines(), 12);
  };
  EXPECT_EQ(pattern_of(R"({"first":3})"), "xxx.........");
  EXPECT_EQ(pattern_of(R"({"skip":2})"), "..xxxxxxxxxx");
  EXPECT_EQ(pattern_of(R"({"skip":2,"first":3})"), "..xxx.......");
  EXPECT_EQ(pattern_of(R"({"every":4})"), "x...x...x...");
  EXPECT_EQ(pattern_of(R"({"skip":1,"every":4})"), ".x...x...x..");
  EXPECT_EQ(pattern_of(R"({"skip":1,"every":3,"first":6})"), ".x..x.......");
}

TEST(When, CountsOnlyWhatMatches) {
  Faults faults(when(R"({"host":"spot","first":1})"), kSeed, kStart);
  EXPECT_TRUE(faults.decide(file("BTCUSDT", "2024-02-29"), kStart).empty());
  EXPECT_FALSE(faults.decide(spot_klines(), kStart).empty());
  EXPECT_TRUE(faults.decide(spot_klines(), kStart).empty());
}

TEST(When, ChanceIsSeeded) {
  const auto pattern_of = [](std::uint64_t seed, const std::string& condition) {
    Faults faults(when(condition), seed, kStart);
    return pattern(faults, spot_klines(), 2000);
  };
  const std::string once = pattern_of(5, R"({"probability":0.2})");
  EXPECT_EQ(once, pattern_of(5, R"({"probability":0.2})"));
  EXPECT_NE(once, pattern_of(6, R"({"probability":0.2})"));
  const auto struck = std::count(once.begin(), once.end(), 'x');
  EXPECT_GT(struck, 330);
  EXPECT_LT(struck, 470);
  EXPECT_EQ(pattern_of(5, R"({"probability":0})").find('x'), std::string::npos);
  EXPECT_EQ(pattern_of(5, R"({"probability":1})").find('.'), std::string::npos);
}

TEST(When, TheFirstThrowsNeverChange) {
  Faults faults(when(R"({"probability":0.3})"), kSeed, kStart);
  EXPECT_EQ(pattern(faults, spot_klines(), 24), ".x....x....x......x.x...");
}

TEST(When, RulesThrowTheirOwnDice) {
  Faults faults(of_rules(R"({"when":{"probability":0.5},"then":{"silent":true}},
                            {"when":{"probability":0.5},"then":{"reset":true}})"),
                kSeed, kStart);
  int together = 0;
  for (int i = 0; i < 1000; ++i) {
    together += faults.decide(spot_klines(), kStart).size() == 2 ? 1 : 0;
  }
  EXPECT_GT(together, 200);
  EXPECT_LT(together, 300);
}

TEST(When, TheScenariosOwnSeedWins) {
  auto scenario = parse_scenario(R"({"name":"x","seed":77,"rules":[]})");
  ASSERT_TRUE(scenario);
  EXPECT_EQ(Faults(*scenario, kSeed, kStart).seed(), 77U);
}

TEST(When, AfterGetsWaitsForTheSamePath) {
  Faults faults(when(R"({"kind":"zip","after_gets":2})"), kSeed, kStart);
  const Subject one = file("BTCUSDT", "2024-02-29");
  const Subject other = file("BTCUSDT", "2024-02-28");
  EXPECT_EQ(pattern(faults, one, 2), "..");
  EXPECT_EQ(pattern(faults, other, 1), ".");
  Subject head = one;
  head.method = "HEAD";
  EXPECT_EQ(pattern(faults, head, 1), "x");
  EXPECT_EQ(pattern(faults, one, 2), "xx");
  EXPECT_EQ(pattern(faults, other, 2), ".x");
}

TEST(Files, AChecksumSharesTheFateOfItsFile) {
  Faults faults(of_rules(R"({"when":{"kind":"zip","probability":0.5},"then":{"unsorted":true}})"),
                kSeed, kStart);
  int struck = 0;
  for (int day = 10; day < 29; ++day) {
    const std::string name = "2024-02-" + std::to_string(day);
    const auto checksum = faults.decide(file("BTCUSDT", name, ".CHECKSUM"), kStart);
    const auto zip = faults.decide(file("BTCUSDT", name), kStart);
    const auto again = faults.decide(file("BTCUSDT", name), kStart);
    ASSERT_EQ(zip.size(), checksum.size());
    ASSERT_EQ(zip.size(), again.size());
    if (zip.empty()) continue;
    ++struck;
    EXPECT_TRUE(checksum[0].content_only);
    EXPECT_FALSE(zip[0].content_only);
    EXPECT_EQ(zip[0].dice, checksum[0].dice);
  }
  EXPECT_GT(struck, 4);
  EXPECT_LT(struck, 15);
}

TEST(Files, ChanceDoesNotDependOnTheirOrder) {
  const std::string rule = R"({"when":{"kind":"zip"},"then":{"unsorted":true}})";
  Faults there(of_rules(rule), kSeed, kStart);
  Faults back(of_rules(rule), kSeed, kStart);
  const Subject one = file("BTCUSDT", "2024-02-29");
  const Subject other = file("BTCUSDT", "2024-02-28");
  const std::uint64_t dice = there.decide(one, kStart)[0].dice;
  EXPECT_NE(there.decide(other, kStart)[0].dice, dice);
  EXPECT_NE(back.decide(other, kStart)[0].dice, dice);
  EXPECT_EQ(back.decide(one, kStart)[0].dice, dice);
}

TEST(Files, WindowsCountFilesNotRequests) {
  Faults faults(of_rules(R"({"when":{"kind":"zip","first":1},"then":{"unsorted":true}})"), kSeed,
                kStart);
  const Subject one = file("BTCUSDT", "2024-02-29");
  const Subject other = file("BTCUSDT", "2024-02-28");
  EXPECT_EQ(pattern(faults, file("BTCUSDT", "2024-02-29", ".CHECKSUM"), 2), "xx");
  EXPECT_EQ(pattern(faults, one, 2), "xx");
  EXPECT_EQ(pattern(faults, other, 2), "..");
  EXPECT_EQ(pattern(faults, one, 1), "x");
}

StreamEvent frame_event(std::int64_t frames_sent, bool closing) {
  StreamEvent event;
  event.moment = StreamMoment::kFrame;
  event.host = Host::kSpot;
  event.target = "/ws/btcusdt@kline_1m";
  event.stream = "btcusdt@kline_1m";
  event.frames_sent = frames_sent;
  event.closing = closing;
  return event;
}

StreamFate fate_of(const std::string& rule, const StreamEvent& event) {
  Faults faults(of_rules(rule), kSeed, kStart);
  return stream_fate_of(faults.decide(subject_of(event), kStart), event.moment);
}

TEST(Streams, FramesMeetTheirFate) {
  const auto fate = [](const std::string& then) {
    return fate_of(R"({"when":{"kind":"ws"},"then":)" + then + "}", frame_event(0, false));
  };
  EXPECT_TRUE(fate(R"({"drop":true})").drop);
  EXPECT_EQ(fate(R"({"copies":3})").copies, 3);
  EXPECT_EQ(fate(R"({"close":1001})").close_code, 1001);
  EXPECT_EQ(fate(R"({"delay_ms":20})").delay, 20'000);
  EXPECT_TRUE(fate(R"({"reset":true})").reset);
  EXPECT_TRUE(fate(R"({"silent":true})").silent);
  EXPECT_EQ(fate(R"({"status":503})").refuse_status, 0);
  EXPECT_TRUE(fate(R"({"mute":true})").mute);
  EXPECT_EQ(fate(R"({"shutdown_s":4})").shutdown, 4 * kSecond);
  EXPECT_LT(fate(R"({"drop":true})").shutdown, 0);
}

TEST(Streams, RulesAboutFramesAreKnownInAdvance) {
  const auto touches = [](const std::string& rule) {
    const std::string text = R"({"name":"x","rules":[)" + rule + "]}";
    return Faults(*parse_scenario(text), 1, 0).touches_frames();
  };
  EXPECT_FALSE(touches(""));
  EXPECT_FALSE(touches(R"({"when":{"kind":"zip"},"then":{"delay_ms":1}})"));
  EXPECT_FALSE(touches(R"({"when":{"kind":"ws","moment":"handshake"},"then":{"mute":true}})"));
  EXPECT_TRUE(touches(R"({"when":{"kind":"ws"},"then":{"drop":true}})"));
  EXPECT_TRUE(touches(R"({"then":{"delay_ms":1}})"));
}

TEST(Streams, HandshakesAreRefused) {
  StreamEvent handshake = frame_event(0, false);
  handshake.moment = StreamMoment::kHandshake;
  handshake.stream.clear();
  const auto fate = [&](const std::string& then) {
    return fate_of(R"({"when":{"kind":"ws"},"then":)" + then + "}", handshake);
  };
  EXPECT_EQ(fate(R"({"status":503})").refuse_status, 503);
  EXPECT_EQ(fate(R"({"answer":"geo451"})").refuse_status, 451);
  EXPECT_EQ(fate(R"({"error":-1003})").refuse_status, 429);
  EXPECT_TRUE(fate(R"({"reset":true})").reset);
  EXPECT_FALSE(fate(R"({"drop":true})").drop);
  EXPECT_LT(fate(R"({"status":503})").retry_after_s, 0);
  EXPECT_EQ(fate(R"({"status":503,"retry_after":7})").retry_after_s, 7);
}

TEST(Streams, FramesAreToldApart) {
  const std::string closing = R"({"when":{"kind":"ws","closing":true},"then":{"drop":true}})";
  EXPECT_TRUE(fate_of(closing, frame_event(0, true)).drop);
  EXPECT_FALSE(fate_of(closing, frame_event(0, false)).drop);
  const std::string rough = R"({"when":{"kind":"ws","closing":true},"then":{"rough":true}})";
  EXPECT_TRUE(fate_of(rough, frame_event(0, true)).rough);
  const std::string later = R"({"when":{"kind":"ws","after_frames":3},"then":{"reset":true}})";
  EXPECT_FALSE(fate_of(later, frame_event(2, false)).reset);
  EXPECT_TRUE(fate_of(later, frame_event(3, false)).reset);
  const std::string one =
      R"({"when":{"kind":"ws","symbol":"BTC*","interval":"1m"},"then":{"drop":true}})";
  EXPECT_TRUE(fate_of(one, frame_event(0, false)).drop);
}

TEST(Faults, StrikesAreCountedAndNamed) {
  Faults faults(of_rules(R"({"name":"a","when":{"every":2},"then":{"silent":true}},
                            {"then":{"reset":true}})"),
                kSeed, kStart);
  EXPECT_EQ(names_of(faults.decide(spot_klines(), kStart), faults.scenario()), "a+1");
  EXPECT_EQ(names_of(faults.decide(spot_klines(), kStart), faults.scenario()), "1");
  EXPECT_EQ(faults.strikes(), (std::vector<std::int64_t>{1, 2}));
}

TEST(Faults, ThreadsShareTheCounts) {
  Faults faults(when(R"({"first":500})"), kSeed, kStart);
  const auto ask = [&] {
    for (int i = 0; i < 400; ++i) (void)faults.decide(spot_klines(), kStart);
  };
  std::thread one(ask);
  std::thread other(ask);
  one.join();
  other.join();
  EXPECT_EQ(faults.strikes()[0], 500);
}

}  // namespace
}  // namespace wick::sim::faults_test
