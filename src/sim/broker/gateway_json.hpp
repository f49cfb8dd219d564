// What the gateway of docs/formats/gateway.md is asked over HTTP, and the texts of its answers.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "sim/broker/fx_market.hpp"
#include "sim/http.hpp"

namespace wick::sim {

class Broker;

constexpr std::string_view kTicksPath = "/v1/ticks";

struct GatewayError {
  int status{};
  std::string_view error, text;
};
constexpr GatewayError kNotReady{503, "not_ready", "PriceHistoryCommunicator is not ready"};
constexpr GatewayError kNoData{404, "no_data", "No data found"};
constexpr GatewayError kUnsupported{400, "unsupported_scope", "unsupported scope"};
constexpr GatewayError kTooMany{429, "too_many", "Too many requests"};
[[nodiscard]] std::string error_text(const GatewayError& error);

struct CandlesQuestion {
  const FxInstrument* instrument{};
  FxFrame frame{};
  std::string frame_name{};
  Millis from{}, to{};
  std::int64_t depth{}, count{};  // bars that an answer may have; those that this one may have
};
[[nodiscard]] std::variant<CandlesQuestion, GatewayError> read_candles_question(
    const Target& target, std::int64_t depth);

// The newest bars of the range, at most as many as asked for, oldest first; the last may still be
// forming at `now`.
[[nodiscard]] std::string candles_text(FxReader& reader, const CandlesQuestion& question,
                                       Millis now);

[[nodiscard]] std::string instruments_text(const Broker& broker, Millis now);
[[nodiscard]] std::string tick_text(const FxInstrument& instrument, const FxTick& tick);

}  // namespace wick::sim
