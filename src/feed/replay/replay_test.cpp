#include "feed/replay/replay.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"
#include "fake/feed_witness.hpp"
#include "fake/files.hpp"
#include "fake/packed.hpp"
#include "fake/world.hpp"

namespace wick::feed::replay::replay_test {
namespace {

using namespace std::chrono_literals;
using core::UtcTime;

// Steps a replay through virtual time, and says what it told, a line each.
class Player {
 public:
  Player(const std::string& text, double speed, std::size_t text_max = 1 << 20) {
    EXPECT_TRUE(port::replace_file(files_, "/ticks", text, 1));
    open({.path = "/ticks", .speed = speed, .text_max = text_max});
  }
  void open(ReplayOptions options) {
    replay_ = std::make_unique<Replay>(files_, std::move(options));
  }
  void subscribe(std::vector<std::string> symbols) {
    witness_.subscribed(symbols.size());
    replay_->subscribe(std::move(symbols));
  }
  std::size_t step() {
    std::vector<port::FeedEvent> told;
    replay_->step(world_.now(), told);
    witness_.saw(told);
    for (const auto& one : told) std::visit([this](const auto& event) { note(event); }, one);
    return told.size();
  }
  std::string play() {
    for (int i = 0; i < 10'000 && !witness_.ended(); ++i) {
      step();
      if (!witness_.ended()) world_.wait(std::max(replay_->wake(), world_.now().mono));
    }
    EXPECT_EQ(witness_.fault(), "");
    EXPECT_TRUE(witness_.ended());
    return heard;
  }

  std::string heard;
  fake::World world_{1, core::midnight(2025, 1, 1)};
  fake::Files files_;
  fake::FeedWitness witness_;
  std::unique_ptr<Replay> replay_;

 private:
  void note(const port::FeedTick& one) {
    heard += "@" + std::to_string(world_.now().mono.time_since_epoch() / 1ms) + " " +
             std::to_string(one.symbol) + " " + std::to_string(one.tick.bid) + " " +
             std::to_string(one.tick.ask) + " " + core::to_iso(one.tick.time) + " " +
             core::to_iso(one.tick.received) + " " + std::to_string(one.tick.size) + "\n";
  }
  void note(const port::FeedTurn& turn) {
    heard += std::string(fake::name(turn.state)) + " " + core::to_iso(turn.at) + "\n";
  }
  void note(const port::FeedNote& one) { heard += "note " + one.text + "\n"; }
  void note(const port::FeedEnd& end) {
    heard += end.error ? "end: " + end.error->what + "\n" : "end\n";
  }
  void note(const port::FeedRefusal& one) {
    heard += "refused " + std::to_string(one.symbol) + ": " + one.error.what + "\n";
  }
  void note(const port::FeedOffer&) { ADD_FAILURE(); }
};

std::string play(const std::string& text, std::vector<std::string> symbols, double speed = 0) {
  Player player(text, speed);
  player.subscribe(std::move(symbols));
  return player.play();
}

const std::string kJson =
    R"({"symbol":"XAU/USD","bid":2000.5,"ask":2000.75,"mid":2000.625,)"
    R"("tick_ts_ms":1733011200000,"snap_ts_ms":1733011200250})"
    "\n"
    R"({"symbol":"EUR/USD","bid":1.25,"ask":1.5,"tick_ts":1733011201.5,"snap_ts":1733011202})"
    "\r\n\n"
    R"({"symbol":"XAU/USD","mid":2001,"tick_ts_ms":1733011199000,"snap_ts_ms":1733011202250})";

TEST(Replay, TellsTheTicksOfJsonAsRecorded) {
  EXPECT_EQ(play(kJson, {"EUR/USD", "XAU/USD"}),
            "open 2024-12-01T00:00:00.250000Z\n"
            "@0 1 2000.500000 2000.750000 2024-12-01T00:00:00Z 2024-12-01T00:00:00.250000Z "
            "1.000000\n"
            "@0 0 1.250000 1.500000 2024-12-01T00:00:01.500000Z 2024-12-01T00:00:02Z 1.000000\n"
            "@0 1 2001.000000 2001.000000 2024-11-30T23:59:59Z 2024-12-01T00:00:02.250000Z "
            "1.000000\n"
            "end\n");
}

TEST(Replay, TellsTheTicksOfCsvWhateverTheOrderOfColumns) {
  EXPECT_EQ(play("ask,size,bid,symbol,more,time\n"
                 "1.5,3,1.25,EUR/USD,x,2024-12-01T00:00:01.5Z\n"
                 "1.75,,1.5,EUR/USD,,1733011202\n"
                 "2,1,1.75,EUR/USD,,1733011202250\n",
                 {"EUR/USD"}),
            "open 2024-12-01T00:00:01.500000Z\n"
            "@0 0 1.250000 1.500000 2024-12-01T00:00:01.500000Z 2024-12-01T00:00:01.500000Z "
            "3.000000\n"
            "@0 0 1.500000 1.750000 2024-12-01T00:00:02Z 2024-12-01T00:00:02Z 1.000000\n"
            "@0 0 1.750000 2.000000 2024-12-01T00:00:02.250000Z 2024-12-01T00:00:02.250000Z "
            "1.000000\n"
            "end\n");
}

std::vector<std::string> instants(const std::string& heard) {
  std::vector<std::string> found;
  for (std::size_t at = heard.find('@'); at != std::string::npos; at = heard.find('@', at + 1)) {
    found.push_back(heard.substr(at + 1, heard.find(' ', at) - at - 1));
  }
  return found;
}

TEST(Replay, TicksComeAsFarApartAsTheSpeedSays) {
  const std::string text =
      "time,symbol,bid,ask\n1000,A,1,2\n1001,B,1,2\n1060,A,1,2\n1059,A,1,2\n1121.5,A,1,2\n";
  using Instants = std::vector<std::string>;
  EXPECT_EQ(instants(play(text, {"A"}, 1)), (Instants{"0", "60000", "60000", "121500"}));
  EXPECT_EQ(instants(play(text, {"A"}, 60)), (Instants{"0", "1000", "1000", "2025"}));
  EXPECT_EQ(instants(play(text, {"A"}, 0.5)), (Instants{"0", "120000", "120000", "243000"}));
  EXPECT_EQ(instants(play(text, {"A"}, 0)), (Instants{"0", "0", "0", "0"}));
}

TEST(Replay, WaitsUntilSomebodySubscribes) {
  Player player("time,symbol,bid,ask\n1000,A,1,2\n", 0);
  EXPECT_EQ(player.step(), 0U);
  EXPECT_EQ(player.replay_->wake(), core::MonoTime::max());
  player.subscribe({"A"});
  EXPECT_LE(player.replay_->wake(), player.world_.now().mono);
  EXPECT_EQ(player.step(), 3U);
}

TEST(Replay, ASubscriptionCanChange) {
  Player player("time,symbol,bid,ask\n1000,A,1,2\n1001,A,2,3\n1001,B,3,4\n", 1);
  player.subscribe({"A"});
  player.step();
  player.subscribe({"B", "A"});
  const std::string heard = player.play();
  EXPECT_NE(heard.find("@0 0 1.0"), std::string::npos) << heard;
  EXPECT_NE(heard.find("@1000 1 2.0"), std::string::npos) << heard;
  EXPECT_NE(heard.find("@1000 0 3.0"), std::string::npos) << heard;
}

TEST(Replay, TakesABoundedAmountAtOnce) {
  std::string text = "time,symbol,bid,ask\n";
  for (int i = 0; i < 5'000; ++i) text += std::to_string(1000 + i) + ",A,1,2\n";
  Player player(text, 0);
  player.subscribe({"A"});
  std::size_t told = 0;
  int steps = 0;
  for (; !player.witness_.ended(); ++steps) {
    ASSERT_LE(player.replay_->wake(), player.world_.now().mono);
    const std::size_t now = player.step();
    ASSERT_LE(now, 501U);
    told += now;
  }
  EXPECT_EQ(told, 5'002U);
  EXPECT_GE(steps, 10);
  EXPECT_EQ(player.step(), 0U);
  EXPECT_EQ(player.replay_->wake(), core::MonoTime::max());
}

TEST(Replay, OddLinesAreNamedAndPassedOver) {
  const std::string heard = play(
      "time,symbol,bid,ask,size\n1000,A,1,2,\nyesterday,A,1,2,\n1000,,1,2,\n1000,A,1,2,-1\n"
      "1000,A\n1000,A,x,2,\n1000,A,1,,\n-5,A,1,2,\n1001,A,1,2,\n",
      {"A"});
  EXPECT_NE(heard.find("note /ticks:3: time is neither"), std::string::npos) << heard;
  EXPECT_NE(heard.find("note /ticks:4: no symbol"), std::string::npos) << heard;
  EXPECT_NE(heard.find("note /ticks:5: size is no amount"), std::string::npos) << heard;
  EXPECT_NE(heard.find("note /ticks:6: fewer columns"), std::string::npos) << heard;
  EXPECT_NE(heard.find("note /ticks:7: bid or ask"), std::string::npos) << heard;
  EXPECT_EQ(heard.find("/ticks:8"), std::string::npos) << heard;
  EXPECT_NE(heard.find("7 of 10 lines were passed over; the first: /ticks:3: time is "
                       "neither ISO-8601 nor a number\nend\n"),
            std::string::npos)
      << heard;
  EXPECT_EQ(instants(heard).size(), 2U);
}

TEST(Replay, WhoeverWantsToHearOfOddLinesHearsOfAllThatAreNamed) {
  std::string text = "time,symbol,bid,ask\n";
  for (int line = 0; line < 8; ++line) text += "1000,A,x,2\n";
  Player player(text + "1000,A,1,2\n", 0);
  std::vector<std::string> told;
  player.open(
      {.path = "/ticks", .speed = 0, .tell = [&](const auto& one) { told.push_back(one); }});
  player.subscribe({"A"});
  EXPECT_EQ(player.play().find("note"), std::string::npos);
  ASSERT_EQ(told.size(), 6U);
  EXPECT_EQ(told[0], "/ticks:2: bid or ask is no number; passed over");
  EXPECT_EQ(told[4], "/ticks:6: bid or ask is no number; passed over");
  EXPECT_EQ(told[5],
            "/ticks: 8 of 10 lines were passed over; the first: /ticks:2: bid or ask is no number");
}

TEST(Replay, AMarkOfTheByteOrderIsPassedOver) {
  const std::string rows = "time,symbol,bid,ask\n1000,A,1,2\n";
  EXPECT_EQ(play("\xEF\xBB\xBF" + rows, {"A"}), play(rows, {"A"}));
  EXPECT_EQ(play("\xEF\xBB\xBF" + kJson, {"EUR/USD"}), play(kJson, {"EUR/USD"}));
  EXPECT_EQ(play(fake::packed("\xEF\xBB\xBF" + rows), {"A"}), play(rows, {"A"}));
}

std::string time_read(const std::string& written) {
  const std::string heard = play("time,symbol,bid,ask\n" + written + ",A,1,2\n", {"A"});
  if (!heard.starts_with("open ")) return "nothing";
  return heard.substr(5, heard.find('\n') - 5);
}

TEST(Replay, TimesMayHaveAnOffsetAndNanoseconds) {
  EXPECT_EQ(time_read("2024-12-02T00:00:00+02:00"), "2024-12-01T22:00:00Z");
  EXPECT_EQ(time_read("2024-12-02 00:00:00.5-0530"), "2024-12-02T05:30:00.500000Z");
  EXPECT_EQ(time_read("2024-12-02T00:00:00.123456789Z"), "2024-12-02T00:00:00.123456Z");
  EXPECT_EQ(time_read("2024-12-02T00:00:00.999999999+00:00"), "2024-12-02T00:00:00.999999Z");
  EXPECT_EQ(time_read("2024-12-02"), "2024-12-02T00:00:00Z");
  for (const char* const odd :
       {"2024-12-02T00:00:00.1234567890Z", "2024-12-02T00:00:00Z+02:00", "2024-12-02T00:00+2",
        "2024-12-02T00:00+15:00", "2024-12-02T00:00+02:60", "2024-12-02T00:00+0a:00",
        "2024-12-02+02:00", "2024-12-02T00:00:00.Z"}) {
    EXPECT_EQ(time_read(odd), "nothing") << odd;
  }
}

TEST(Replay, ASymbolInAnotherNotationIsNamed) {
  const std::string text = "time,symbol,bid,ask\n1000,XAUUSD,1,2\n1001,EUR/USD,1,2\n";
  EXPECT_NE(play(text, {"XAU/USD"})
                .find("end: /ticks has no XAU/USD; it has EUR/USD, XAUUSD; "
                      "write XAUUSD:m1\n"),
            std::string::npos);
  EXPECT_NE(play(text, {"XAUUSD", "EURUSD"}).find("write EUR/USD:m1\n"), std::string::npos);
}

TEST(Replay, ItsTimeIsThatOfItsFirstTickHoweverLateThatComes) {
  std::string text;
  for (int line = 0; line < 2'000; ++line) text += "# nothing yet\n";
  const UtcTime now = core::midnight(2025, 1, 1);
  Player late(text + "time,symbol,bid,ask\n1000,A,1,2\n", 0);
  EXPECT_EQ(late.replay_->clock(now), core::utc_micros(1'000'000'000));
  Player never(text, 0);
  EXPECT_EQ(never.replay_->clock(now), now);
}

TEST(Replay, WhatIsNoRecordingIsAnError) {
  EXPECT_NE(play("# a\n# b\n", {"A"})
                .find("end: /ticks: none of its 2 lines is a tick; the first: /ticks:1: neither a "
                      "JSON object nor a CSV header"),
            std::string::npos);
  EXPECT_EQ(play("", {"A"}), "end: /ticks: it has no tick\n");
  EXPECT_EQ(play("time,symbol,bid,ask\n", {"A"}), "end: /ticks: it has no tick\n");
  Player player("x", 0);
  ASSERT_TRUE(player.files_.remove("/ticks"));
  player.subscribe({"A"});
  EXPECT_EQ(player.play().substr(0, 20), "end: the recording: ");
}

TEST(Replay, APackedRecordingIsTheSame) {
  const std::string rows = "time,symbol,bid,ask\n1000,A,1,2\n1001,A,2,3\n";
  EXPECT_EQ(play(fake::packed(rows), {"A"}), play(rows, {"A"}));
  // As logs that are packed piece by piece.
  const std::string pieces = fake::packed(rows.substr(0, 25)) + fake::packed(rows.substr(25));
  EXPECT_EQ(play(pieces, {"A"}), play(rows, {"A"}));
  Player player(fake::packed(rows), 1);
  EXPECT_EQ(player.replay_->clock({}), UtcTime{1000s});  // it was looked into before
}

TEST(Replay, APackedRecordingThatIsDamagedIsAnError) {
  const std::string whole = fake::packed("time,symbol,bid,ask\n1000,A,1,2\n");
  const std::string cut = play(whole.substr(0, whole.size() - 5), {"A"});
  EXPECT_EQ(cut.find("@"), std::string::npos) << cut;
  EXPECT_TRUE(cut.starts_with("end: the recording: /ticks, packed: ")) << cut;
  std::string bent = whole;
  bent[30] ^= 1;
  EXPECT_TRUE(play(bent, {"A"}).starts_with("end: the recording: /ticks, packed: "));
}

TEST(Replay, APackedRecordingWithTooMuchInsideIsRefused) {
  Player player(fake::packed(std::string(70'000, '\n') + "time,symbol,bid,ask\n"), 0, 70'000);
  player.subscribe({"A"});
  const std::string heard = player.play();
  EXPECT_NE(heard.find("more than 70000 bytes are inside"), std::string::npos) << heard;
}

std::string end_of(const std::string& heard) {
  return heard.substr(heard.rfind('\n', heard.size() - 2) + 1);
}

TEST(Replay, ASymbolThatIsNotInTheRecordingIsRefusedAtItsEnd) {
  const std::string text =
      "time,symbol,bid,ask\n1000,XAU/USD,1,2\n1001,EUR/USD,1,2\n1002,XAU/USD,1,2\n";
  const std::string heard = play(text, {"XAUUSD", "EUR/USD"});
  EXPECT_EQ(instants(heard).size(), 1U);
  EXPECT_NE(heard.find("refused 0: /ticks has no XAUUSD; it has EUR/USD, XAU/USD; write "
                       "XAU/USD:m1\nend\n"),
            std::string::npos)
      << heard;
  EXPECT_EQ(end_of(play(text, {"XAUUSD"})),
            "end: /ticks has no XAUUSD; it has EUR/USD, XAU/USD; write XAU/USD:m1\n");
  EXPECT_EQ(end_of(play(text, {"A", "B"})),
            "end: /ticks has no such symbols; it has EUR/USD, XAU/USD\n");
  EXPECT_EQ(play(text, {"A"}).find("refused"), std::string::npos);
  EXPECT_EQ(end_of(play(text, {})), "end\n");
}

TEST(Replay, ASymbolThatWasHeardBeforeTheSetChangedIsInTheRecording) {
  Player player("time,symbol,bid,ask\n1000,A,1,2\n1001,B,3,4\n", 1);
  player.subscribe({"A"});
  player.step();
  player.subscribe({"B", "A"});
  EXPECT_EQ(player.play().find("refused"), std::string::npos);
}

TEST(Replay, OfManySymbolsTenAreNamed) {
  std::string text = "time,symbol,bid,ask\n";
  for (int i = 0; i < 3'000; ++i) text += "1000,S" + std::to_string(i) + ",1,2\n";
  const std::string end = end_of(play(text, {"A"}));
  EXPECT_EQ(end,
            "end: /ticks has no A; it has S0, S1, S10, S100, S101, S102, S103, S104, S105, "
            "S106 and others\n")
      << end;
}

TEST(Replay, OddObjectsAreNamed) {
  const std::string heard = play(
      "{\"symbol\":\"A\",\"bid\":1,\"ask\":2,\"tick_ts_ms\":1733011200000}\n"
      "{\"symbol\":7}\n{\"symbol\":\"A\",\"bid\":1,\"tick_ts_ms\":1733011200000}\n"
      "{\"symbol\":\"A\",\"mid\":1}\n{\"symbol\":\n",
      {"A"});
  EXPECT_NE(heard.find("/ticks:2: no symbol"), std::string::npos) << heard;
  EXPECT_NE(heard.find("/ticks:3: neither bid and ask nor mid"), std::string::npos) << heard;
  EXPECT_NE(heard.find("/ticks:4: neither tick_ts_ms nor snap_ts_ms"), std::string::npos) << heard;
  EXPECT_NE(heard.find("/ticks:5: no JSON object"), std::string::npos) << heard;
  EXPECT_EQ(instants(heard).size(), 1U);
}

}  // namespace
}  // namespace wick::feed::replay::replay_test
