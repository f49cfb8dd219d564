// Any text as a REST page: rows in order, on the grid, inside the period; or a reason. What is
// accepted must be JSON to a parser that checks everything.
#include "venue/binance/kline_json.hpp"

#include <simdjson.h>

#include "tests/fuzz/kline_rules.hpp"

namespace {

bool is_array_of(std::string_view text, std::size_t rows) {
  simdjson::dom::parser parser;
  simdjson::dom::array page;
  const simdjson::padded_string padded(text);
  return parser.parse(padded).get(page) == simdjson::SUCCESS && page.size() == rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wick::fuzz::Input input(data, size);
  const auto rules = wick::fuzz::rules_of(input);

  const auto klines = wick::venue::binance::parse_kline_json(input.rest(), rules);
  if (klines) {
    WICK_CHECK(is_array_of(input.rest(), klines->rows.size() + klines->untidy.duplicates));
    wick::fuzz::check_rows(*klines, input.rest().size(), rules);
  } else {
    WICK_CHECK(!klines.error().what.empty());
  }
  return 0;
}
