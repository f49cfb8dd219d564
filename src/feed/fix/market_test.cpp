#include "feed/fix/market.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "core/time_text.hpp"
#include "feed/fix/fix_time.hpp"
#include "feed/fix/message_reader.hpp"
#include "feed/fix/samples_test.hpp"

namespace wick::feed::fix::market_test {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using port::FeedState;

// Half a status message of the kind that FXCM sends.
constexpr std::string_view kStatus =
    "h|336=FXCM|625=U100D1|335=1|340=2|58=Market is open|339=2|325=N|146=3|"
    "55=EUR/USD|15=EUR|228=1|231=1|460=4|9000=1|9001=5|9002=0.0001|9076=T|9080=1|9096=O|"
    "55=XAU/USD|15=XAU|9001=2|9002=0.01|9076=D|9096=C|9000=4001|55=US30|9096=O|9001=x|"
    "9016=3|9017=BASE_CRNCY|9018=USD|9017=SERVER_TIME_UTC|9018=UTC|"
    "9017=END_TRADING_DAY|9018=21:00:00|";

class MarketTest : public testing::Test {
 protected:
  core::Now now() const {
    return {*parse_timestamp("20240105-12:00:00") + at_, core::MonoTime(at_)};
  }

  std::string shown(const port::FeedEvent& event) const {
    return std::visit([&](const auto& one) { return line(one); }, event);
  }
  std::string line(const port::FeedTick& tick) const {
    std::ostringstream out;
    out << "tick " << tick.symbol << ' ' << core::to_iso(tick.tick.time).substr(11) << ' '
        << tick.tick.bid << ' ' << tick.tick.ask;
    EXPECT_LE(tick.tick.received, now().utc);
    return out.str();
  }
  std::string line(const port::FeedTurn& turn) const {
    const char* const state = turn.state == FeedState::kDown     ? "down"
                              : turn.state == FeedState::kClosed ? "closed"
                                                                 : "open";
    return state + (" at " + core::to_iso(turn.at).substr(11)) + ": " + turn.why;
  }
  static std::string line(const port::FeedRefusal& refusal) {
    return "refused " + std::to_string(refusal.symbol) + ' ' + base::name(refusal.error.kind) +
           ": " + refusal.error.what;
  }
  static std::string line(const port::FeedNote& note) { return "note: " + note.text; }
  static std::string line(const port::FeedEnd&) { return "end"; }
  static std::string line(const port::FeedOffer& offer) {
    std::ostringstream out;
    out << "offer:";
    for (const auto& one : offer.instruments) {
      out << ' ' << one.name << '/' << one.digits << '/' << one.point << '/' << one.tradable;
    }
    return out.str();
  }

  Lines taken() {
    Lines lines;
    for (const auto& event : events_) lines.push_back(shown(event));
    events_.clear();
    return lines;
  }
  // Requests first, then events.
  Lines step() {
    Market::Requests requests;
    market_.step(now(), events_, requests);
    Lines lines;
    for (const Body& request : requests) lines.push_back(with_bars(request.bytes()));
    for (std::string& one : taken()) lines.push_back(std::move(one));
    return lines;
  }
  Lines wait(core::Micros time) {
    at_ += time;
    return step();
  }
  Lines hear_bytes(const std::string& bytes) {
    MessageReader reader;
    reader.feed(bytes);
    const Message* message = reader.next();
    EXPECT_NE(message, nullptr) << bytes;
    market_.received(*message, now().utc, events_);
    return taken();
  }
  Lines hear(std::string_view body) {
    return hear_bytes(framed(with_soh("35=" + std::string(body))));
  }

  static std::string quote(std::string_view symbol, std::string_view bid, std::string_view ask,
                           std::string_view time = "12:00:00.000") {
    const std::string when = "|272=20240105|273=" + std::string(time) + '|';
    return "W|52=20240105-12:59:59.999|55=" + std::string(symbol) +
           "|268=2|269=0|270=" + std::string(bid) + when + "269=1|270=" + std::string(ask) + when;
  }
  static std::string request(int id, std::string_view symbol, int kind = 1) {
    return "35=V|262=" + std::to_string(id) + "|263=" + std::to_string(kind) +
           "|264=0|265=0|146=1|55=" + std::string(symbol) + "|267=2|269=0|269=1|";
  }
  // Up, with these symbols.
  void open(const std::vector<std::string>& symbols) {
    market_.subscribe(symbols);
    market_.logged_on(now());
    EXPECT_EQ(step(), Lines{"35=g|335=1|263=1|"});
    EXPECT_EQ(hear(kStatus).size(), 1U);
    EXPECT_EQ(step().size(), symbols.size() + (symbols.empty() ? 1U : 0U));
    for (const auto& symbol : symbols) (void)hear(quote(symbol, "1", "2"));
    (void)step();
  }

  core::Micros at_{};
  int asked_{2};  // the request of the first symbol
  Market::Events events_;
  Market market_{[](std::string_view text) { return std::string(text); }};
};

TEST_F(MarketTest, AsksForTheStateThenForEachSymbolAndIsOpenWhenAllAnswer) {
  EXPECT_EQ(step(), Lines{});
  EXPECT_EQ(market_.wake(), core::MonoTime::max());
  market_.subscribe({"XAU/USD", "EUR/USD"});
  EXPECT_EQ(step(), Lines{}) << "nobody is there to ask";
  market_.logged_on(now());
  EXPECT_LE(market_.wake(), now().mono);
  EXPECT_EQ(step(), Lines{"35=g|335=1|263=1|"});
  EXPECT_EQ(market_.wake(), core::MonoTime(5s));
  EXPECT_EQ(hear(kStatus), Lines{"offer: EUR/USD/5/0.0001/1 XAU/USD/2/0.01/0 US30/0/0/1"});
  EXPECT_LE(market_.wake(), now().mono);
  EXPECT_EQ(step(), (Lines{request(2, "XAU/USD"), request(3, "EUR/USD")}));
  EXPECT_EQ(hear(quote("EUR/USD", "1.0951", "1.0953")), Lines{});
  EXPECT_EQ(wait(1s), Lines{});
  EXPECT_EQ(hear(quote("XAU/USD", "2045.1", "2045.4")), Lines{});
  EXPECT_EQ(step(), (Lines{"open at 12:00:01Z: logged on, its trading day ends at 21:00:00 UTC",
                           "tick 1 12:00:00Z 1.0951 1.0953", "tick 0 12:00:00Z 2045.1 2045.4"}));
  EXPECT_EQ(market_.wake(), core::MonoTime::max());
}

TEST_F(MarketTest, ThePublishedSnapshotIsATick) {
  market_.subscribe({"EUR/JPY"});
  at_ = -(*parse_timestamp("20240105-12:00:00") - *parse_timestamp("20180817-13:44:07"));
  market_.logged_on(now());
  (void)step();
  (void)hear(kStatus);
  (void)step();
  market_.received(
      [&]() -> const Message& {
        static MessageReader reader;
        reader.feed(with_soh(kSnapshotSample));
        return *reader.next();
      }(),
      now().utc, events_);
  EXPECT_EQ(step().back(), "tick 0 13:44:06Z 126.085 126.093");
}

TEST_F(MarketTest, GroupsInAnyOrderMeanTheSame) {
  open({"EUR/USD"});
  EXPECT_EQ(hear("W|262=2|268=4|270=3|269=7|270=1.5|269=0|273=12:00:01|272=20240105|270=1.6|"
                 "272=20240105|269=1|270=0.5|269=8|55=EUR/USD|52=20240105-12:00:01.500|"),
            Lines{"tick 0 12:00:01Z 1.5 1.6"});
}

TEST_F(MarketTest, TimesAreTheEntrysButNeitherBackwardsNorAheadOfSending) {
  open({"EUR/USD"});
  const auto said = [&](std::string_view sent, std::string_view entry) {
    const Lines lines =
        hear("W|52=20240105-" + std::string(sent) + "|55=EUR/USD|268=2|269=0|270=1|" +
             std::string(entry) + "269=1|270=2|");
    return lines.empty() ? "" : lines.front().substr(7, lines.front().find('Z') - 6);
  };
  EXPECT_EQ(said("12:00:05.700", "272=20240105|273=12:00:05.000|"), "12:00:05Z");
  EXPECT_EQ(said("12:00:05.800", "272=20240105|273=12:00:04.000|"), "12:00:05Z") << "not back";
  EXPECT_EQ(said("12:00:06.800", "272=20240105|273=12:00:06.250|"), "12:00:06.250000Z");
  EXPECT_EQ(said("12:00:07.800", "272=20240105|273=13:00:00.000|"), "12:00:07.800000Z");
  EXPECT_EQ(said("12:00:08.100", ""), "12:00:08.100000Z");
  EXPECT_EQ(said("12:00:09.100", "272=20240105|273=noon|"), "12:00:09.100000Z");
}

TEST_F(MarketTest, AClockThatIsNotUtcIsNotBelieved) {
  open({"EUR/USD"});
  (void)hear("h|340=2|9016=2|9017=SERVER_TIME_UTC|9018=LOCAL|9017=BASE_TIME_ZONE|9018=EST|");
  EXPECT_EQ(hear("W|52=20240105-12:00:03.000|55=EUR/USD|268=2|269=0|270=1|272=20240105|"
                 "273=07:00:02.000|269=1|270=2|"),
            Lines{"tick 0 12:00:03Z 1 2"});
}

TEST_F(MarketTest, OneSideAloneGoesWithTheOtherAsItWas) {
  open({"EUR/USD"});
  EXPECT_EQ(hear("W|52=20240105-12:00:03.000|55=EUR/USD|268=1|269=1|270=2.5|"),
            Lines{"tick 0 12:00:03Z 1 2.5"});
  EXPECT_EQ(hear("W|52=20240105-12:00:04.000|55=EUR/USD|268=1|269=0|270=1.5|"),
            Lines{"tick 0 12:00:04Z 1.5 2.5"});
  EXPECT_EQ(market_.odd(), 0U);
  for (const char* const odd :
       {"268=1|269=7|270=3|", "268=1|269=0|270=1.5x|", "268=1|269=0|", ""}) {
    EXPECT_EQ(hear("W|55=EUR/USD|" + std::string(odd)), Lines{}) << odd;
  }
  EXPECT_EQ(market_.odd(), 4U);
  EXPECT_EQ(hear(quote("NOBODY", "1", "2")), Lines{});
  EXPECT_EQ(hear("BA|"), Lines{});
  EXPECT_EQ(market_.odd(), 6U);
}

TEST_F(MarketTest, QuotesThatAreOverAreNotTold) {
  open({"EUR/USD"});
  EXPECT_EQ(hear("W|43=Y|55=EUR/USD|268=2|269=0|270=1|269=1|270=2|"), Lines{});
}

TEST_F(MarketTest, ASymbolThatHadQuotesIsLostByARefusalAndAskedForAgain) {
  open({"EUR/USD"});
  for (const auto pause : {5s, 10s, 20s, 40s, 80s, 80s}) {
    const Lines told = hear("Y|262=" + std::to_string(asked_) + "|281=3|");
    EXPECT_EQ(told.at(0),
              "note: EUR/USD: refused by the venue: this account may not have it; it "
              "is asked for again");
    const bool once = asked_ == 2;
    EXPECT_EQ(told.back().substr(0, 8), once ? "down at " : "note: EU");
    EXPECT_EQ(told.size(), once ? 2U : 1U);
    EXPECT_EQ(step(), Lines{});
    EXPECT_EQ(wait(pause - 1ms), Lines{});
    EXPECT_EQ(market_.wake(), core::MonoTime(at_ + 1ms));
    EXPECT_EQ(wait(1ms), Lines{request(++asked_, "EUR/USD")});
  }
  EXPECT_EQ(hear(quote("EUR/USD", "3", "4", "12:03:00.000")), Lines{});
  EXPECT_EQ(step(), (Lines{"open at 12:03:55Z: quotes come again, its trading day ends at "
                           "21:00:00 UTC",
                           "tick 0 12:03:00Z 3 4"}));
}

TEST_F(MarketTest, OneOfManyIsGivenUpAfterThreeMoreChancesAndTheLastNever) {
  open({"EUR/USD", "XAU/USD"});
  int id = 3;
  for (const auto pause : {5s, 10s, 20s}) {
    EXPECT_EQ(hear("Y|262=" + std::to_string(id) + "|281=0|").front().substr(0, 5), "note:");
    (void)step();
    EXPECT_EQ(wait(pause).front(), request(++id, "XAU/USD"));
  }
  EXPECT_EQ(hear("Y|262=" + std::to_string(id) + "|281=0|").front().substr(0, 9), "refused 1");
  EXPECT_EQ(step().front().substr(0, 8), "open at ");
  for (int last = 2; id < 12; last = id) {
    EXPECT_EQ(hear("Y|262=" + std::to_string(last) + "|281=0|").front().substr(0, 5), "note:");
    (void)step();
    EXPECT_EQ(wait(80s).front(), request(++id, "EUR/USD"));
  }
}

TEST_F(MarketTest, ARefusalIsOneSymbols) {
  market_.subscribe({"EUR/USD", "NO/SUCH", "XAU/USD"});
  market_.logged_on(now());
  (void)step();
  (void)hear(kStatus);
  (void)step();
  (void)hear(quote("EUR/USD", "1", "2"));
  EXPECT_EQ(hear("Y|262=3|281=0|58=Unknown symbol|9029=DAS 1|"),
            Lines{"refused 1 invalid: NO/SUCH: refused by the venue: there is no such symbol; "
                  "Unknown symbol; DAS 1"});
  EXPECT_EQ(step(), Lines{});
  EXPECT_EQ(hear("j|379=4|380=3|58=No|"),
            Lines{"refused 2 unsupported: XAU/USD: refused by the venue: reason ; No"});
  EXPECT_EQ(step(), (Lines{"open at 12:00:00Z: logged on, its trading day ends at 21:00:00 UTC",
                           "tick 0 12:00:00Z 1 2"}));
  EXPECT_EQ(hear("Y|262=99|281=0|58=What|"), Lines{"note: the venue refused a request: What"});
  EXPECT_EQ(hear("B|148=Maintenance at nine|"), Lines{"note: the venue says: Maintenance at nine"});
}

TEST_F(MarketTest, ReasonsHaveKinds) {
  const std::vector<std::pair<std::string, std::string>> kinds{{"0", "invalid"},
                                                               {"1", "unavailable"},
                                                               {"2", "throttled"},
                                                               {"3", "unauthorized"},
                                                               {"5", "unsupported"}};
  market_.subscribe({"EUR/USD"});
  market_.logged_on(now());
  (void)step();
  (void)hear(kStatus);
  (void)step();
  for (const auto& [reason, kind] : kinds) {
    EXPECT_TRUE(hear("Y|262=2|281=" + reason + '|').front().starts_with("refused 0 " + kind + ':'));
  }
}

TEST_F(MarketTest, SilenceOfSomeIsNotedAndTheOthersGoOn) {
  market_.subscribe({"A", "B", "C", "D", "E", "F", "G"});
  market_.logged_on(now());
  (void)step();
  (void)hear("h|340=3|");
  EXPECT_EQ(step().size(), 7U);
  (void)hear(quote("B", "1", "2"));
  EXPECT_EQ(market_.wake(), core::MonoTime(10s));
  EXPECT_EQ(wait(10s), (Lines{"note: no answer yet for A, C, D, E, F and 1 more",
                              "closed at 12:00:10Z: logged on", "tick 1 12:00:00Z 1 2"}));
  EXPECT_EQ(wait(10s), Lines{});
}

TEST_F(MarketTest, AVenueThatDoesNotTellItsStateIsAskedForQuotesAllTheSame) {
  market_.subscribe({"A"});
  market_.logged_on(now());
  (void)step();
  EXPECT_EQ(wait(4s), Lines{});
  EXPECT_EQ(wait(1s),
            (Lines{request(2, "A"), "note: the venue does not tell the state of its market"}));
}

TEST_F(MarketTest, TheStateTurns) {
  open({"EUR/USD"});
  EXPECT_EQ(hear("h|340=2|"), Lines{});
  EXPECT_EQ(hear("h|340=3|58=Weekend|"), Lines{"closed at 12:00:00Z: the market closes: Weekend"});
  EXPECT_EQ(hear("h|340=1|"), Lines{});
  EXPECT_EQ(hear("h|340=2|"), Lines{"open at 12:00:00Z: the market opens"});
}

TEST_F(MarketTest, AChangedSetAsksForTheNewAndTakesBackTheOld) {
  open({"A", "B"});
  market_.subscribe({"C", "B"});
  EXPECT_LE(market_.wake(), now().mono);
  EXPECT_EQ(step(), (Lines{request(2, "A", 2), request(4, "C")}));
  EXPECT_EQ(hear("Y|262=4|281=0|").front().substr(0, 9), "refused 0");
  EXPECT_EQ(hear(quote("B", "1", "2")), Lines{"tick 1 12:00:00Z 1 2"})
      << "unbroken, and renumbered";
  EXPECT_EQ(hear(quote("A", "1", "2")), Lines{}) << "on its way when it was dropped";
  EXPECT_EQ(hear(quote("C", "3", "4")), Lines{"tick 0 12:00:00Z 3 4"});
  market_.subscribe({});
  EXPECT_EQ(step(), (Lines{request(4, "C", 2), request(3, "B", 2)}));
}

TEST_F(MarketTest, AfterALossAllIsAskedForAgainAndTheSameQuoteIsNoNews) {
  open({"A", "B"});
  market_.logged_off(now().utc - 3s, "cut", events_);
  EXPECT_EQ(taken(), Lines{"down at 11:59:57Z: cut"});
  market_.logged_off(now().utc, "again", events_);
  EXPECT_EQ(taken(), Lines{});
  market_.subscribe({"B", "A", "C"});
  market_.logged_on(now());
  EXPECT_EQ(step(), Lines{"35=g|335=4|263=1|"});
  EXPECT_EQ(hear(kStatus).size(), 1U) << "the offer, once a connection";
  EXPECT_EQ(hear(kStatus).size(), 0U);
  EXPECT_EQ(step(), (Lines{request(5, "B"), request(6, "A"), request(7, "C")}));
  EXPECT_EQ(hear(quote("B", "1", "2")), Lines{}) << "as it was before";
  EXPECT_EQ(hear(quote("A", "1", "2.5")), Lines{});
  EXPECT_EQ(hear(quote("C", "1", "2")), Lines{});
  EXPECT_EQ(step(), (Lines{"open at 12:00:00Z: logged on, its trading day ends at 21:00:00 UTC",
                           "tick 1 12:00:00Z 1 2.5", "tick 2 12:00:00Z 1 2"}));
  EXPECT_EQ(hear(quote("B", "1", "2")), Lines{"tick 0 12:00:00Z 1 2"}) << "but now it is an event";
}

TEST_F(MarketTest, UntilTheStateIsToldTheLastQuoteOfEachIsHeld) {
  market_.subscribe({"A", "B"});
  market_.logged_on(now());
  (void)step();
  (void)hear(kStatus);
  (void)step();
  EXPECT_EQ(hear(quote("A", "1", "2")), Lines{});
  EXPECT_EQ(hear(quote("A", "3", "4")), Lines{});
  market_.logged_off(now().utc, "cut", events_);
  EXPECT_EQ(taken(), Lines{}) << "nobody was told that it was up";
  market_.logged_on(now());
  (void)step();
  (void)hear(kStatus);
  (void)step();
  EXPECT_EQ(hear(quote("B", "5", "6")), Lines{});
  EXPECT_EQ(hear(quote("A", "3", "4")), Lines{}) << "the same, and still to be told";
  EXPECT_EQ(step(), (Lines{"open at 12:00:00Z: logged on, its trading day ends at 21:00:00 UTC",
                           "tick 0 12:00:00Z 3 4", "tick 1 12:00:00Z 5 6"}));
  EXPECT_EQ(step(), Lines{});
}

TEST_F(MarketTest, NoSideSurvivesALoss) {
  open({"A"});
  market_.logged_off(now().utc, "cut", events_);
  market_.logged_on(now());
  (void)step();
  (void)hear(kStatus);
  (void)step();
  events_.clear();
  EXPECT_EQ(hear("W|52=20240105-12:00:03.000|55=A|268=1|269=1|270=2.5|"), Lines{});
  EXPECT_EQ(hear("W|52=20240105-12:00:04.000|55=A|268=1|269=0|270=1.5|"), Lines{});
  EXPECT_EQ(step().back(), "tick 0 12:00:04Z 1.5 2.5");
}

TEST_F(MarketTest, WhatWasMissedIsADownAndAnUp) {
  market_.missed(now().utc, "too early", now().utc, events_);
  EXPECT_EQ(taken(), Lines{});
  open({"A"});
  market_.missed(now().utc - 2s, "messages 3 to 4 did not arrive", now().utc, events_);
  EXPECT_EQ(taken(), (Lines{"down at 11:59:58Z: messages 3 to 4 did not arrive",
                            "open at 12:00:00Z: messages arrive again"}));
}

TEST_F(MarketTest, RequestsThatWereOverlookedAreTakenBackAndMadeAnew) {
  open({"A", "B"});
  market_.overlooked();
  EXPECT_EQ(step(),
            (Lines{request(2, "A", 2), request(3, "B", 2), request(4, "A"), request(5, "B")}));
}

}  // namespace
}  // namespace wick::feed::fix::market_test
