#include "sim/broker/gateway_session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sim/broker/gateway_json.hpp"

namespace wick::sim::gateway_session_test {
namespace {

constexpr Micros kStart = 1'709'640'000 * kSecond;  // Tuesday 2024-03-05T12:00:00Z

struct OneBroker final : BrokerSource {
  explicit OneBroker(BrokerSettings settings = {})
      : one(std::make_shared<Broker>(BrokerOptions{1, 1, kStart, std::move(settings)})) {}
  [[nodiscard]] std::shared_ptr<const Broker> broker() const override { return one; }
  std::shared_ptr<const Broker> one;
};

struct Told {
  Micros at{};
  std::string text;
};

// All that a client hears within that time of subscribing.
std::vector<Told> listen(const BrokerSource& broker, const std::string& words, Micros time) {
  GatewaySession session(broker, kStart);
  std::vector<Told> told;
  Micros now = kStart;
  const auto take = [&](const std::vector<Frame>& frames) {
    for (const Frame& frame : frames) {
      const bool event = frame.kind == Frame::Kind::kEvent;
      told.push_back({now, event ? frame.text : "end"});
    }
  };
  take(session.on_text(words, now));
  while (now < kStart + time && session.next_due() != kNever) {
    now = std::max(now + 1000, session.next_due());
    take(session.poll(now));
  }
  return told;
}

std::vector<std::string> ticks_of(const std::vector<Told>& told) {
  std::vector<std::string> ticks;
  for (const Told& one : told) {
    if (one.text.starts_with("{\"tick\"")) ticks.push_back(one.text);
  }
  return ticks;
}

std::vector<std::string> market_ticks(const char* name, Micros time) {
  std::vector<std::string> texts;
  const FxInstrument& one = *find_fx(name);
  FxReader reader(1, one);
  texts.push_back(tick_text(one, *reader.last_tick(kStart / 1000 + 1)));
  std::vector<FxTick> ticks;
  for (Minute minute = kStart / kMinute; minute * kMinute < kStart + time; ++minute) {
    reader.ticks(minute, ticks);
    for (const FxTick& tick : ticks) {
      if (tick.time * 1000 > kStart) texts.push_back(tick_text(one, tick));
    }
  }
  return texts;
}

TEST(GatewaySession, TellsTheMarketTickByTick) {
  const auto told = listen(OneBroker(), R"({"subscribe":["EUR/USD","NO/PE","EUR/USD"]})", kMinute);
  EXPECT_EQ(told[0].text,
            R"({"subscribed":["EUR/USD"],"refused":[{"instrument":"NO/PE","text":"no such )"
            R"(instrument"}]})");
  EXPECT_EQ(told[1].text, R"({"session":"open","now":1709640000000})");
  auto heard = ticks_of(told), market = market_ticks("EUR/USD", kMinute);
  while (heard.size() > market.size()) heard.pop_back();  // of the next minute
  EXPECT_EQ(heard, market);
  EXPECT_GT(market.size(), 10U);
  const auto states = std::ranges::count_if(
      told, [](const Told& one) { return one.text.starts_with("{\"session\""); });
  EXPECT_NEAR(static_cast<double>(states), 13, 1);
}

TEST(GatewaySession, ASetReplacesTheOneBefore) {
  const OneBroker broker;
  GatewaySession session(broker, kStart);
  (void)session.on_text(R"({"subscribe":["EUR/USD","GBP/USD"]})", kStart);
  (void)session.on_text(R"({"subscribe":["GBP/USD"]})", kStart);
  for (const Frame& frame : session.poll(kStart + kMinute)) {
    EXPECT_EQ(frame.text.find("EUR/USD"), std::string::npos);
  }
}

TEST(GatewaySession, NonsenseEndsIt) {
  for (const char* words :
       {"", "{}", "[1]", R"({"subscribe":"EUR/USD"})", R"({"subscribe":[1]})"}) {
    const auto told = listen(OneBroker(), words, kMinute);
    EXPECT_EQ(told.back().text, "end") << words;
  }
}

TEST(GatewaySession, DuplicatesAndLateTicksAreTheSameTicks) {
  const OneBroker broker(BrokerSettings{
      .late_ticks = 200'000, .duplicate_ticks = 200'000, .unordered_ticks = 200'000});
  auto heard = ticks_of(listen(broker, R"({"subscribe":["EUR/USD"]})", 3 * kMinute + 5 * kSecond));
  auto market = market_ticks("EUR/USD", 3 * kMinute);
  EXPECT_GT(heard.size(), market.size());
  EXPECT_FALSE(std::ranges::is_sorted(heard));
  const std::set<std::string> different(heard.begin(), heard.end());
  for (const std::string& tick : market) EXPECT_TRUE(different.contains(tick)) << tick;
}

TEST(GatewaySession, FutureTicksLieAhead) {
  const OneBroker broker(BrokerSettings{.future_ticks = 1'000'000, .future_by = 120 * kSecond});
  auto heard = ticks_of(listen(broker, R"({"subscribe":["EUR/USD"]})", kMinute));
  auto market = market_ticks("EUR/USD", kMinute);
  for (std::size_t i = 1; i < market.size(); ++i) {
    EXPECT_EQ(std::stoll(heard[i].substr(19)), std::stoll(market[i].substr(19)) + 120'000);
  }
}

TEST(GatewaySession, FallsSilentAndBreaks) {
  const OneBroker silent(BrokerSettings{.silence_after = 10 * kSecond});
  const auto told = listen(silent, R"({"subscribe":["EUR/USD"]})", kMinute);
  EXPECT_LT(told.back().at, kStart + 10 * kSecond);
  const OneBroker dropping(BrokerSettings{.drop_after = 10 * kSecond});
  const auto cut = listen(dropping, R"({"subscribe":["EUR/USD"]})", kMinute);
  EXPECT_EQ(cut.back().text, "end");
  EXPECT_EQ(cut.back().at, kStart + 10 * kSecond);
}

Response ask(const Broker& broker, const std::string& target, Micros now = kStart) {
  return broker.respond(Host::kGateway, {"GET", target, {}, "me", {}}, now);
}

constexpr const char* kHour =
    "/v1/candles?instrument=EUR%2FUSD&timeframe=m1&from=1709636400000&to=1709640000000";

TEST(GatewayHistory, NewestBarsComeInAscendingOrder) {
  const OneBroker broker;
  const Response all = ask(*broker.one, kHour);
  EXPECT_EQ(all.status, 200);
  const Response some = ask(*broker.one, std::string(kHour) + "&count=2");
  EXPECT_NE(all.body->find("\"more\":false"), std::string::npos);
  EXPECT_NE(some.body->find("\"more\":true,\"bars\":[[1709639880000,"), std::string::npos);
  EXPECT_EQ(std::ranges::count(*some.body, '['), 3);
  const std::string tail = some.body->substr(some.body->find("[["));
  EXPECT_TRUE(all.body->ends_with(tail.substr(1)));
}

TEST(GatewayHistory, IsAsDeepAsTheScenarioSays) {
  const OneBroker shallow(BrokerSettings{.history_depth = 25});
  for (const char* count : {"", "&count=26", "&count=300"}) {
    const Response page = ask(*shallow.one, std::string(kHour) + count);
    EXPECT_NE(page.body->find("\"depth\":25,\"more\":true"), std::string::npos) << *page.body;
    EXPECT_EQ(std::ranges::count(*page.body, '['), 26);
  }
  EXPECT_EQ(std::ranges::count(*ask(*shallow.one, std::string(kHour) + "&count=24").body, '['), 25);
  const Response usual = ask(*OneBroker().one, kHour);
  EXPECT_NE(usual.body->find("\"depth\":300,\"more\":false"), std::string::npos);
}

TEST(GatewayHistory, TheFormingBarHasWhatHasHappened) {
  const OneBroker broker;
  const Micros now = kStart + 30 * kSecond;
  const Response response = ask(*broker.one,
                                "/v1/candles?instrument=EUR%2FUSD&timeframe=m1&from=1709640000000"
                                "&to=1709643600000",
                                now);
  FxReader reader(1, *find_fx("EUR/USD"));
  const FxBar bar = reader.bar(FxFrame::kM1, kStart / kMinute, now / 1000 + 1);
  EXPECT_TRUE(response.body->ends_with("," + std::to_string(bar.volume) + "]]}")) << *response.body;
  EXPECT_EQ(std::ranges::count(*response.body, '['), 2);
}

TEST(GatewayHistory, ErrorsHaveTheirNames) {
  const OneBroker broker;
  const auto error = [&](const std::string& target) {
    const Response response = ask(*broker.one, target);
    return std::to_string(response.status) + ' ' + *response.body;
  };
  EXPECT_EQ(error("/v1/candles?instrument=X&timeframe=m1&from=1709636400000&to=1709640000000"),
            R"(404 {"error":"no_data","text":"No data found"})");
  EXPECT_TRUE(error("/v1/candles?instrument=EUR/USD&timeframe=m2&from=1709636400000"
                    "&to=1709640000000")
                  .starts_with("400 {\"error\":\"unsupported_scope\""));
  EXPECT_TRUE(error("/v1/candles?instrument=EUR/USD&timeframe=m1&from=5&to=1709640000000")
                  .starts_with("400"));
  EXPECT_TRUE(error("/v1/candles?instrument=EUR/USD&timeframe=m1&from=x&to=1709640000000")
                  .starts_with("400"));
  EXPECT_TRUE(error("/elsewhere").starts_with("404"));
}

TEST(GatewayHistory, IsNotReadyAsTheScenarioSays) {
  const OneBroker later(BrokerSettings{.history_ready_after = 20 * kSecond});
  EXPECT_EQ(ask(*later.one, kHour, kStart + 19 * kSecond).status, 503);
  EXPECT_EQ(ask(*later.one, kHour, kStart + 20 * kSecond).status, 200);
  const OneBroker closed(BrokerSettings{.history_while_closed = false});
  EXPECT_EQ(ask(*closed.one, kHour).status, 200);
  EXPECT_EQ(ask(*closed.one, kHour, kStart + 4 * kDay).status, 503);
  const OneBroker random(BrokerSettings{.history_not_ready = 300'000});
  int refused = 0;
  for (int i = 0; i < 1000; ++i) refused += ask(*random.one, kHour).status == 503 ? 1 : 0;
  EXPECT_NEAR(refused, 300, 60);
  const OneBroker quota(BrokerSettings{.history_per_minute = 2});
  EXPECT_EQ(ask(*quota.one, kHour).status, 200);
  EXPECT_EQ(ask(*quota.one, kHour).status, 200);
  const Response third = ask(*quota.one, kHour, kStart + 15 * kSecond);
  EXPECT_EQ(third.status, 429);
  EXPECT_EQ(third.headers.back(), Header("Retry-After", "45"));
  EXPECT_EQ(ask(*quota.one, kHour, kStart + kMinute).status, 200);
}

}  // namespace
}  // namespace wick::sim::gateway_session_test
