// Any text as a frame of a stream: news that hold what is promised of them, or a reason that is
// safe to print. The shortcut for usual frames never says anything else than the JSON parser.
#include "venue/binance/stream_frame.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/fuzz/input.hpp"
#include "venue/binance/stream_event_text_test.hpp"
#include "venue/binance/stream_json.hpp"
#include "venue/binance/stream_shape.hpp"

namespace {

using namespace wick;
using venue::binance::line_of;

bool printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

void check(const core::CandleNews& news) {
  const core::Bar& bar = news.bar;
  WICK_CHECK(!news.symbol.empty() && printable(news.symbol));
  WICK_CHECK(bar.open_time < bar.close_time && bar.count >= 0);
  WICK_CHECK(bar.low > 0 && bar.low <= bar.open && bar.low <= bar.close);
  WICK_CHECK(std::isfinite(bar.high) && bar.high >= bar.open && bar.high >= bar.close);
  WICK_CHECK(bar.volume >= 0 && bar.quote_volume >= 0);
  WICK_CHECK(bar.taker_volume >= 0 && bar.taker_quote_volume >= 0);
}
void check(const core::TradeNews& news) {
  WICK_CHECK(!news.symbol.empty() && printable(news.symbol));
  WICK_CHECK(news.price > 0 && news.size >= 0 && std::isfinite(news.price + news.size));
  WICK_CHECK(news.time > core::UtcTime{} && news.said > core::UtcTime{});
}
void check(const core::QuoteNews& news) {
  WICK_CHECK(!news.symbol.empty() && printable(news.symbol));
  WICK_CHECK(news.bid >= 0 && news.ask >= 0 && news.bid_size >= 0 && news.ask_size >= 0);
}
void check(const port::Refused& reply) {
  WICK_CHECK(printable(reply.reason) && reply.reason.size() < 400);
}
void check(const port::Accepted&) {}
void check(const port::GoingAway&) {}
void check(const port::Unknown&) {}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::string_view text = input.rest();

  const auto any = venue::binance::read_any_frame(text);
  if (const auto usual = venue::binance::read_usual_frame(text)) {
    WICK_CHECK(line_of(base::Result<port::StreamEvent>(*usual)) == line_of(any));
    WICK_CHECK(venue::binance::views_lie_in(text, *usual));
  }
  WICK_CHECK(line_of(venue::binance::read_frame(text)) == line_of(any));
  if (any) {
    WICK_CHECK(venue::binance::views_lie_in(text, *any));
    std::visit([](const auto& told) { check(told); }, *any);
  } else {
    const std::string& what = any.error().what;
    WICK_CHECK(!what.empty() && what.size() < 400 && printable(what));
  }
  return 0;
}
