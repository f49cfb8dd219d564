// The simulated REST API of OKX, version 5: candles, their history, instruments, time.
//
// It quotes the same market as the simulated Binance. A reply follows from the request, the market
// and `now`, but for the requests each client has used up. Safe to call from several threads.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/http.hpp"
#include "sim/market/market.hpp"
#include "sim/okx/okx_error.hpp"
#include "sim/rest/limiter.hpp"

namespace wick::sim {

struct OkxOptions {
  std::vector<RateLimit> limits{};  // of each endpoint alike; empty: the usual ones
};

class Okx {
 public:
  explicit Okx(const Market& market, const OkxOptions& options = {});  // market must outlive this

  [[nodiscard]] Response respond(const Request& request, Micros now);

 private:
  enum class Endpoint : std::uint8_t { kCandles, kHistoryCandles, kInstruments, kTime };
  using Data = std::variant<std::string, OkxError>;

  [[nodiscard]] Data data(Endpoint endpoint, const Target& target, Micros now) const;
  [[nodiscard]] Data candles(Endpoint endpoint, const Target& target, Micros now) const;

  const Market& market_;
  std::array<Limiter, 4> limiters_;  // by endpoint
};

// The envelope of an answer, around the value of `data`.
constexpr std::string_view kOkxHead = R"({"code":"0","msg":"","data":)";
constexpr std::string_view kOkxTail = "}";

}  // namespace wick::sim
