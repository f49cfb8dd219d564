#include "venue/okx/candles.hpp"

#include <simdjson.h>

#include <array>
#include <vector>

#include "codec/decimal.hpp"
#include "venue/http_answer.hpp"

namespace wick::venue::okx {
namespace {

namespace dom = simdjson::dom;
using base::Error;
using base::ErrorKind;

constexpr std::string_view kFine = "0";
constexpr std::size_t kColumns = 9;
constexpr std::chrono::seconds kUntold{2};  // the span over which OKX counts requests

Error corrupt(std::string what) {
  return {ErrorKind::kCorrupt, std::move(what)};
}

std::optional<double> decimal(std::string_view text) {
  const auto value = codec::take_decimal(text);
  return text.empty() ? value : std::nullopt;
}

using Cells = std::array<std::string_view, kColumns>;

// What is wrong with the row, or nothing.
std::string read_cells(dom::element row, Cells& cells) {
  dom::array values;
  if (row.get(values) != simdjson::SUCCESS) return "no array";
  if (values.size() != kColumns) return std::to_string(values.size()) + " columns instead of 9";
  std::size_t column = 0;
  for (const dom::element value : values) {
    if (value.get(cells.at(column)) != simdjson::SUCCESS) {
      return "column " + std::to_string(column + 1) + " is no text";
    }
    ++column;
  }
  return {};
}

struct Candle {
  core::Bar bar;
  bool confirmed{};
};

std::string read_candle(dom::element row, const core::Grid& grid, Candle& candle) {
  Cells cells;
  if (auto wrong = read_cells(row, cells); !wrong.empty()) return wrong;
  std::string_view time = cells[0];
  const auto millis = codec::take_integer(time);
  if (!millis || !time.empty() || time_unit_of(*millis) != TimeUnit::kMillis) {
    return "a time that is no time";
  }
  std::array<double, 7> numbers{};  // open, high, low, close, and three volumes
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = decimal(cells.at(i + 1));
    if (!number) return "column " + std::to_string(i + 2) + " is not a number";
    numbers.at(i) = *number;
  }
  if (cells[8] != "0" && cells[8] != "1") return "it is neither confirmed nor not";
  candle.confirmed = cells[8] == "1";
  const core::UtcTime open = open_instant(*millis, TimeUnit::kMillis);
  candle.bar = {.open_time = open,
                .close_time = grid.next(grid.floor(open)) - core::Micros{1},
                .open = numbers[0],
                .high = numbers[1],
                .low = numbers[2],
                .close = numbers[3],
                .volume = numbers[4],
                .quote_volume = numbers[6]};
  return {};
}

// The answer as a document, where it is one and has a code.
struct Answer {
  dom::element document;
  std::string_view code;
  std::string_view message;
};
std::optional<Answer> parse_answer(dom::parser& parser, const simdjson::padded_string& text) {
  Answer answer;
  if (parser.parse(text).get(answer.document) != simdjson::SUCCESS ||
      answer.document["code"].get(answer.code) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  if (answer.document["msg"].get(answer.message) != simdjson::SUCCESS) answer.message = "";
  return answer;
}

base::Result<Klines> read_rows(dom::array data, const KlineRules& rules) {
  std::vector<Candle> candles;
  candles.reserve(data.size());
  for (const dom::element row : data) {
    Candle candle;
    const std::string wrong = read_candle(row, rules.grid, candle);
    if (!wrong.empty()) {
      return corrupt("row " + std::to_string(candles.size() + 1) + ": " + wrong);
    }
    candles.push_back(candle);
  }
  Klines klines;
  klines.rows.reserve(candles.size());
  for (std::size_t i = candles.size(); i-- > 0;) {  // they come the newest first
    const Candle& candle = candles[i];
    if (const auto wrong = accept_row(klines, candle.bar, rules)) {
      return corrupt("row " + std::to_string(i + 1) + ": " + *wrong);
    }
    if (!candle.confirmed) {
      klines.forming_from = std::min(klines.forming_from, candle.bar.open_time);
    }
  }
  finish_rows(klines);
  return klines;
}

}  // namespace

base::Result<Klines> parse_candles(std::string_view text, const KlineRules& rules) {
  thread_local dom::parser parser;
  const simdjson::padded_string padded(text);
  const auto answer = parse_answer(parser, padded);
  if (!answer) return corrupt("the body is no answer of OKX");
  if (answer->code != kFine) {
    return refusal({std::string(answer->code), std::string(answer->message)});
  }
  dom::array data;
  if (answer->document["data"].get(data) != simdjson::SUCCESS) {
    return corrupt("the answer has no candles");
  }
  return read_rows(data, rules);
}

std::optional<ApiError> parse_api_error(std::string_view text) {
  thread_local dom::parser parser;
  const simdjson::padded_string padded(text);
  const auto answer = parse_answer(parser, padded);
  if (!answer || answer->code == kFine) return std::nullopt;
  return ApiError{std::string(answer->code), std::string(answer->message)};
}

Error refusal(const ApiError& error) {
  const std::string words = ": " + printable(error.message) + " (" + printable(error.code) + ")";
  if (error.code == "50011") return {ErrorKind::kThrottled, "too many requests" + words, kUntold};
  if (error.code == "51001") {
    return {ErrorKind::kInvalid, "OKX knows no such instrument" + words};
  }
  if (error.code == "51000") return {ErrorKind::kInvalid, "OKX refuses the question" + words};
  return {ErrorKind::kUnavailable, "OKX answers with an error" + words};
}

}  // namespace wick::venue::okx
