#include "venue/binance/kline_json.hpp"

#include <simdjson.h>

#include <array>

#include "codec/decimal.hpp"
#include "venue/binance/kline_page.hpp"

namespace wick::venue::binance {
namespace {

namespace od = simdjson::ondemand;

constexpr std::size_t kRowTypical = 150;
constexpr std::size_t kColumns = 12;

// The twelve values of a row: numbers bare, decimals inside strings, the last one unused.
struct RawRow {
  std::array<std::int64_t, kColumns> integers{};
  std::array<double, kColumns> decimals{};
};

bool is_integer(std::size_t column) {
  return column == 0 || column == 6 || column == 8;
}

bool read_decimal(od::value value, double& out) {
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return false;
  const auto decimal = codec::take_decimal(text);
  out = decimal.value_or(0);
  return decimal.has_value() && text.empty();
}

bool read_value(od::value value, std::size_t column, RawRow& row) {
  if (is_integer(column)) {
    return value.get_int64().get(row.integers.at(column)) == simdjson::SUCCESS;
  }
  if (column + 1 < kColumns) return read_decimal(value, row.decimals.at(column));
  std::string_view unused;  // a text that means nothing, but is read: skipping does not check it
  return value.get_string().get(unused) == simdjson::SUCCESS;
}

// What is wrong with the row, or nothing.
std::string read_row(od::array values, RawRow& row) {
  std::size_t column = 0;
  for (auto element : values) {
    od::value value;
    if (element.get(value) != simdjson::SUCCESS) return "not valid JSON";
    if (column >= kColumns || !read_value(value, column, row)) {
      return "column " + std::to_string(column + 1) + " is not what it should be";
    }
    ++column;
  }
  if (column != kColumns) return std::to_string(column) + " columns instead of 12";
  return {};
}

std::string take_row(Klines& klines, od::array values, const KlineRules& rules) {
  RawRow row;
  if (auto wrong = read_row(values, row); !wrong.empty()) return wrong;
  const auto unit = time_unit_of(row.integers[0]);
  if (!unit || time_unit_of(row.integers[6]) != unit) return "a time that is no time";
  const core::Bar bar{.open_time = open_instant(row.integers[0], *unit),
                      .close_time = close_instant(row.integers[6], *unit),
                      .open = row.decimals[1],
                      .high = row.decimals[2],
                      .low = row.decimals[3],
                      .close = row.decimals[4],
                      .volume = row.decimals[5],
                      .quote_volume = row.decimals[7],
                      .count = row.integers[8],
                      .taker_volume = row.decimals[9],
                      .taker_quote_volume = row.decimals[10]};
  return accept_row(klines, bar, rules).value_or("");
}

base::Error corrupt(std::size_t row, const std::string& what) {
  return {base::ErrorKind::kCorrupt, "row " + std::to_string(row) + ": " + what};
}

}  // namespace

base::Result<Klines> parse_kline_json(std::string_view text, const KlineRules& rules) {
  if (auto usual = read_kline_page(text, rules)) return *std::move(usual);
  const base::Error not_a_page{base::ErrorKind::kCorrupt, "the body is no JSON array of klines"};
  thread_local od::parser parser;
  const simdjson::padded_string padded(text);
  od::document document;
  od::array page;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
      document.get_array().get(page) != simdjson::SUCCESS) {
    return not_a_page;
  }
  Klines klines;
  klines.rows.reserve(text.size() / kRowTypical + 1);
  std::size_t number = 0;
  for (auto element : page) {
    ++number;
    od::array values;
    if (element.get_array().get(values) != simdjson::SUCCESS) return corrupt(number, "no array");
    const std::string wrong = take_row(klines, values, rules);
    if (!wrong.empty()) return corrupt(number, wrong);
  }
  // Past the last token there is no location: anything else is text after the array.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return not_a_page;
  finish_rows(klines);
  return klines;
}

std::optional<ApiError> parse_api_error(std::string_view text) {
  thread_local od::parser parser;
  const simdjson::padded_string padded(text);
  od::document document;
  ApiError error;
  std::string_view message;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
      document["code"].get_int64().get(error.code) != simdjson::SUCCESS ||
      document["msg"].get_string().get(message) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  error.message = message;
  return error;
}

}  // namespace wick::venue::binance
