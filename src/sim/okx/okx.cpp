#include "sim/okx/okx.hpp"

#include <algorithm>
#include <limits>

#include "sim/archive/digest.hpp"
#include "sim/okx/candles.hpp"
#include "sim/okx/instrument.hpp"
#include "sim/rest/answer.hpp"

namespace wick::sim {
namespace {

// In the order of the endpoints; so many requests in two seconds.
constexpr std::array<std::string_view, 4> kPaths{
    "/api/v5/market/candles", "/api/v5/market/history-candles", "/api/v5/public/instruments",
    "/api/v5/public/time"};
constexpr std::array<std::int64_t, 4> kRates{40, 20, 20, 10};

Limiter limiter(std::size_t endpoint, const OkxOptions& options) {
  BanOptions bans;
  bans.refusals_max = std::numeric_limits<int>::max();  // nobody is ever banned
  if (!options.limits.empty()) return Limiter(options.limits, bans);
  return Limiter({{LimitType::kRawRequests, kSecond, 2, kRates.at(endpoint)}}, bans);
}

Response not_found() {
  return text_response(404, "application/json",
                       R"({"code":"404","data":{},"detailMsg":"","error_code":"404",)"
                       R"("error_message":"Not Found","msg":"Not Found"})");
}

// What the network in front of OKX adds, and the packing it does.
Response sent(const Request& request, Response response, Micros now) {
  const std::uint64_t id =
      stable_hash(request.client + request.target, static_cast<std::uint64_t>(now));
  if (worth_packing(request, *response.body)) {
    response = text_response(response.status, "application/json", gzip(*response.body));
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  response.headers.emplace_back("Server", "cloudflare");
  response.headers.emplace_back("CF-RAY", hex64(id) + "-NRT");
  response.headers.emplace_back("CF-Cache-Status", "DYNAMIC");
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (request.method == "HEAD") response.body = std::make_shared<const std::string>();
  return response;
}

}  // namespace

Okx::Okx(const Market& market, const OkxOptions& options)
    : market_(market),
      limiters_{limiter(0, options), limiter(1, options), limiter(2, options),
                limiter(3, options)} {}

Response Okx::respond(const Request& request, Micros now) {
  const Target target = parse_target(request.target);
  const auto* const path = std::ranges::find(kPaths, target.path);
  if (path == kPaths.end()) return sent(request, not_found(), now);
  if (request.method != "GET" && request.method != "HEAD") {
    return sent(request, text_response(405, "application/json", "{}"), now);
  }
  const auto index = static_cast<std::size_t>(path - kPaths.begin());
  const Verdict verdict = limiters_.at(index).charge(request.client, 1, now);
  if (verdict.kind != Verdict::Kind::kPass) {
    return sent(request, okx_error_response(okx_too_many_requests()), now);
  }
  const Data found = data(static_cast<Endpoint>(index), target, now);
  if (const auto* error = std::get_if<OkxError>(&found)) {
    return sent(request, okx_error_response(*error), now);
  }
  std::string body(kOkxHead);
  body += std::get<std::string>(found);
  body += kOkxTail;
  return sent(request, text_response(200, "application/json", std::move(body)), now);
}

Okx::Data Okx::data(Endpoint endpoint, const Target& target, Micros now) const {
  switch (endpoint) {
    case Endpoint::kCandles:
    case Endpoint::kHistoryCandles:
      return candles(endpoint, target, now);
    case Endpoint::kInstruments:
      return instruments_json(market_, target, now);
    case Endpoint::kTime:
      break;
  }
  return R"([{"ts":")" + std::to_string(now / 1000) + "\"}]";
}

Okx::Data Okx::candles(Endpoint endpoint, const Target& target, Micros now) const {
  const auto shelf = endpoint == Endpoint::kCandles ? CandleShelf::kRecent : CandleShelf::kHistory;
  const auto parsed = parse_candle_query(market_, shelf, target, now);
  if (const auto* error = std::get_if<OkxError>(&parsed)) return *error;
  const auto& query = std::get<CandleQuery>(parsed);
  return candles_json(select_candles(market_, query, now), query, now);
}

}  // namespace wick::sim
