#include "cli/stream_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "cli/stream_lines.hpp"
#include "cli/stream_pace.hpp"
#include "live/scripted_venue_test.hpp"

namespace wick::cli::stream_run_test {
namespace {

using namespace std::chrono_literals;

// Reads all the time, but for a while.
class Reader final : public TextSink {
 public:
  explicit Reader(fake::World& world) : world_(world) {}

  bool ready() const override { return awake() || text_.size() - seen_ < 1'000; }
  void give(std::string_view text) override { text_ += text; }
  bool idle() const override { return awake(); }
  Fate fate() const override { return world_.now().mono < leaves ? Fate::kOpen : Fate::kGone; }
  std::string failure() const override { return "failed"; }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::int64_t count(const std::string& type) const {
    const std::string begin = "{\"type\":\"" + type + "\"";
    std::int64_t count = 0;
    for (std::size_t at = text_.find(begin); at != std::string::npos;
         at = text_.find(begin, at + 1)) {
      ++count;
    }
    return count;
  }
  // Closes of one symbol, as JSON writes their open times.
  [[nodiscard]] std::vector<std::string> opens(const std::string& symbol) const {
    std::vector<std::string> opens;
    const std::string begin = R"({"type":"candle","symbol":")" + symbol + "\"";
    for (std::size_t at = text_.find(begin); at != std::string::npos;
         at = text_.find(begin, at + 1)) {
      opens.push_back(text_.substr(text_.find("\"open_time\":\"", at) + 13, 17));
    }
    return opens;
  }

  core::MonoTime sleeps_until{core::MonoTime::min()};
  core::MonoTime leaves{core::MonoTime::max()};

 private:
  bool awake() const {
    if (world_.now().mono < sleeps_until) return false;
    seen_ = text_.size();
    return true;
  }

  fake::World& world_;
  std::string text_;
  mutable std::size_t seen_{0};
};

struct Scene {
  Exit run(StreamRequest request = {}) {
    for (const char* symbol : {"AAA", "BBB"}) {
      request.series.push_back({.symbol = symbol, .interval = core::Interval::k1m});
    }
    request.form = StreamForm::kJson;
    StreamLines lines(request, reader, shell);
    const Exit code = stream_candles(
        request, {.world = {&sockets, &dialect, &past},
                  .show = &lines,
                  .outlet = {.reactor = &world,
                             .sink = &reader,
                             .shell = &shell,
                             .notes = &notes,
                             .interrupted = [&] { return world.now().mono >= interrupted_at; }}});
    return code;
  }
  [[nodiscard]] std::string said() const {
    std::string all(4096, '\0');
    std::rewind(shell.err);
    all.resize(std::fread(all.data(), 1, all.size(), shell.err));
    return all;
  }

  Scene() = default;
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;
  ~Scene() { std::fclose(shell.err); }

  fake::World world{1, core::midnight(2024, 3, 5) + 20s};
  live::ScriptedVenue venue{world};
  fake::WebSockets sockets{world, venue};
  live::ScriptedDialect dialect;
  live::ScriptedPast past{world, venue};
  Reader reader{world};
  Shell shell{.environment = {}, .err = std::tmpfile()};
  base::Log notes{{.level = base::LogLevel::kOff}};
  core::MonoTime interrupted_at{core::MonoTime::max()};
};

std::vector<std::string> minutes(int first, int last) {
  std::vector<std::string> all;
  for (int minute = first; minute <= last; ++minute) {
    all.push_back("2024-03-05T00:" + std::string(minute < 10 ? "0" : "") + std::to_string(minute) +
                  ":");
  }
  return all;
}

TEST(StreamRun, UntilSoManyHaveClosed) {
  Scene scene;
  EXPECT_EQ(scene.run({.count = 10}), Exit::kOk);
  EXPECT_EQ(scene.reader.opens("AAA"), minutes(0, 4));
  EXPECT_EQ(scene.reader.opens("BBB"), minutes(0, 4));
  EXPECT_EQ(scene.said(),
            "wick: 10 candles (10 from the stream, 0 from history), 0 updates, 0 holes, "
            "0 revisions, 0 reconnects, 0 dropped\n");
}

TEST(StreamRun, UntilItsTimeIsOver) {
  Scene scene;
  EXPECT_EQ(scene.run({.lasting = 200s}), Exit::kOk);
  EXPECT_EQ(scene.reader.opens("AAA"), minutes(0, 2));
}

TEST(StreamRun, UntilSomebodyInterrupts) {
  Scene scene;
  scene.interrupted_at = scene.world.now().mono + 100s;
  EXPECT_EQ(scene.run(), Exit::kOk);
  EXPECT_EQ(scene.reader.opens("AAA"), minutes(0, 0));
  EXPECT_NE(scene.said().find("2 candles"), std::string::npos);
}

TEST(StreamRun, AReaderWhoLeftIsToldNothing) {
  Scene scene;
  scene.reader.leaves = scene.world.now().mono + 100s;
  EXPECT_EQ(scene.run(), Exit::kOk);
  EXPECT_EQ(scene.said(), "");
}

TEST(StreamRun, AfterAnInterruptAReaderHasTwoSeconds) {
  Scene scene;
  scene.interrupted_at = scene.world.now().mono + 100s;
  scene.reader.sleeps_until = core::MonoTime::max();
  EXPECT_EQ(scene.run({.updates = true}), Exit::kOk);
  EXPECT_GE(scene.world.now().mono, scene.interrupted_at + 2s);
  EXPECT_LT(scene.world.now().mono, scene.interrupted_at + 2100ms);
}

TEST(StreamRun, ASymbolThatThereNeverWas) {
  Scene scene;
  scene.past.unknown = {"BBB"};
  scene.venue.mute_symbols = {"BBB"};
  EXPECT_EQ(scene.run({.lasting = 200s}), Exit::kPartial);
  EXPECT_EQ(scene.reader.opens("AAA"), minutes(0, 2));
  EXPECT_EQ(scene.said().substr(0, 27), "wick: BBB: no such symbol\nw");
}

TEST(StreamRun, NoSymbolThatThereEverWas) {
  Scene scene;
  scene.past.unknown = {"AAA", "BBB"};
  scene.venue.mute_symbols = {"AAA", "BBB"};
  EXPECT_EQ(scene.run(), Exit::kUsage);
  EXPECT_EQ(scene.said(), "wick: AAA: no such symbol\nwick: BBB: no such symbol\n");
}

TEST(StreamRun, AConnectionThatIsCutLosesNothing) {
  Scene scene;
  scene.world.after(150s, [&] { scene.venue.cut_all(); });
  EXPECT_EQ(scene.run({.count = 12, .verbose = true}), Exit::kOk);
  EXPECT_EQ(scene.reader.opens("AAA"), minutes(0, 5));
}

TEST(StreamRun, ASleepingReaderMissesUpdatesAndNoCandle) {
  Scene scene;
  scene.reader.sleeps_until = scene.world.now().mono + 290s;
  scene.interrupted_at = scene.world.now().mono + 400s;
  EXPECT_EQ(scene.run({.updates = true}), Exit::kOk);
  EXPECT_EQ(scene.reader.opens("AAA"), minutes(0, 5));
  EXPECT_EQ(scene.reader.opens("BBB"), minutes(0, 5));
  EXPECT_GT(scene.reader.count("dropped"), 0);
  EXPECT_EQ(scene.said().find(" 0 dropped"), std::string::npos);
}

TEST(StreamRun, APatientStreamDropsNothing) {
  Scene scene;
  scene.reader.sleeps_until = scene.world.now().mono + 290s;
  scene.interrupted_at = scene.world.now().mono + 400s;
  EXPECT_EQ(scene.run({.slow = policy::SlowReader::kBlock, .updates = true}), Exit::kOk);
  EXPECT_EQ(scene.reader.count("dropped"), 0);
  EXPECT_NE(scene.said().find(" 0 dropped"), std::string::npos);
}

}  // namespace
}  // namespace wick::cli::stream_run_test
