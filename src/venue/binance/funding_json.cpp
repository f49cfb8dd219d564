#include "venue/binance/funding_json.hpp"

#include <simdjson.h>

#include <string>

#include "codec/decimal.hpp"
#include "venue/binance/funding.hpp"

namespace wick::venue::binance {
namespace {

namespace dom = simdjson::dom;

std::string take_funding(Klines& klines, dom::element entry, const KlineRules& rules) {
  std::int64_t time = 0;
  std::string_view text;
  if (entry["fundingTime"].get(time) != simdjson::SUCCESS) return "no fundingTime";
  if (entry["fundingRate"].get(text) != simdjson::SUCCESS) return "no fundingRate";
  const auto rate = codec::take_decimal(text);
  if (!rate || !text.empty()) return "the fundingRate is no number";
  return accept_funding(klines, time, *rate, rules).value_or("");
}

}  // namespace

base::Result<Klines> parse_funding_json(std::string_view text, const KlineRules& rules) {
  thread_local dom::parser parser;
  const simdjson::padded_string padded(text);
  dom::array page;
  if (parser.parse(padded).get(page) != simdjson::SUCCESS) {
    return base::Error{base::ErrorKind::kCorrupt, "the body is no JSON array of fundings"};
  }
  Klines klines;
  klines.rows.reserve(page.size());
  std::size_t number = 0;
  for (const dom::element entry : page) {
    ++number;
    const std::string wrong = take_funding(klines, entry, rules);
    if (!wrong.empty()) {
      return base::Error{base::ErrorKind::kCorrupt, "row " + std::to_string(number) + ": " + wrong};
    }
  }
  finish_rows(klines);
  return klines;
}

}  // namespace wick::venue::binance
