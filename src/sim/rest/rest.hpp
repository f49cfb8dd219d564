// The simulated REST API of the three markets: klines, trades, exchangeInfo, time, ping; of futures
// also the klines of mark, index and premium, and the fundings.
//
// A reply follows from the request, the market and `now`, but for two things that add up: what
// each client has used of its limits, and the symbol lists kept for the current minute. Safe to
// call from several threads.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/http.hpp"
#include "sim/rest/answer.hpp"
#include "sim/rest/limiter.hpp"
#include "sim/rest/venue_error.hpp"

namespace wick::sim {

struct RestOptions {
  std::vector<RateLimit> spot_limits{
      {LimitType::kRequestWeight, kMinute, 1, 6000},
      {LimitType::kOrders, kSecond, 10, 100},
      {LimitType::kOrders, kDay, 1, 200'000},
      {LimitType::kRawRequests, kMinute, 5, 61'000},
  };
  std::vector<RateLimit> um_limits{
      {LimitType::kRequestWeight, kMinute, 1, 2400},
      {LimitType::kOrders, kMinute, 1, 1200},
      {LimitType::kOrders, kSecond, 10, 300},
  };
  std::vector<RateLimit> cm_limits{
      {LimitType::kRequestWeight, kMinute, 1, 2400},
      {LimitType::kOrders, kMinute, 1, 1200},
  };
  // USD-M counts fundingRate by itself and without weight.
  std::vector<RateLimit> um_funding_limits{{LimitType::kRawRequests, kMinute, 5, 500}};
  BanOptions bans{};
};

class Rest {
 public:
  explicit Rest(const Market& market, RestOptions options = {});  // market must outlive this

  [[nodiscard]] Response respond(Host host, const Request& request, Micros now);  // of the three

  void forget_clients();  // all counts and bans

 private:
  enum class Endpoint : std::uint8_t {
    kPing,
    kTime,
    kExchangeInfo,
    kKlines,
    kMarkPriceKlines,
    kIndexPriceKlines,
    kPremiumIndexKlines,
    kFundingRate,
    kAggTrades,
    kTrades,
    kUnknown,
  };
  struct Call {
    Venue venue{};
    Endpoint endpoint{};
    Target target;
    Micros unit{1000};  // of times in the reply: 1 or 1000
    Micros now{};
  };
  struct SymbolList {
    std::mutex mutex;
    Micros minute{-1};
    std::shared_ptr<const std::string> json;
  };

  [[nodiscard]] static Endpoint endpoint_of(Venue venue, std::string_view path);
  [[nodiscard]] static Endpoint futures_endpoint_of(std::string_view leaf);
  [[nodiscard]] static std::int64_t weight_of(const Call& call);
  [[nodiscard]] RestAnswer charged_answer(Call& call, const Request& request);
  [[nodiscard]] RestAnswer answer(Call& call, const Request& request);
  [[nodiscard]] RestAnswer dispatch(const Call& call);
  [[nodiscard]] RestAnswer exchange_info(const Call& call);
  [[nodiscard]] RestAnswer klines(const Call& call) const;
  [[nodiscard]] RestAnswer fundings(const Call& call) const;
  [[nodiscard]] RestAnswer trades(const Call& call) const;
  [[nodiscard]] std::shared_ptr<const std::string> all_symbols(const Call& call);
  [[nodiscard]] Limiter& limiter(Venue venue);

  const Market& market_;
  Limiter spot_, um_, cm_, um_funding_;
  std::array<SymbolList, 3> lists_;
};

}  // namespace wick::sim
