// Any text as a gateway's word, its instruments, and a page of its candles: bars in order, inside
// what was asked for, with prices that are prices; or a reason that is safe to print.
#include "feed/gateway/messages.hpp"

#include <algorithm>

#include "tests/fuzz/input.hpp"

namespace {

using namespace wick;

bool sound(double price) {
  return price > 0 && price < 1e13;
}

void check_words(const base::Error& error) {
  WICK_CHECK(!error.what.empty() && error.what.size() < 400);
  WICK_CHECK(std::ranges::all_of(error.what, [](char c) { return c >= ' ' && c <= '~'; }));
}

void check_bars(const feed::gateway::CandlePage& page, const port::FeedHistoryAsk& ask) {
  core::UtcTime last = core::UtcTime::min();
  for (const core::HistoryBar& bar : page.bars) {
    WICK_CHECK(last < bar.open_time && ask.range.contains(bar.open_time));
    WICK_CHECK(bar.high.bid >= bar.open.bid && bar.low.bid <= bar.close.bid);
    WICK_CHECK(sound(bar.low.bid) && sound(bar.high.ask) && bar.volume >= 0);
    last = bar.open_time;
  }
  WICK_CHECK(!page.more || !page.bars.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Input input(data, size);
  feed::gateway::Reader reader;
  const auto message = reader.message(input.rest());
  if (!message) check_words(message.error());
  if (message) {
    if (const auto* tick = std::get_if<feed::gateway::Tick>(&*message)) {
      WICK_CHECK(sound(tick->bid) && sound(tick->ask) && tick->number > 0);
    }
  }
  const port::FeedHistoryAsk ask{
      "EUR/USD", core::Interval::k1m, {core::midnight(2024, 3, 5), core::midnight(2024, 3, 6)}};
  const auto page = reader.candles(input.rest(), ask);
  if (page) check_bars(*page, ask);
  if (!page) check_words(page.error());
  const auto instruments = reader.instruments(input.rest());
  if (!instruments) check_words(instruments.error());
  (void)reader.complaint(input.rest());
  return 0;
}
