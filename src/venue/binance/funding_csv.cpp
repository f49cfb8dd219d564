#include "venue/binance/funding_csv.hpp"

#include <algorithm>
#include <string>

#include "codec/decimal.hpp"
#include "venue/binance/funding.hpp"

namespace wick::venue::binance {
namespace {

constexpr std::string_view kHeaderBegin = "calc_time";

// A comma off the front.
bool take_comma(std::string_view& text) {
  if (!text.starts_with(',')) return false;
  text.remove_prefix(1);
  return true;
}

std::string take_row(Klines& klines, std::string_view line, const KlineRules& rules) {
  const auto time = codec::take_integer(line);
  if (!time || !take_comma(line)) return "column 1: not a number";
  const auto hours = codec::take_integer(line);
  if (!hours || !take_comma(line)) return "column 2: not a number";
  if (*hours <= 0) return "column 2: fundings cannot be " + std::to_string(*hours) + " hours apart";
  const auto rate = codec::take_decimal(line);
  if (!rate || !line.empty()) return "column 3: not a number, or not the last one";
  return accept_funding(klines, *time, *rate, rules).value_or("");
}

}  // namespace

base::Result<Klines> parse_funding_csv(std::string_view text, const KlineRules& rules) {
  Klines klines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (number == 1 && line.starts_with(kHeaderBegin)) continue;
    const std::string wrong = take_row(klines, line, rules);
    if (!wrong.empty()) {
      return base::Error{base::ErrorKind::kCorrupt,
                         "line " + std::to_string(number) + ": " + wrong};
    }
  }
  finish_rows(klines);
  return klines;
}

}  // namespace wick::venue::binance
