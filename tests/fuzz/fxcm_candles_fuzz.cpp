// Any text as a candle file of FXCM, and any bytes as the gzip around it: rows in order, each once;
// or a reason.
#include "codec/gzip.hpp"
#include "tests/fuzz/input.hpp"
#include "venue/fxcm/candle_csv.hpp"
#include "venue/fxcm/quote_roll.hpp"

namespace {

using wick::core::Interval;

constexpr std::size_t kRowBytesMin = 35;  // a time and eight prices of one digit
constexpr std::size_t kTextMax = std::size_t{1} << 16U;

void check(std::string_view text, Interval interval) {
  const auto candles = wick::venue::fxcm::parse_candle_csv(text, interval);
  if (!candles) {
    WICK_CHECK(candles.error().kind == wick::base::ErrorKind::kCorrupt);
    WICK_CHECK(!candles.error().what.empty());
    return;
  }
  const auto& bars = candles->bars;
  const wick::core::Grid grid(interval);
  WICK_CHECK((bars.size() + candles->duplicates) * kRowBytesMin <= text.size());
  for (std::size_t i = 0; i < bars.size(); ++i) {
    WICK_CHECK(bars[i].low.bid > 0 && bars[i].high.ask > 0);
    WICK_CHECK(i == 0 || bars[i - 1].open_time < bars[i].open_time);
    WICK_CHECK(interval == Interval::k1d || grid.has(bars[i].open_time));
  }
  WICK_CHECK(wick::venue::fxcm::rolled(bars, wick::core::Grid(Interval::k4h)).size() <=
             bars.size());
  WICK_CHECK(!describe(*candles).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wick::fuzz::Input input(data, size);
  constexpr Interval kFiled[] = {Interval::k1m, Interval::k1h, Interval::k1d};
  const Interval interval = kFiled[input.byte() % 3];
  if (!input.rest().starts_with("\x1f\x8b")) {
    check(input.rest(), interval);
    return 0;
  }
  const auto text = wick::codec::gunzip(input.rest(), kTextMax);
  WICK_CHECK(!text || text->size() <= kTextMax);
  if (text) check(*text, interval);
  return 0;
}
