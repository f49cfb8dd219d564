#include "cli/stream_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "cli/bar_json.hpp"
#include "fake/bars.hpp"

namespace wick::cli::stream_text_test {
namespace {

using core::midnight;
using core::Tier;
using live::CandleEvent;
using live::Tidings;
using std::chrono::minutes;

const core::UtcTime kStart = midnight(2024, 3, 5) + std::chrono::hours{12} + minutes{34};
const core::Grid kGrid(core::Interval::k1m);

core::SeriesId id_of(const std::string& symbol) {
  return {.symbol = symbol, .interval = core::Interval::k1m};
}

StreamRequest request_of(StreamForm form, std::vector<std::string> symbols = {"BTCUSDT"}) {
  StreamRequest request{.form = form};
  for (const std::string& symbol : symbols) request.series.push_back(id_of(symbol));
  return request;
}

CandleEvent event_of(Tidings kind) {
  return {.kind = kind,
          .bar = {.open_time = kStart,
                  .close_time = kStart + minutes{1} - core::Micros{1},
                  .open = 62'000.5,
                  .high = 62'010,
                  .low = 61'990.25,
                  .close = 62'001,
                  .volume = 1.00005,
                  .quote_volume = 62'001.5,
                  .count = 42,
                  .taker_volume = 0.5,
                  .taker_quote_volume = 31'000.25},
          .tier = kind == Tidings::kRevised ? Tier::kRest : Tier::kStream,
          .mark = {.revision = kind == Tidings::kRevised ? 2U : 0U}};
}

std::string line(StreamText& text, const CandleEvent& event) {
  std::string out;
  const bool has_line = text.append(out, event);
  EXPECT_EQ(has_line, !out.empty());
  return out;
}

TEST(StreamText, JsonOfEveryKind) {
  StreamText text(request_of(StreamForm::kJson));
  const std::string members =
      R"("symbol":"BTCUSDT","market":"spot","interval":"1m",)"
      R"("open_time":"2024-03-05T12:34:00Z","open":62000.5,"high":62010,"low":61990.25,)"
      R"("close":62001,"volume":1.00005,"close_time":"2024-03-05T12:34:59.999999Z",)"
      R"("quote_asset_volume":62001.5,"count":42,"taker_buy_volume":0.5,)"
      R"("taker_buy_quote_volume":31000.25,)";
  EXPECT_EQ(line(text, event_of(Tidings::kClosed)),
            R"({"type":"candle",)" + members + "\"source\":\"STREAM\"}\n");
  EXPECT_EQ(line(text, event_of(Tidings::kForming)),
            R"({"type":"update",)" + members + "\"source\":\"STREAM\",\"closed\":false}\n");
  EXPECT_EQ(line(text, event_of(Tidings::kRevised)),
            R"({"type":"revision",)" + members + "\"source\":\"REST\",\"revision\":2}\n");
  EXPECT_EQ(line(text, event_of(Tidings::kHole)),
            R"({"type":"hole","symbol":"BTCUSDT","market":"spot","interval":"1m",)"
            R"("from":"2024-03-05T12:34:00Z","to":"2024-03-05T12:35:00Z",)"
            "\"cause\":\"no_bar_at_source\"}\n");
  std::string dropped;
  EXPECT_TRUE(text.append_dropped(dropped, 0, 17));
  EXPECT_EQ(dropped, R"({"type":"dropped","symbol":"BTCUSDT","market":"spot","interval":"1m",)"
                     "\"updates\":17}\n");
  std::string head;
  text.append_head(head);
  EXPECT_EQ(head, "");
}

// A candle is told in the words of `wick get`, whatever its numbers are.
TEST(StreamText, SaysWhatGetSays) {
  for (const TimeStyle style : {TimeStyle::kIso, TimeStyle::kMillis, TimeStyle::kMicros}) {
    StreamRequest request = request_of(StreamForm::kJson);
    request.time = style;
    StreamText json(request);
    request.form = StreamForm::kCsv;
    StreamText csv(request);
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
      const core::Chunk chunk =
          fake::bars(kGrid, {.opens = {{kStart, kStart + minutes{1}}}, .seed = seed});
      const CandleEvent event{.bar = chunk.bar(0), .tier = chunk.tier()};
      history::Answer answer;
      answer.series.add(chunk);
      const core::SeriesId id = id_of("BTCUSDT");
      std::string document;
      append_json(document, answer, {.id = &id, .range = {}}, style);
      const std::size_t begin = document.find(R"("bars":[{)") + 9;
      const std::string bar = document.substr(begin, document.find('}', begin) - begin);
      ASSERT_NE(line(json, event).find(bar + "}\n"), std::string::npos) << bar;
      std::string row;
      append_csv(row, chunk, "BTCUSDT", {.time = style});
      ASSERT_EQ(line(csv, event), row);
    }
  }
}

TEST(StreamText, CsvHasTheColumnsOfGet) {
  StreamText one(request_of(StreamForm::kCsv));
  std::string head;
  one.append_head(head);
  std::string of_get;
  append_csv_header(of_get, {});
  EXPECT_EQ(head, of_get);
  EXPECT_EQ(line(one, event_of(Tidings::kHole)), "");
  EXPECT_EQ(one.aside(event_of(Tidings::kHole)),
            "BTCUSDT 1m: no candle from 2024-03-05T12:34Z to 2024-03-05T12:35Z "
            "(no_bar_at_source)");
  EXPECT_FALSE(one.append_dropped(head, 0, 3));

  StreamRequest request = request_of(StreamForm::kCsv, {"BTCUSDT", "ETHUSDT"});
  request.updates = true;
  StreamText several(request);
  head.clear();
  several.append_head(head);
  EXPECT_EQ(head, "symbol," + of_get.substr(0, of_get.size() - 1) + ",closed,revision\n");
  CandleEvent event = event_of(Tidings::kForming);
  event.series = 1;
  const std::string row =
      "ETHUSDT,2024-03-05T12:34:00Z,62000.5,62010,61990.25,62001,1.00005,"
      "2024-03-05T12:34:59.999999Z,62001.5,42,0.5,31000.25,";
  EXPECT_EQ(line(several, event), row + "STREAM,false,0\n");
  event.kind = Tidings::kClosed;
  EXPECT_EQ(line(several, event), row + "STREAM,true,0\n");
  event = event_of(Tidings::kRevised);
  event.series = 1;
  event.tier = Tier::kStream;
  EXPECT_EQ(line(several, event), row + "STREAM,true,2\n");
  EXPECT_EQ(std::ranges::count(head, ','), std::ranges::count(line(several, event), ','));
}

TEST(StreamText, RowsForPeople) {
  StreamText text(request_of(StreamForm::kRows, {"BTCUSDT", "1000SATSUSDT"}));
  std::string out;
  text.append_head(out);
  ASSERT_TRUE(text.append(out, event_of(Tidings::kClosed)));
  EXPECT_EQ(out,
            "symbol       open_time                    open         high          low        close"
            "       volume       trades  source\n"
            "BTCUSDT      2024-03-05T12:34:00Z      62000.5        62010     61990.25        62001"
            "      1.00005           42  STREAM\n");
}

}  // namespace
}  // namespace wick::cli::stream_text_test
