#include "venue/binance/exchange_facts.hpp"

#include <simdjson.h>

namespace wick::venue::binance {
namespace {

namespace dom = simdjson::dom;

std::string_view text_of(const dom::element& object, const char* key) {
  std::string_view text;
  if (object[key].get_string().get(text) != simdjson::SUCCESS) return {};
  return text;
}

std::int64_t number_of(const dom::element& object, const char* key) {
  std::int64_t number = 0;
  if (object[key].get_int64().get(number) != simdjson::SUCCESS) return 0;
  return number;
}

std::optional<std::int64_t> weight_limit(const dom::element& document) {
  dom::array limits;
  if (document["rateLimits"].get_array().get(limits) != simdjson::SUCCESS) return std::nullopt;
  for (const dom::element limit : limits) {
    const bool weight = text_of(limit, "rateLimitType") == "REQUEST_WEIGHT";
    const bool minute =
        text_of(limit, "interval") == "MINUTE" && number_of(limit, "intervalNum") == 1;
    if (weight && minute) return number_of(limit, "limit");
  }
  return std::nullopt;
}

std::string status_of(const dom::element& document, std::string_view symbol) {
  dom::array symbols;
  if (document["symbols"].get_array().get(symbols) != simdjson::SUCCESS) return {};
  for (const dom::element entry : symbols) {
    if (text_of(entry, "symbol") != symbol) continue;
    const std::string_view status = text_of(entry, "status");
    return std::string(status.empty() ? text_of(entry, "contractStatus") : status);
  }
  return {};
}

}  // namespace

std::optional<core::UtcTime> parse_server_time(std::string_view text) {
  dom::parser parser;
  dom::element document;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get(document) != simdjson::SUCCESS) return std::nullopt;
  const std::int64_t millis = number_of(document, "serverTime");
  if (millis <= 0) return std::nullopt;
  return core::UtcTime{std::chrono::milliseconds{millis}};
}

ExchangeFacts parse_exchange_facts(std::string_view text, std::string_view symbol) {
  dom::parser parser;
  dom::element document;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get(document) != simdjson::SUCCESS) return {};
  return {weight_limit(document), status_of(document, symbol)};
}

}  // namespace wick::venue::binance
