#include "venue/binance/rate_limits.hpp"

#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "venue/binance/verdict.hpp"
#include "venue/http_answer.hpp"

namespace wick::venue::binance {
namespace {

using policy::RateLimit;
using policy::Receipt;

std::optional<core::Micros> unit_of(std::string_view name) {
  if (name.starts_with('S') || name == "s") return std::chrono::seconds{1};
  if (name.starts_with('M') || name == "m") return std::chrono::minutes{1};
  if (name.starts_with('H') || name == "h") return std::chrono::hours{1};
  if (name.starts_with('D') || name == "d") return core::kDay;
  return std::nullopt;
}

std::optional<RateLimit> limit_of(simdjson::ondemand::object entry) {
  std::string_view type;
  std::string_view unit;
  std::int64_t count = 0;
  RateLimit limit;
  if (entry["rateLimitType"].get(type) != simdjson::SUCCESS) return std::nullopt;
  if (entry["interval"].get(unit) != simdjson::SUCCESS) return std::nullopt;
  if (entry["intervalNum"].get(count) != simdjson::SUCCESS) return std::nullopt;
  if (entry["limit"].get(limit.most) != simdjson::SUCCESS) return std::nullopt;
  constexpr std::int64_t kCountMax = 1000;
  const auto length = unit_of(unit);
  if (!length || count < 1 || count > kCountMax || limit.most < 1) return std::nullopt;
  if (type != "REQUEST_WEIGHT" && type != "RAW_REQUESTS") return std::nullopt;
  if (type == "RAW_REQUESTS") limit.counts = RateLimit::Counts::kRequests;
  limit.window = *length * count;
  return limit;
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// "10s" of x-mbx-used-weight-10s.
std::optional<core::Micros> window_of(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto count = number_of(text.substr(0, text.size() - 1));
  const auto unit = unit_of(text.substr(text.size() - 1));
  constexpr std::int64_t kCountMax = 1000;
  if (!count || !unit || *count < 1 || *count > kCountMax) return std::nullopt;
  return *unit * *count;
}

}  // namespace

std::vector<RateLimit> parse_rate_limits(const std::string& body) {
  std::vector<RateLimit> limits;
  const simdjson::padded_string padded(body);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  simdjson::ondemand::array entries;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return {};
  if (document["rateLimits"].get_array().get(entries) != simdjson::SUCCESS) return {};
  for (auto entry : entries) {
    simdjson::ondemand::object fields;
    if (entry.get_object().get(fields) != simdjson::SUCCESS) return {};
    if (const auto limit = limit_of(fields)) limits.push_back(*limit);
  }
  return limits;
}

std::vector<Receipt::Used> used_weights(const port::HttpResponse& response) {
  constexpr std::string_view kName = "x-mbx-used-weight-";
  std::vector<Receipt::Used> used;
  for (const auto& [name, value] : response.headers) {
    if (name.size() <= kName.size()) continue;
    if (!same_letters(std::string_view(name).substr(0, kName.size()), kName)) continue;
    const auto window = window_of(std::string_view(name).substr(kName.size()));
    const auto weight = number_of(value);
    if (window && weight) used.push_back({*window, *weight});
  }
  return used;
}

std::int64_t klines_weight(core::Market market, std::int64_t limit) {
  if (market == core::Market::kSpot) return 2;
  if (limit < 100) return 1;
  if (limit < 500) return 2;
  return limit <= 1000 ? 5 : 10;
}

Pace::Rules rest_rules(core::Market market) {
  using std::chrono::minutes;
  Pace::Rules rules{.path = "/api/v3/exchangeInfo?symbol=BTCUSDT",
                    .weight = 20,
                    .verdict = rest_verdict,
                    .limits = parse_rate_limits,
                    .used = used_weights,
                    .server_time = server_time,
                    .assumed = {{RateLimit::Counts::kWeight, minutes{1}, 6000}}};
  if (market == core::Market::kSpot) return rules;
  rules.path =
      market == core::Market::kFuturesUsdt ? "/fapi/v1/exchangeInfo" : "/dapi/v1/exchangeInfo";
  rules.weight = 1;
  rules.assumed.front().most = 2400;
  return rules;
}

}  // namespace wick::venue::binance
