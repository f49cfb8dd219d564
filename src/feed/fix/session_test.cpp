#include "feed/fix/session.hpp"

#include <gtest/gtest.h>

#include "feed/fix/fix_time.hpp"
#include "feed/fix/message_reader.hpp"
#include "feed/fix/samples_test.hpp"

namespace wick::feed::fix::session_test {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

constexpr std::string_view kSecret = "se=cret";

std::string number(core::Micros time) {
  return std::to_string(time.count() / 1'000'000);
}

class SessionTest : public testing::Test {
 protected:
  static SessionOptions ours() {
    SessionOptions options;
    options.sender = "me";
    options.target_sub = "U100D1";
    options.user = "user";
    options.password = kSecret;
    return options;
  }

  core::Now now() const {
    return {*parse_timestamp("20240105-21:00:00") + at_, core::MonoTime(at_)};
  }

  // What is to be done, in words; messages without their frame, length, names and time.
  Lines taken() {
    Lines lines;
    for (const SessionAct& act : acts_) lines.push_back(std::visit(*this, act));
    acts_.clear();
    return lines;
  }

  Lines step() {
    session_->step(now(), acts_);
    return taken();
  }
  Lines wait(core::Micros time) {
    at_ += time;
    return step();
  }
  Lines connected() {
    session_->connected(now(), acts_);
    return taken();
  }
  // The venue says this, with that number.
  Lines hear(int seq, std::string_view type_and_fields, std::string_view from = "FXCM") {
    const std::string_view type = type_and_fields.substr(0, type_and_fields.find('|') + 1);
    const std::string fields(type_and_fields.substr(type.size()));
    MessageReader reader;
    reader.feed(framed(with_soh("35=" + std::string(type) + "34=" + std::to_string(seq) + "|49=" +
                                std::string(from) + "|52=20240105-21:00:00|56=me|" + fields)));
    const Message* message = reader.next();
    EXPECT_NE(message, nullptr) << type_and_fields;
    const bool ours = session_->received(*message, now(), acts_);
    Lines lines = taken();
    if (ours) lines.emplace_back("(application)");
    return lines;
  }
  void log_on() {
    EXPECT_EQ(step(), Lines{"connect"});
    (void)connected();
    EXPECT_EQ(hear(1, "A|98=0|108=30|141=Y|"), Lines{"logged on"});
  }

 public:
  std::string operator()(const Connect&) const { return "connect"; }
  std::string operator()(const HangUp&) const { return "hang up"; }
  std::string operator()(const LoggedOn&) const { return "logged on"; }
  std::string operator()(const Overlooked&) const { return "overlooked"; }
  std::string operator()(const Noted& note) const { return "note: " + note.text; }
  std::string operator()(const Missed& missed) const {
    return "missed since " + number(missed.at - *parse_timestamp("20240105-21:00:00")) + ": " +
           missed.why;
  }
  std::string operator()(const LoggedOff& off) const {
    return "off since " + number(off.at - *parse_timestamp("20240105-21:00:00")) + ": " + off.why;
  }
  std::string operator()(const Ended& end) const {
    EXPECT_EQ(end.error.kind, base::ErrorKind::kUnauthorized);
    return "end: " + end.error.what;
  }
  std::string operator()(const Send& send) const {
    MessageReader reader;
    reader.feed(send.bytes);
    const Message* const message = reader.next();
    EXPECT_NE(message, nullptr) << send.bytes;
    EXPECT_EQ(reader.bytes_held(), 0U);
    EXPECT_EQ(message->text(57), "U100D1");
    EXPECT_EQ(message->text(49), "me");
    EXPECT_EQ(message->text(56), "FXCM");
    EXPECT_EQ(parse_timestamp(message->text(52)), now().utc);
    std::string line;
    for (const Field& field : message->fields()) {
      if (field.tag == 49 || field.tag == 52 || field.tag == 56 || field.tag == 57) continue;
      line += std::to_string(field.tag) + '=' + std::string(field.value) + '|';
    }
    return line;
  }

 protected:
  core::Micros at_{};
  Session::Acts acts_;
  std::optional<Session> session_{ours()};
};

TEST(SessionLogon, IsWrittenAsPublished) {
  SessionOptions options;
  options.sender = "fx1294946_client1";
  options.target_sub = "U100D1";
  options.user = "fx1294946";
  options.password = "123";
  Session session(options);
  Session::Acts acts;
  const core::Now now{*parse_timestamp("20120927-13:15:34.754"), {}};
  session.step(now, acts);
  session.connected(now, acts);
  ASSERT_EQ(acts.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<Connect>(acts[0]));
  EXPECT_EQ(with_bars(std::get<Send>(acts[1]).bytes), kLogonSample);
}

TEST_F(SessionTest, LogsOnAndHandsOverWhatIsTheApplications) {
  EXPECT_EQ(step(), Lines{"connect"});
  EXPECT_EQ(step(), Lines{});
  EXPECT_EQ(connected(), Lines{"35=A|34=1|553=user|554=se=cret|98=0|108=30|141=Y|"});
  EXPECT_EQ(hear(1, "W|55=EUR/USD|"), Lines{}) << "nothing counts before the logon";
  EXPECT_FALSE(session_->logged_on());
  EXPECT_EQ(hear(1, "A|98=0|108=30|141=Y|"), Lines{"logged on"});
  EXPECT_TRUE(session_->logged_on());
  EXPECT_EQ(hear(2, "W|55=EUR/USD|"), Lines{"(application)"});
  session_->send(Body("g").add(335, "1"), now(), acts_);
  EXPECT_EQ(taken(), Lines{"35=g|34=2|335=1|"});
}

TEST_F(SessionTest, NothingIsSentBeforeTheLogon) {
  (void)step();
  (void)connected();
  session_->send(Body("g"), now(), acts_);
  EXPECT_EQ(taken(), Lines{});
}

TEST_F(SessionTest, BeatsWhenItHasNothingToSay) {
  log_on();
  EXPECT_EQ(session_->wake(), core::MonoTime(30s));
  EXPECT_EQ(wait(29s), Lines{});
  EXPECT_EQ(hear(2, "0|"), Lines{});
  EXPECT_EQ(wait(1s), Lines{"35=0|34=2|"});
  EXPECT_EQ(wait(20s), Lines{});
  session_->send(Body("g"), now(), acts_);
  EXPECT_EQ(taken(), Lines{"35=g|34=3|"});
  EXPECT_EQ(hear(3, "0|"), Lines{});
  EXPECT_EQ(wait(29s), Lines{});
  EXPECT_EQ(wait(1s), Lines{"35=0|34=4|"});
}

TEST_F(SessionTest, AnswersTests) {
  log_on();
  EXPECT_EQ(hear(2, "1|112=anybody there?|"), Lines{"35=0|34=2|112=anybody there?|"});
}

TEST_F(SessionTest, SilenceIsTestedAndThenALoss) {
  log_on();
  at_ += 5s;
  EXPECT_EQ(hear(2, "0|"), Lines{});
  EXPECT_EQ(wait(30s), Lines{"35=0|34=2|"});
  EXPECT_EQ(wait(5'999ms), Lines{});
  EXPECT_EQ(wait(1ms), Lines{"35=1|34=3|112=20240105-21:00:41.000|"});
  EXPECT_EQ(wait(30s), Lines{"35=0|34=4|"});
  EXPECT_EQ(wait(6s), (Lines{"hang up", "off since 5: nothing heard for 72 s"}));
  EXPECT_GE(session_->wake(), core::MonoTime(at_ + 1s));
  EXPECT_LE(session_->wake(), core::MonoTime(at_ + 2s));
  EXPECT_EQ(wait(2s), Lines{"connect"});
}

TEST_F(SessionTest, AnyWordEndsTheTest) {
  log_on();
  EXPECT_EQ(wait(36s), Lines{"35=1|34=2|112=20240105-21:00:36.000|"});
  EXPECT_EQ(hear(2, "W|55=EUR/USD|"), Lines{"(application)"});
  EXPECT_EQ(wait(35s), Lines{"35=0|34=3|"});
  EXPECT_EQ(wait(1s), Lines{"35=1|34=4|112=20240105-21:01:12.000|"});
}

TEST_F(SessionTest, AGapIsAskedForAndNotWaitedFor) {
  log_on();
  at_ += 3s;
  EXPECT_EQ(hear(2, "W|55=EUR/USD|"), Lines{"(application)"});
  at_ += 4s;
  EXPECT_EQ(hear(6, "W|55=EUR/USD|"),
            (Lines{"35=2|34=2|7=3|16=5|", "missed since 3: messages 3 to 5 did not arrive",
                   "(application)"}));
  EXPECT_EQ(hear(3, "4|43=Y|123=Y|36=5|"), Lines{});
  EXPECT_EQ(hear(5, "W|43=Y|55=EUR/USD|"), Lines{"(application)"}) << "said to be said before";
  EXPECT_EQ(hear(7, "0|"), Lines{});
}

TEST_F(SessionTest, AGapFillMayLeadBeyondWhatWasSeen) {
  log_on();
  (void)hear(4, "0|");
  EXPECT_EQ(hear(2, "4|43=Y|123=Y|36=9|"), Lines{});
  EXPECT_EQ(hear(9, "0|"), Lines{});
}

TEST_F(SessionTest, AResetIsOfAnyNumber) {
  log_on();
  EXPECT_EQ(hear(77, "4|36=40|"), Lines{});
  EXPECT_EQ(hear(40, "W|"), Lines{"(application)"});
}

TEST_F(SessionTest, ANumberThatIsTooLowEndsTheConnection) {
  log_on();
  EXPECT_EQ(hear(2, "0|"), Lines{});
  EXPECT_EQ(hear(2, "0|43=Y|"), Lines{});
  EXPECT_EQ(hear(2, "1|43=Y|112=x|"), Lines{}) << "old tests are not answered";
  EXPECT_EQ(hear(2, "0|"),
            (Lines{"35=5|34=2|58=MsgSeqNum too low, expecting 3 but received 2|", "hang up",
                   "off since 0: MsgSeqNum too low, expecting 3 but received 2"}));
  EXPECT_EQ(hear(3, "W|"), Lines{}) << "what comes later is another life's";
  EXPECT_EQ(wait(2s), Lines{"connect"});
  EXPECT_EQ(connected(), Lines{"35=A|34=1|553=user|554=se=cret|98=0|108=30|141=Y|"});
  EXPECT_EQ(hear(1, "A|"), Lines{"logged on"});
}

TEST_F(SessionTest, StrangersEndTheConnection) {
  log_on();
  EXPECT_EQ(hear(2, "0|", "FXCN"),
            (Lines{"35=5|34=2|58=a message from FXCN to me, which are others|", "hang up",
                   "off since 0: a message from FXCN to me, which are others"}));
}

TEST_F(SessionTest, WhoAsksForOldMessagesIsToldToGoOn) {
  log_on();
  EXPECT_EQ(wait(30s), Lines{"35=0|34=2|"});
  EXPECT_EQ(hear(2, "2|7=1|16=0|"), Lines{"35=4|34=1|43=Y|122=20240105-21:00:30.000|123=Y|36=3|"});
  session_->send(Body("V"), now(), acts_);
  EXPECT_EQ(taken(), Lines{"35=V|34=3|"});
  EXPECT_EQ(hear(3, "2|7=2|16=2|"),
            (Lines{"35=4|34=2|43=Y|122=20240105-21:00:30.000|123=Y|36=3|", "overlooked"}));
  EXPECT_EQ(hear(4, "2|7=3|16=999999|"),
            (Lines{"35=4|34=3|43=Y|122=20240105-21:00:30.000|123=Y|36=4|", "overlooked"}));
  int next = 5;
  for (const char* const nonsense : {"2|7=4|16=0|", "2|7=0|16=0|", "2|7=3|16=1|", "2|"}) {
    EXPECT_EQ(hear(next++, nonsense), Lines{}) << nonsense;
  }
}

TEST_F(SessionTest, ALogoutWithTextIsAnsweredAndTold) {
  log_on();
  EXPECT_EQ(
      hear(2, "5|58=ZDas Exception ORA-20103: Session expired.|"),
      (Lines{"35=5|34=2|58=the venue logged out: ZDas Exception ORA-20103: Session expired.|",
             "hang up",
             "off since 0: the venue logged out: ZDas Exception ORA-20103: Session expired."}));
}

TEST_F(SessionTest, ARejectIsNoted) {
  log_on();
  EXPECT_EQ(hear(2, "3|45=7|372=V|373=5|58=Value is incorrect|"),
            Lines{"note: the venue rejected message 7 of type V: Value is incorrect"});
}

TEST_F(SessionTest, AWrongPasswordEndsItAndIsNeverShown) {
  for (const char* const type : {"5|", "3|"}) {
    session_.emplace(ours());
    (void)step();
    (void)connected();
    const Lines told = hear(1, type + std::string("58=Invalid password se=cret for user|"));
    EXPECT_EQ(told, (Lines{"hang up",
                           "end: the logon was refused: Invalid password *** for user (user user, "
                           "sender me); check the user, the password and the sender"}));
    EXPECT_EQ(session_->wake(), core::MonoTime::max());
    EXPECT_EQ(wait(24h), Lines{});
  }
}

TEST_F(SessionTest, AnotherRefusalIsTriedAgainButNotSoon) {
  (void)step();
  (void)connected();
  EXPECT_EQ(
      hear(1, "5|58=System is down|"),
      (Lines{"hang up", "note: the logon was refused: System is down; trying again in 30 s"}));
  EXPECT_EQ(wait(29s), Lines{});
  EXPECT_EQ(wait(1s), Lines{"connect"});
}

TEST_F(SessionTest, WhoDoesNotAnswerIsTriedAgain) {
  EXPECT_EQ(step(), Lines{"connect"});
  EXPECT_EQ(session_->wake(), core::MonoTime(15s));
  EXPECT_EQ(wait(15s), (Lines{"hang up", "note: no connection in time; trying again in 2 s"}));
  EXPECT_EQ(wait(2s), Lines{"connect"});
  at_ += 10s;
  (void)connected();
  EXPECT_EQ(wait(14s), Lines{});
  const Lines told = wait(1s);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(told[1].starts_with("note: no answer to the logon; are the names of both sides"));
}

TEST_F(SessionTest, LossesAreToldOnceAndWaitsGrow) {
  core::Micros last{};
  for (int i = 0; i < 6; ++i) {
    at_ = std::max(at_, session_->wake().time_since_epoch());
    EXPECT_EQ(step(), Lines{"connect"});
    session_->lost({base::ErrorKind::kUnavailable, "host:1: se=cret refused"}, now(), acts_);
    const Lines told = taken();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_TRUE(told[1].starts_with("note: host:1: *** refused; trying again in ")) << told[1];
    const core::Micros pause = session_->wake().time_since_epoch() - at_;
    EXPECT_GE(pause, last / 2);
    EXPECT_LE(pause, 60s);
    last = core::Micros(2s) * (1 << i);
    session_->lost({base::ErrorKind::kUnavailable, "again"}, now(), acts_);
    EXPECT_EQ(taken(), Lines{});
  }
  EXPECT_GE(last, 60s);
}

TEST_F(SessionTest, OutsideItsHoursItIsAwayAndComesBackByItself) {
  bool open = false;
  SessionOptions options = ours();
  options.in_window = [&open](core::UtcTime) { return open; };
  session_.emplace(options);
  at_ = 90s;
  EXPECT_EQ(step(), Lines{"note: outside the session's hours; waiting for them"});
  EXPECT_EQ(session_->wake(), core::MonoTime(120s)) << "the next whole minute";
  EXPECT_EQ(wait(30s), Lines{});
  open = true;
  EXPECT_EQ(wait(59s), Lines{});
  EXPECT_EQ(wait(1s), Lines{"connect"});
  (void)connected();
  EXPECT_EQ(hear(1, "A|"), Lines{"logged on"});
  open = false;
  EXPECT_EQ(wait(10s), Lines{});
  EXPECT_EQ(wait(50s), (Lines{"35=5|34=2|58=the session's hours are over|", "hang up",
                              "off since 180: outside the session's hours"}));
  EXPECT_EQ(wait(10min), Lines{});
  open = true;
  EXPECT_EQ(wait(1min), Lines{"connect"});
}

TEST_F(SessionTest, DoubtConnectsAnewAndFarewellIsForGood) {
  log_on();
  session_->restart("silence where there should be ticks", now(), acts_);
  EXPECT_EQ(taken().front(), "35=5|34=2|58=silence where there should be ticks|");
  EXPECT_EQ(wait(2s), Lines{"connect"});
  (void)connected();
  (void)hear(1, "A|");
  session_->leave(now(), acts_);
  EXPECT_EQ(taken(), (Lines{"35=5|34=2|58=farewell|", "hang up"}));
  EXPECT_EQ(wait(1h), Lines{});
}

}  // namespace
}  // namespace wick::feed::fix::session_test
