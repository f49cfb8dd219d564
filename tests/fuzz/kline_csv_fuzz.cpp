// Any text as rows of an archive file: rows in order, on the grid, inside the period; or a reason.
#include "venue/binance/kline_csv.hpp"

#include "tests/fuzz/kline_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wick::fuzz::Input input(data, size);
  const auto rules = wick::fuzz::rules_of(input);

  const auto klines = wick::venue::binance::parse_kline_csv(input.rest(), rules);
  if (klines) {
    wick::fuzz::check_rows(*klines, input.rest().size(), rules);
  } else {
    WICK_CHECK(klines.error().what.starts_with("line "));
  }
  return 0;
}
