// Any text as an answer of OKX: rows in order, on the grid, inside the period; or a reason that is
// safe to print. What is forming is a row that is there.
#include "venue/okx/candles.hpp"

#include <algorithm>

#include "tests/fuzz/kline_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wick::fuzz::Input input(data, size);
  const auto rules = wick::fuzz::rules_of(input);

  const auto klines = wick::venue::okx::parse_candles(input.rest(), rules);
  if (klines) {
    const wick::core::UtcTime forming = klines->forming_from;
    WICK_CHECK(forming == wick::core::kFarFuture || rules.period.contains(forming));
    wick::fuzz::check_rows(*klines, input.rest().size(), rules);
    WICK_CHECK(!wick::venue::okx::parse_api_error(input.rest()));
  } else {
    const std::string& what = klines.error().what;
    WICK_CHECK(std::ranges::all_of(what, [](char c) { return c >= ' ' && c <= '~'; }));
    WICK_CHECK(!what.empty() && what.size() < 400);
  }
  return 0;
}
