// Any text as an exchangeInfo: instruments that can be asked for, in order and each once, none of
// them both traded and gone; or a reason that can be printed.
#include <algorithm>

#include "tests/fuzz/input.hpp"
#include "venue/binance/exchange_info.hpp"

namespace {

using wick::core::Instrument;

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '!' && c <= '~'; });
}

void check(const Instrument& one, wick::core::UtcTime now) {
  const auto canonical = wick::core::canonical_symbol(one.symbol);
  WICK_CHECK(canonical && *canonical == one.symbol);
  WICK_CHECK(!one.status.empty());
  for (const auto& text : {one.status, one.base, one.quote, one.contract_type, one.pair}) {
    WICK_CHECK(is_printable(text) && text.size() <= 64);
  }
  WICK_CHECK(!one.delisted || (one.delisted->time <= now && !one.tradable));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const wick::fuzz::Input input(data, size);
  const auto now = wick::core::midnight(2024, 6, 1);

  const auto found =
      wick::venue::binance::parse_exchange_info(input.rest(), wick::core::Market::kSpot, now);
  if (!found) {
    WICK_CHECK(found.error().kind == wick::base::ErrorKind::kCorrupt);
    WICK_CHECK(found.error().what.starts_with("the list of instruments "));
    return 0;
  }
  WICK_CHECK(found->size() <= size);
  for (const Instrument& one : *found) check(one, now);
  const auto out_of_order = std::ranges::adjacent_find(
      *found, [](const auto& a, const auto& b) { return a.symbol >= b.symbol; });
  WICK_CHECK(out_of_order == found->end());
  return 0;
}
