// Any text as fundings of an archive file: rows in order, on the grid, inside the period; or a
// reason.
#include "venue/binance/funding_csv.hpp"

#include "tests/fuzz/kline_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wick::fuzz::Input input(data, size);
  const auto rules = wick::fuzz::funding_rules_of(input);

  const auto klines = wick::venue::binance::parse_funding_csv(input.rest(), rules);
  if (klines) {
    const std::size_t bytes = input.rest().size();
    wick::fuzz::check_rows(*klines, bytes, rules, wick::fuzz::kFundingBytesMin);
    WICK_CHECK(klines->untidy.implausible == 0);
  } else {
    WICK_CHECK(klines.error().what.starts_with("line "));
  }
  return 0;
}
