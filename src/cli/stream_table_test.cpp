#include "cli/stream_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "cli/stream_columns.hpp"
#include "cli/stream_painter.hpp"

namespace wick::cli::stream_table_test {
namespace {

using core::midnight;
using live::CandleEvent;
using live::Tidings;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const core::UtcTime kOpen = midnight(2024, 3, 5) + std::chrono::hours{12};

std::vector<core::SeriesId> series_of(std::size_t count) {
  std::vector<core::SeriesId> series;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string symbol = i == 0 ? "BTCUSDT" : i == 1 ? "ETHUSDT" : "S" + std::to_string(i);
    series.push_back({.symbol = symbol, .interval = core::Interval::k1m});
  }
  return series;
}

CandleEvent event_of(std::size_t series, core::UtcTime open, double close,
                     Tidings kind = Tidings::kClosed) {
  return {.series = series,
          .kind = kind,
          .bar = {.open_time = open,
                  .close_time = open + minutes{1} - core::Micros{1},
                  .open = 62'000,
                  .high = 62'100.5,
                  .low = 61'900,
                  .close = close,
                  .volume = 1'271.68108,
                  .count = 4'321}};
}

struct Scene {
  StreamTable table{series_of(3)};
  StreamState state{.standing = {.connections = 1, .lines = 1, .skew = milliseconds{12}},
                    .counters = {.losses = 2, .filled = 5},
                    .tally = {.candles = 8, .from_stream = 3, .holes = 1}};
  StreamTable::Look look{.now = {kOpen + minutes{1} + seconds{34}, core::MonoTime{} + seconds{94}},
                         .window = {}};

  Scene() {
    table.take(event_of(0, kOpen, 62'000), core::MonoTime{} + seconds{60});
    table.take(event_of(0, kOpen + minutes{1}, 62'074.4, Tidings::kForming),
               core::MonoTime{} + seconds{90});
    table.take(event_of(1, kOpen, 61'950.25), core::MonoTime{} + seconds{61});
    table.notice("BTCUSDT: 5 candles from history");
  }

  [[nodiscard]] std::string text() const {
    std::string all;
    for (const std::string& line : table.view(state, look)) all += line + "\n";
    return all;
  }
};

TEST(StreamTable, At80By24) {
  Scene scene;
  EXPECT_EQ(scene.text(),
            "spot 1m   3 symbols   1 of 1 connection   venue's clock +12 ms\n"
            "0.1 candles/s   8 closed   5 filled   1 hole   2 reconnects\n"
            "BTCUSDT: 5 candles from history\n"
            "symbol       last  change      high       low   volume  trades    age  state\n"
            "BTCUSDT   62074.4  +0.12%   62100.5   61900.0  1271.68    4321    34s  live\n"
            "ETHUSDT  61950.25  -0.08%  62100.50  61900.00  1271.68    4321   1:34  live\n"
            "S2                                                                     waiting\n");
}

TEST(StreamTable, At40Columns) {
  Scene scene;
  scene.look.window.columns = 40;
  EXPECT_EQ(scene.text(),
            "spot 1m   3 symbols   1 of 1 connection\n"
            "0.1 candles/s   8 closed   5 filled\n"
            "BTCUSDT: 5 candles from history\n"
            "symbol       last  change  state\n"
            "BTCUSDT   62074.4  +0.12%  live\n"
            "ETHUSDT  61950.25  -0.08%  live\n"
            "S2                         waiting\n");
}

TEST(StreamTable, AWideWindowShowsAll) {
  Scene scene;
  scene.look.window.columns = 120;
  EXPECT_NE(scene.text().find("\nsymbol       last  change      open      high       low   volume"
                              "  trades    age  progress  closed    state\n"
                              "BTCUSDT   62074.4  +0.12%   62000.0   62100.5   61900.0  1271.68"
                              "    4321    34s  ####....  12:01:00  live\n"),
            std::string::npos)
      << scene.text();
}

TEST(StreamTable, ColumnsKeepTheirPlacesWhileCandlesComeAndGo) {
  StreamTable table(series_of(2));
  StreamTable::Look look{.now = {kOpen + seconds{1}, {}}, .window = {}};
  const std::string titles = table.view({}, look)[3];
  for (const double close : {62'000.0, 62'000.5, 62'010.25, 61'000.0, 62'001.0}) {
    for (const Tidings kind : {Tidings::kForming, Tidings::kClosed}) {
      table.take(event_of(1, look.now.utc, close, kind), {});
      EXPECT_EQ(table.view({}, look)[3], titles);
      look.now.utc += minutes{1};
    }
  }
}

TEST(StreamTable, AClockThatIsYearsOffIsToldInDays) {
  Scene scene;
  scene.state.standing.skew = -std::chrono::hours{24} * 901;
  EXPECT_NE(scene.text().find("venue's clock -901 d\n"), std::string::npos);
  scene.state.standing.skew = std::chrono::hours{47};
  EXPECT_NE(scene.text().find("venue's clock +169200 s\n"), std::string::npos);
}

TEST(StreamTable, NothingIsWiderOrHigherThanTheWindow) {
  for (const std::size_t symbols : {1U, 3U, 24U, 1'000U}) {
    StreamTable table(series_of(symbols));
    for (std::size_t i = 0; i < symbols; ++i) table.take(event_of(i, kOpen, 62'074.4), {});
    table.notice(std::string(300, 'x'));
    for (int columns = 1; columns < 130; columns += 3) {
      for (int rows = 1; rows < 40; ++rows) {
        const auto lines =
            table.view(StreamState{}, {.now = {kOpen + minutes{1}, {}}, .window = {columns, rows}});
        ASSERT_LE(lines.size(), static_cast<std::size_t>(std::max(1, rows - 1)));
        for (const auto& line : lines) {
          ASSERT_LE(line.size(), static_cast<std::size_t>(columns)) << line;
        }
      }
    }
  }
}

TEST(StreamTable, SaysHowManyMoreThereAre) {
  StreamTable table(series_of(1'000));
  const auto lines = table.view(StreamState{}, {.now = {kOpen, {}}, .window = {80, 24}});
  ASSERT_EQ(lines.size(), 23U);
  EXPECT_EQ(lines.back(), "and 982 more");
  EXPECT_EQ(lines[21].substr(0, 3), "S17");
}

TEST(StreamTable, ColoursThePriceAlone) {
  Scene scene;
  scene.look.colour = true;
  const std::string text = scene.text();
  EXPECT_NE(text.find("BTCUSDT   \x1b[36m62074.4\x1b[0m  +0.12%"), std::string::npos) << text;
  EXPECT_NE(text.find("\nETHUSDT  61950.25  "), std::string::npos) << "it has not moved yet";
  scene.table.take(event_of(1, kOpen + minutes{1}, 61'949, Tidings::kForming), {});
  EXPECT_NE(scene.text().find("\x1b[33m61949.00\x1b[0m"), std::string::npos);
  scene.look.window.columns = 14;
  for (const auto& line : scene.table.view(scene.state, scene.look)) {
    EXPECT_EQ(line.find("\x1b[3") == std::string::npos, line.find("\x1b[0m") == std::string::npos);
  }
}

TEST(StreamTable, StandingOfASeries) {
  const StreamTable table(series_of(1));
  StreamState state;
  TableRow row{.symbol = "BTCUSDT"};
  EXPECT_EQ(table.standing(row, state, kOpen), "waiting");
  row.bar = event_of(0, kOpen, 1).bar;
  EXPECT_EQ(table.standing(row, state, kOpen + seconds{67}), "live");
  EXPECT_EQ(table.standing(row, state, kOpen + seconds{68}), "late");
  state.standing.behind = 1;
  EXPECT_EQ(table.standing(row, state, kOpen + seconds{68}), "filling");
  row.last_closed_open = kOpen;
  EXPECT_EQ(table.standing(row, state, kOpen + seconds{127}), "live");
  EXPECT_EQ(table.standing(row, state, kOpen + seconds{128}), "filling");
}

TEST(StreamTable, AnOlderCandleChangesNoPrice) {
  Scene scene;
  const std::string before = scene.text();
  CandleEvent revised = event_of(0, kOpen, 1, Tidings::kRevised);
  scene.table.take(revised, core::MonoTime{} + seconds{91});
  EXPECT_EQ(scene.text(), before);
}

TEST(StreamTable, CountsTheLastMinute) {
  StreamTable table(series_of(1));
  for (int i = 0; i < 100; ++i) {
    table.take(event_of(0, kOpen + i * minutes{1}, 1), core::MonoTime{} + seconds{i});
  }
  const auto second_line = [&](core::MonoTime now) {
    return table.view(StreamState{}, {.now = {kOpen, now}, .window = {}})[1];
  };
  EXPECT_EQ(second_line(core::MonoTime{} + seconds{99}).substr(0, 13), "1.0 candles/s");
  EXPECT_EQ(second_line(core::MonoTime{} + seconds{129}).substr(0, 13), "0.5 candles/s");
  EXPECT_EQ(second_line(core::MonoTime{} + seconds{900}).substr(0, 13), "0.0 candles/s");
}

TEST(StreamColumns, Texts) {
  EXPECT_EQ(price_text(62'074.4), "62074.4");
  EXPECT_EQ(price_text(0.00001234), "0.00001234");
  EXPECT_EQ(price_text(12'345.678901), "12345.679");
  EXPECT_EQ(price_text(62'074, 2), "62074.00");
  EXPECT_EQ(price_text(62'074.25, 1), "62074.25") << "nothing is rounded away";
  EXPECT_EQ(price_text(12'345'678, 4), "12345678") << "there is no room";
  EXPECT_EQ(price_text(1, 8), "1.00000000");
  EXPECT_EQ(places_of(62'074), 0U);
  EXPECT_EQ(places_of(62'074.25), 2U);
  EXPECT_EQ(places_of(0.00001234), 8U);
  EXPECT_EQ(amount_text(0.5), "0.5");
  EXPECT_EQ(amount_text(1'271.68108), "1271.68");
  EXPECT_EQ(amount_text(123'456), "123.5k");
  EXPECT_EQ(amount_text(1'234'567), "1.235M");
  EXPECT_EQ(amount_text(9.87e9), "9.87G");
  EXPECT_EQ(change_text(101, 100), "+1.00%");
  EXPECT_EQ(change_text(99'999.9, 100'000), "+0.00%");
  EXPECT_EQ(change_text(1, 0), "");
  EXPECT_EQ(age_text(seconds{-3}), "0s");
  EXPECT_EQ(age_text(seconds{59}), "59s");
  EXPECT_EQ(age_text(seconds{725}), "12:05");
  EXPECT_EQ(age_text(seconds{11'100}), "3h05");
  EXPECT_EQ(age_text(std::chrono::hours{55}), "2d07h");
  EXPECT_EQ(progress_bar(seconds{30}, minutes{1}), "####....");
  EXPECT_EQ(progress_bar(seconds{-5}, minutes{1}), "........");
  EXPECT_EQ(progress_bar(seconds{90}, minutes{1}), "########");
}

TEST(FramePainter, DrawsOverTheLastFrame) {
  FramePainter painter;
  EXPECT_EQ(painter.paint({"a", "b"}, {80, 24}), "a\x1b[K\nb\x1b[K\n\x1b[J");
  EXPECT_EQ(painter.paint({"c"}, {80, 24}), "\x1b[2A\rc\x1b[K\n\x1b[J");
  EXPECT_EQ(painter.paint({"d"}, {80, 24}), "\x1b[1A\rd\x1b[K\n\x1b[J");
  EXPECT_EQ(painter.paint({"e"}, {40, 24}), "\x1b[H\x1b[Je\x1b[K\n\x1b[J");
}

}  // namespace
}  // namespace wick::cli::stream_table_test
