#include "cli/stream_lines.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "cli/stream_notes.hpp"
#include "cli/stream_painter.hpp"
#include "cli/stream_session.hpp"

namespace wick::cli::stream_lines_test {
namespace {

using core::midnight;
using core::MonoTime;
using live::CandleEvent;
using live::Tidings;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const core::UtcTime kOpen = midnight(2024, 3, 5);

// A reader who takes what there is whenever the test says so.
class Reader final : public TextSink {
 public:
  bool ready() const override { return waiting_.size() < room; }
  void give(std::string_view text) override { waiting_ += text; }
  bool idle() const override { return waiting_.empty(); }
  Fate fate() const override { return Fate::kOpen; }
  std::string failure() const override { return ""; }

  std::string read() { return std::exchange(waiting_, ""); }

  std::size_t room{1};  // by default it is busy as long as there is anything

 private:
  std::string waiting_;
};

struct Stderr {
  Stderr() : file(std::tmpfile()) { EXPECT_NE(file, nullptr); }
  ~Stderr() { std::fclose(file); }
  Stderr(const Stderr&) = delete;
  Stderr& operator=(const Stderr&) = delete;
  [[nodiscard]] std::string text() const {
    std::string all(4096, '\0');
    std::rewind(file);
    all.resize(std::fread(all.data(), 1, all.size(), file));
    return all;
  }
  std::FILE* file;
};

StreamRequest request_of(StreamForm form) {
  StreamRequest request{.form = form, .updates = true};
  for (const char* symbol : {"BTCUSDT", "ETHUSDT"}) {
    request.series.push_back({.symbol = symbol, .interval = core::Interval::k1m});
  }
  return request;
}

CandleEvent event_of(Tidings kind, double close, std::size_t series = 0) {
  return {
      .series = series,
      .kind = kind,
      .bar = {
          .open_time = kOpen, .close_time = kOpen + minutes{1} - core::Micros{1}, .close = close}};
}

core::Now at(core::Micros since) {
  return {kOpen + since, MonoTime{} + since};
}

// "u5 c6 D3": kinds and closing prices, and drops.
std::string brief(const std::string& lines) {
  std::string text;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin);
    const std::string line = lines.substr(begin, end - begin);
    const std::string key = line[9] == 'd' ? "\"updates\":" : "\"close\":";
    const std::size_t value = line.find(key) + key.size();
    text += (text.empty() ? "" : " ") + std::string(1, line[9] == 'd' ? 'D' : line[9]);
    text += line.substr(value, line.find_first_of(",}", value) - value);
    begin = end + 1;
  }
  return text;
}

TEST(StreamLines, AReaderWhoKeepsUpSeesAll) {
  Reader reader;
  const Shell shell;
  const StreamRequest request = request_of(StreamForm::kJson);
  StreamLines lines(request, reader, shell);
  std::string seen;
  for (int i = 0; i < 5; ++i) {
    lines.take(event_of(Tidings::kForming, i), at(seconds{i}));
    lines.step(at(seconds{i}), {});
    EXPECT_EQ(lines.wake(), MonoTime::max());
    seen += reader.read();
  }
  EXPECT_EQ(brief(seen), "u0 u1 u2 u3 u4");
  EXPECT_TRUE(lines.done());
  EXPECT_EQ(lines.dropped(), 0);
}

TEST(StreamLines, AReaderWhoKeepsUpSeesWhatComesAtOnce) {
  Reader reader;
  const Shell shell;
  const StreamRequest request = request_of(StreamForm::kJson);
  StreamLines lines(request, reader, shell);
  for (int i = 0; i < 300; ++i) lines.take(event_of(Tidings::kForming, i), at({}));
  EXPECT_FALSE(lines.done());
  lines.step(at({}), {});
  const std::string seen = brief(reader.read());
  EXPECT_EQ(seen.substr(0, 12), "u0 u1 u2 u3 ");
  EXPECT_GT(seen.size(), 300U) << "a batch, at which the reader is busy";
  lines.step(at({}), {});
  EXPECT_TRUE(lines.dropped() > 0 && lines.dropped() < 250);
  EXPECT_EQ(brief(reader.read()), "D" + std::to_string(lines.dropped()) + " u299");
}

TEST(StreamLines, ASlowReaderSeesTheLatestAndIsTold) {
  Reader reader;
  const Shell shell;
  const StreamRequest request = request_of(StreamForm::kJson);
  StreamLines lines(request, reader, shell);
  for (int i = 0; i < 5; ++i) {
    lines.take(event_of(Tidings::kForming, i), at(seconds{i}));
    lines.step(at(seconds{i}), {});
  }
  lines.take(event_of(Tidings::kClosed, 9), at(seconds{6}));
  EXPECT_FALSE(lines.done());
  EXPECT_EQ(brief(reader.read()), "u0");
  lines.step(at(seconds{7}), {});
  EXPECT_EQ(brief(reader.read()), "D3 u4 c9");
  EXPECT_TRUE(lines.done());
  EXPECT_EQ(lines.dropped(), 3);
}

TEST(StreamLines, LooksLessAndLessOften) {
  Reader reader;
  const Shell shell;
  const StreamRequest request = request_of(StreamForm::kJson);
  StreamLines lines(request, reader, shell);
  lines.take(event_of(Tidings::kClosed, 1), at({}));
  lines.step(at({}), {});
  lines.take(event_of(Tidings::kClosed, 2), at({}));
  MonoTime now{};
  std::vector<std::int64_t> pauses;
  for (int i = 0; i < 8; ++i) {
    lines.step({kOpen, now}, {});
    pauses.push_back((lines.wake() - now) / milliseconds{1});
    now = lines.wake();
  }
  EXPECT_EQ(pauses, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 50, 50}));
  (void)reader.read();
  lines.step({kOpen, now}, {});
  EXPECT_EQ(lines.wake(), MonoTime::max());
}

TEST(StreamLines, TellsPeopleWhatCsvHasNoLineFor) {
  Reader reader;
  const Stderr err;
  const Shell shell{.environment = {}, .err = err.file};
  const StreamRequest request = request_of(StreamForm::kCsv);
  StreamLines lines(request, reader, shell);
  EXPECT_EQ(reader.read().substr(0, 17), "symbol,open_time,");
  lines.take(event_of(Tidings::kHole, 0, 1), at({}));
  for (int i = 0; i < 4; ++i) {
    lines.take(event_of(Tidings::kForming, i), at({}));
    lines.step(at({}), {});
  }
  (void)reader.read();
  lines.step(at(seconds{1}), {});
  EXPECT_EQ(err.text(),
            "wick: ETHUSDT 1m: no candle from 2024-03-05T00:00Z to 2024-03-05T00:01Z "
            "(no_bar_at_source)\n"
            "wick: the reader is slow; 2 updates were dropped\n");
}

TEST(StreamScreen, ASlowTerminalShowsFewerFrames) {
  Reader terminal;
  const Shell shell{.environment = {{"COLUMNS", "80"}, {"LINES", "24"}}};
  const StreamRequest request = request_of(StreamForm::kLive);
  StreamScreen screen(request, terminal, shell);
  screen.take(event_of(Tidings::kClosed, 5), at({}));
  screen.step(at({}), {});
  EXPECT_EQ(screen.wake(), MonoTime{} + milliseconds{250});
  const std::string first = terminal.read();
  EXPECT_EQ(first.substr(0, 18), "spot 1m   2 symbol");
  screen.step(at(milliseconds{249}), {});
  EXPECT_EQ(terminal.read(), "") << "four times a second at most";
  screen.step(at(milliseconds{250}), {});
  const std::string second = terminal.read();
  EXPECT_EQ(second, "\x1b[6A\r" + first);
  terminal.give("busy");
  screen.step(at(seconds{1}), {});
  EXPECT_EQ(terminal.read(), "busy");
}

class Shelf final : public port::BarLog {
 public:
  void take(const core::SeriesId& id, const core::Bar& bar, core::Mark mark,
            core::Now /*now*/) override {
    EXPECT_TRUE(mark.final);
    kept += id.symbol + std::to_string(static_cast<int>(bar.close)) + " ";
  }
  void step(core::Now /*now*/) override {}
  MonoTime wake() const override { return MonoTime{} + seconds{50}; }
  void finish(core::Now /*now*/) override { kept += "."; }
  std::optional<base::Error> trouble() const override { return std::nullopt; }

  std::string kept;
};

struct Sitting {
  explicit Sitting(StreamRequest wished) : request(std::move(wished)) {}

  StreamRequest request;
  Reader reader;
  Shell shell;
  Shelf shelf;
  StreamLines lines{request, reader, shell};
  StreamSession session{request, {&shelf, &lines}, MonoTime{}};
};

TEST(StreamSession, KeepsWhatIsClosedAndNew) {
  Sitting sitting(request_of(StreamForm::kJson));
  CandleEvent cached = event_of(Tidings::kClosed, 3);
  cached.tier = core::Tier::kCache;
  CandleEvent fetched = event_of(Tidings::kRevised, 4, 1);
  fetched.tier = core::Tier::kRest;
  sitting.session.take({event_of(Tidings::kForming, 1), event_of(Tidings::kClosed, 2), cached,
                        fetched, event_of(Tidings::kHole, 5)},
                       at({}));
  sitting.session.finish(at({}));
  EXPECT_EQ(sitting.shelf.kept, "BTCUSDT2 ETHUSDT4 .");
  live::StreamCounters counters;
  counters.losses = 1;
  sitting.session.step(at({}), {}, counters);
  EXPECT_EQ(stream_summary(sitting.session.state(), 7),
            "2 candles (1 from the stream, 1 from history), 1 update, 1 hole, 1 revision, "
            "1 reconnect, 7 dropped");
}

TEST(StreamSession, EndsAfterSoManyCandles) {
  StreamRequest request = request_of(StreamForm::kJson);
  request.count = 2;
  Sitting sitting(std::move(request));
  sitting.session.take({event_of(Tidings::kClosed, 1), event_of(Tidings::kForming, 2)}, at({}));
  EXPECT_FALSE(sitting.session.over(MonoTime{}));
  sitting.session.take({event_of(Tidings::kClosed, 3), event_of(Tidings::kClosed, 4)}, at({}));
  EXPECT_TRUE(sitting.session.over(MonoTime{}));
  sitting.session.step(at({}), {}, {});
  EXPECT_EQ(brief(sitting.reader.read()), "c1 u2 c3");
  EXPECT_EQ(sitting.shelf.kept, "BTCUSDT1 BTCUSDT3 ");
}

TEST(StreamSession, EndsAfterSomeTime) {
  StreamRequest request = request_of(StreamForm::kJson);
  request.lasting = seconds{10};
  Sitting sitting(std::move(request));
  EXPECT_EQ(sitting.session.wake(), MonoTime{} + seconds{10});
  EXPECT_FALSE(sitting.session.over(MonoTime{} + milliseconds{9'999}));
  EXPECT_TRUE(sitting.session.over(MonoTime{} + seconds{10}));
}

TEST(StreamSession, StopsListeningWhileTooMuchWaits) {
  StreamRequest request = request_of(StreamForm::kJson);
  request.slow = policy::SlowReader::kBlock;
  Sitting sitting(std::move(request));
  const std::vector<CandleEvent> thousand(1'000, event_of(Tidings::kForming, 1));
  int rounds = 0;
  for (; sitting.session.listens() && rounds < 1'000; ++rounds) {
    sitting.session.take(thousand, at({}));
    sitting.session.step(at({}), {}, {});
  }
  EXPECT_GT(rounds, 5);
  EXPECT_LT(rounds, 100);
  std::size_t seen = 0;
  for (int i = 0; i < 100'000 && !sitting.lines.done(); ++i) {
    const std::string text = sitting.reader.read();
    seen += static_cast<std::size_t>(std::ranges::count(text, '\n'));
    sitting.session.step(at({}), {}, {});
  }
  EXPECT_TRUE(sitting.session.listens());
  EXPECT_EQ(seen, 1'000U * static_cast<std::size_t>(rounds)) << "and nothing is lost";
}

TEST(StreamNotes, NoticesArePlain) {
  using Kind = live::Notice::Kind;
  EXPECT_EQ(notice_text({Kind::kConnected, "2 streams from a.host"}),
            "listening to 2 streams from a.host");
  EXPECT_EQ(notice_text({Kind::kFilled, "BTCUSDT: 12 candles from history"}),
            "BTCUSDT: 12 candles from history");
  EXPECT_EQ(notice_text({Kind::kOdd, "no JSON"}), "odd: no JSON");
}

}  // namespace
}  // namespace wick::cli::stream_lines_test
