#include "sim/rest/rest.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/check.hpp"
#include "sim/archive/digest.hpp"
#include "sim/rest/exchange_info.hpp"
#include "sim/rest/funding.hpp"
#include "sim/rest/klines.hpp"
#include "sim/rest/trades.hpp"

namespace wick::sim {
namespace {

Venue venue_of(Host host) {
  WICK_CHECK(host != Host::kArchive && host != Host::kOkx);
  if (host == Host::kSpot) return Venue::kSpot;
  return host == Host::kUm ? Venue::kUm : Venue::kCm;
}

std::string_view root_of(Venue venue) {
  switch (venue) {
    case Venue::kSpot:
      return "/api/v3/";
    case Venue::kUm:
      return "/fapi/v1/";
    case Venue::kCm:
      return "/dapi/v1/";
  }
  return {};
}

// The limit as far as it can be read: what is wrong with it is said later.
std::int64_t limit_of(const Target& target) {
  constexpr std::int64_t kUsual = 500;
  const std::string* text = target.find("limit");
  if (text == nullptr) return kUsual;
  std::int64_t value = kUsual;
  std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

std::int64_t futures_klines_weight(std::int64_t limit) {
  if (limit < 100) return 1;
  if (limit < 500) return 2;
  return limit <= 1000 ? 5 : 10;
}

// Spot only; nothing for a unit there is none of.
std::optional<Micros> unit_of(const Request& request) {
  const auto asked = request.header("X-MBX-TIME-UNIT");
  if (!asked || *asked == "MILLISECOND" || *asked == "millisecond") return 1000;
  if (*asked == "MICROSECOND" || *asked == "microsecond") return 1;
  return std::nullopt;
}

RestAnswer plain(std::string body) {
  RestAnswer out;
  out.body = std::move(body);
  return out;
}

RestAnswer not_found(Venue venue, const Request& request, const std::string& path) {
  RestAnswer out;
  out.status = 404;
  if (venue == Venue::kSpot) {
    out.content_type = "text/html";
    out.body =
        "<html>\n<head><title>404 Not Found</title></head>\n<body>Not Found</body>\n</html>\n";
  } else {
    out.body =
        error_json({404, -5000, "Path " + path + ", Method " + request.method + " is invalid"});
  }
  return out;
}

RestAnswer wrong_method() {
  RestAnswer out;
  out.status = 405;
  out.body = "{}";
  out.extra.emplace_back("Allow", "GET, HEAD");
  return out;
}

RestAnswer refusal(const Verdict& verdict, const std::vector<RateLimit>& limits, Micros now) {
  if (verdict.kind == Verdict::Kind::kBanned) return error_answer(banned(verdict.until, now));
  return error_answer(too_much_weight(limits[verdict.broken], verdict.until - now));
}

}  // namespace

Rest::Rest(const Market& market, RestOptions options)
    : market_(market),
      spot_(std::move(options.spot_limits), options.bans),
      um_(std::move(options.um_limits), options.bans),
      cm_(std::move(options.cm_limits), options.bans),
      um_funding_(std::move(options.um_funding_limits), options.bans) {}

Response Rest::respond(Host host, const Request& request, Micros now) {
  Call call;
  call.venue = venue_of(host);
  call.target = parse_target(request.target);
  call.endpoint = endpoint_of(call.venue, call.target.path);
  call.now = now;

  Limiter& limits = limiter(call.venue);
  const Verdict verdict = limits.charge(request.client, weight_of(call), now);
  RestAnswer out = verdict.kind == Verdict::Kind::kPass ? charged_answer(call, request)
                                                        : refusal(verdict, limits.limits(), now);
  for (Header& header : usage_headers(limits.limits(), verdict)) {
    out.extra.push_back(std::move(header));
  }
  const std::uint64_t id =
      stable_hash(request.client + request.target, static_cast<std::uint64_t>(now));
  return response_of(request, std::move(out), id);
}

void Rest::forget_clients() {
  for (Limiter* one : {&spot_, &um_, &cm_, &um_funding_}) one->reset();
}

Rest::Endpoint Rest::endpoint_of(Venue venue, std::string_view path) {
  if (!path.starts_with(root_of(venue))) return Endpoint::kUnknown;
  path.remove_prefix(root_of(venue).size());
  if (path == "ping") return Endpoint::kPing;
  if (path == "time") return Endpoint::kTime;
  if (path == "exchangeInfo") return Endpoint::kExchangeInfo;
  if (path == "klines") return Endpoint::kKlines;
  if (path == "uiKlines" && venue == Venue::kSpot) return Endpoint::kKlines;
  if (path == "aggTrades") return Endpoint::kAggTrades;
  if (path == "trades") return Endpoint::kTrades;
  return venue == Venue::kSpot ? Endpoint::kUnknown : futures_endpoint_of(path);
}

Rest::Endpoint Rest::futures_endpoint_of(std::string_view leaf) {
  if (leaf == "markPriceKlines") return Endpoint::kMarkPriceKlines;
  if (leaf == "indexPriceKlines") return Endpoint::kIndexPriceKlines;
  if (leaf == "premiumIndexKlines") return Endpoint::kPremiumIndexKlines;
  return leaf == "fundingRate" ? Endpoint::kFundingRate : Endpoint::kUnknown;
}

std::int64_t Rest::weight_of(const Call& call) {
  const bool spot = call.venue == Venue::kSpot;
  switch (call.endpoint) {
    case Endpoint::kPing:
    case Endpoint::kTime:
    case Endpoint::kUnknown:
      return 1;
    case Endpoint::kExchangeInfo:
      return spot ? 20 : 1;
    case Endpoint::kKlines:
    case Endpoint::kMarkPriceKlines:
    case Endpoint::kIndexPriceKlines:
    case Endpoint::kPremiumIndexKlines:
      return spot ? 2 : futures_klines_weight(limit_of(call.target));
    case Endpoint::kFundingRate:
      return call.venue == Venue::kUm ? 0 : 1;
    case Endpoint::kAggTrades:
      return spot ? 4 : 20;
    case Endpoint::kTrades:
      return spot ? 25 : 5;
  }
  return 1;
}

RestAnswer Rest::charged_answer(Call& call, const Request& request) {
  if (call.endpoint != Endpoint::kFundingRate || call.venue != Venue::kUm) {
    return answer(call, request);
  }
  const Verdict verdict = um_funding_.charge(request.client, 0, call.now);
  if (verdict.kind == Verdict::Kind::kPass) return answer(call, request);
  return refusal(verdict, um_funding_.limits(), call.now);
}

RestAnswer Rest::answer(Call& call, const Request& request) {
  if (call.endpoint == Endpoint::kUnknown) return not_found(call.venue, request, call.target.path);
  if (request.method != "GET" && request.method != "HEAD") return wrong_method();
  if (call.venue == Venue::kSpot) {
    const auto unit = unit_of(request);
    if (!unit) return error_answer(invalid_time_unit());
    call.unit = *unit;
  }
  return dispatch(call);
}

RestAnswer Rest::dispatch(const Call& call) {
  switch (call.endpoint) {
    case Endpoint::kPing:
      return plain("{}");
    case Endpoint::kTime:
      return plain("{\"serverTime\":" + std::to_string(call.now / call.unit) + "}");
    case Endpoint::kExchangeInfo:
      return exchange_info(call);
    case Endpoint::kKlines:
    case Endpoint::kMarkPriceKlines:
    case Endpoint::kIndexPriceKlines:
    case Endpoint::kPremiumIndexKlines:
      return klines(call);
    case Endpoint::kFundingRate:
      return fundings(call);
    case Endpoint::kAggTrades:
    case Endpoint::kTrades:
      return trades(call);
    case Endpoint::kUnknown:
      break;
  }
  return error_answer(unknown_error());
}

RestAnswer Rest::exchange_info(const Call& call) {
  const auto& limits = limiter(call.venue).limits();
  const std::int64_t time = call.now / call.unit;
  if (call.target.query.empty()) {
    return plain(exchange_info_json(call.venue, limits, time, *all_symbols(call)));
  }
  const auto chosen = choose_symbols(market_, call.venue, call.target, call.now);
  if (const auto* error = std::get_if<VenueError>(&chosen)) return error_answer(*error);
  const auto& symbols = std::get<0>(chosen);
  return plain(exchange_info_json(call.venue, limits, time, symbols_json(symbols, call.now)));
}

RestAnswer Rest::klines(const Call& call) const {
  // The endpoints of klines stand in the order of the prices.
  const int price = static_cast<int>(call.endpoint) - static_cast<int>(Endpoint::kKlines);
  const KlineEndpoint endpoint{call.venue, static_cast<Price>(price)};
  const auto parsed = parse_kline_query(market_, endpoint, call.target, call.now);
  if (const auto* error = std::get_if<VenueError>(&parsed)) return error_answer(*error);
  const auto& query = std::get<KlineQuery>(parsed);
  return plain(klines_json(select_klines(market_, query, call.now), query, call.unit));
}

RestAnswer Rest::fundings(const Call& call) const {
  const auto parsed = parse_funding_query(market_, call.venue, call.target, call.now);
  if (const auto* error = std::get_if<VenueError>(&parsed)) return error_answer(*error);
  const auto& query = std::get<FundingQuery>(parsed);
  return plain(fundings_json(market_, query, select_fundings(market_, query, call.now)));
}

RestAnswer Rest::trades(const Call& call) const {
  const TradeKind kind =
      call.endpoint == Endpoint::kTrades ? TradeKind::kSingle : TradeKind::kAggregate;
  const auto parsed = parse_trade_query(market_, {call.venue, kind}, call.target, call.now);
  if (const auto* error = std::get_if<VenueError>(&parsed)) return error_answer(*error);
  const auto& query = std::get<TradeQuery>(parsed);
  return plain(trades_json(select_trades(market_, query, call.now), query, call.unit));
}

std::shared_ptr<const std::string> Rest::all_symbols(const Call& call) {
  // Listings and delistings fall on whole minutes, so within one nothing changes.
  const Micros minute = open_of(Interval::k1m, call.now);
  SymbolList& list = lists_[static_cast<std::size_t>(call.venue)];
  const std::lock_guard lock(list.mutex);
  if (list.minute != minute) {
    list.json = std::make_shared<const std::string>(
        symbols_json(listed_symbols(market_, call.venue, call.now), call.now));
    list.minute = minute;
  }
  return list.json;
}

Limiter& Rest::limiter(Venue venue) {
  switch (venue) {
    case Venue::kSpot:
      return spot_;
    case Venue::kUm:
      return um_;
    case Venue::kCm:
      return cm_;
  }
  return spot_;
}

}  // namespace wick::sim
