#include "cli/live_session.hpp"

#include <gtest/gtest.h>

namespace wick::cli::live_session_test {
namespace {

using namespace std::chrono_literals;

struct Sink final : TextSink {
  [[nodiscard]] bool ready() const override { return true; }
  void give(std::string_view more) override { text += more; }
  [[nodiscard]] bool idle() const override { return true; }
  [[nodiscard]] Fate fate() const override { return Fate::kOpen; }
  [[nodiscard]] std::string failure() const override { return ""; }

  std::string text;
};

// Keeps nothing, and says what it is told to say.
struct Log final : port::BarLog {
  void take(const core::SeriesId& /*id*/, const core::Bar& /*bar*/, core::Mark /*mark*/,
            core::Now /*now*/) override {}
  void step(core::Now /*now*/) override {}
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }
  void finish(core::Now /*now*/) override { trouble_now = at_the_end; }
  [[nodiscard]] std::optional<base::Error> trouble() const override { return trouble_now; }
  [[nodiscard]] std::int64_t failures() const override { return count; }

  std::optional<base::Error> trouble_now{};
  std::optional<base::Error> at_the_end{};
  std::int64_t count{};
};

const base::Error kReadOnly{base::ErrorKind::kUnauthorized, "/cache/a: read-only file system"};

struct Session {
  void step(core::Micros at) {
    session.step({.utc = core::midnight(2026, 3, 2) + at, .mono = core::MonoTime{at}});
  }

  LiveWish wish{.symbols = {{"XAUUSD", live::Basis::kMid}}, .shown = {{0, core::Interval::k1m}}};
  Sink sink;
  Log log;
  LiveSession session{wish, sink, &log, core::MonoTime{}};
};

TEST(LiveSession, SaysOnceThatBarsAreNotKeptAndOnceThatTheyAreAgain) {
  Session on;
  on.step(1s);
  EXPECT_EQ(on.sink.text, "");
  on.log.trouble_now = kReadOnly;
  on.log.count = 1;
  on.step(2s);
  on.log.count = 4;
  on.step(3s);
  EXPECT_EQ(on.session.take_news(), "bars are not kept: /cache/a: read-only file system");
  EXPECT_EQ(on.session.take_news(), std::nullopt);
  on.log.trouble_now.reset();
  on.step(4s);
  on.step(5s);
  EXPECT_EQ(on.session.take_news(), "bars are kept again");
  EXPECT_EQ(on.session.tally().cache_io, 4);
  EXPECT_EQ(on.sink.text, R"({"type":"keeping","kept":false,"cache_io_errors":1,)"
                          R"("error":"/cache/a: read-only file system"})"
                          "\n"
                          R"({"type":"keeping","kept":true,"cache_io_errors":4})"
                          "\n");
}

TEST(LiveSession, SaysWhatCouldNotBeKeptInTheEnd) {
  Session on;
  on.log.at_the_end = kReadOnly;
  on.log.count = 1;
  on.session.finish({});
  EXPECT_TRUE(on.session.take_news());
  EXPECT_EQ(on.session.tally().cache_io, 1);
}

// What was kept by an earlier run is of one price, and the sides of it are not known.
TEST(LiveSession, ABarOfOnePriceTellsNoSides) {
  Session on;
  const core::UtcTime begin = core::midnight(2026, 3, 2);
  const live::Quote quote = live::quote_of(10, 12);
  live::LiveEvent event{.kind = live::LiveEvent::Kind::kBar,
                        .interval = core::Interval::k1m,
                        .bar = {.open_time = begin,
                                .end = begin + 1min,
                                .open = quote,
                                .high = quote,
                                .low = quote,
                                .close = quote,
                                .volume = 1,
                                .mid_derived = true}};
  on.session.take({event}, {});
  on.step(1s);
  EXPECT_NE(on.sink.text.find(R"("bid":[10,10,10,10],"ask":[12,12,12,12])"), std::string::npos);
  on.sink.text.clear();
  event.bar.only = live::Basis::kMid;
  on.session.take({event}, {});
  on.step(2s);
  EXPECT_NE(on.sink.text.find(R"("open":11,)"), std::string::npos) << on.sink.text;
  EXPECT_EQ(on.sink.text.find("bid"), std::string::npos) << on.sink.text;
}

// A feed without history cannot know of them; the reader asked from now on.
TEST(LiveSession, MinutesBeforeItsBeginningAreNotLost) {
  Session on;
  const core::UtcTime begin = core::midnight(2026, 3, 2);
  on.wish.live_from = begin + 30s;
  LiveSession session{on.wish, on.sink, &on.log, core::MonoTime{}};
  live::LiveEvent lost{.kind = live::LiveEvent::Kind::kLost,
                       .interval = core::Interval::k1m,
                       .bar = {.open_time = begin - 99min, .end = begin + 1min}};
  session.take({lost}, {});
  EXPECT_EQ(session.lost(), 0);
  lost.bar.end = begin + 3min;
  session.take({lost}, {});
  EXPECT_EQ(session.lost(), 2);
  session.step({.utc = begin, .mono = core::MonoTime{1s}});
  EXPECT_NE(on.sink.text.find("\"type\":\"lost\""), std::string::npos);
  EXPECT_NE(on.sink.text.find("\"from\":1772409660000,\"to\":1772409780000"), std::string::npos)
      << on.sink.text;
}

}  // namespace
}  // namespace wick::cli::live_session_test
