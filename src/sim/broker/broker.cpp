#include "sim/broker/broker.hpp"

#include <algorithm>
#include <optional>

#include "sim/broker/candle_files.hpp"
#include "sim/broker/gateway_json.hpp"
#include "sim/fault/dice.hpp"
#include "sim/fault/glob.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kWhole = 1'000'000;  // millionths
constexpr std::size_t kClientsMax = 10'000;

Response told(const GatewayError& error) {
  return text_response(error.status, "application/json", error_text(error));
}

}  // namespace

bool Broker::rejects(const FxInstrument& instrument) const {
  return std::ranges::any_of(settings().rejected, [&](const std::string& pattern) {
    return glob_matches(pattern, instrument.name);
  });
}

bool Broker::silent(Micros age) const {
  const BrokerSettings& wanted = settings();
  if (age < wanted.silence_after) return false;
  return wanted.silence_lasting == kNever || age - wanted.silence_after < wanted.silence_lasting;
}

bool Broker::ready(const FxInstrument& instrument, Micros now) const {
  const BrokerSettings& wanted = settings();
  if (now - options_.began < wanted.history_ready_after) return false;
  if (!wanted.history_while_closed &&
      !MarketHours(instrument.trading).open(millis_of(now) / kMinuteMillis)) {
    return false;
  }
  const std::scoped_lock lock(mutex_);
  const std::uint64_t dice = throw_dice(fault_seed(), static_cast<std::uint64_t>(asked_++));
  return static_cast<std::int64_t>(dice % kWhole) >= wanted.history_not_ready;
}

bool Broker::too_many(const std::string& client, Micros now) const {
  if (settings().history_per_minute == 0) return false;
  const Minute minute = millis_of(now) / kMinuteMillis;
  const std::scoped_lock lock(mutex_);
  if (quota_.size() > kClientsMax) quota_.clear();
  auto& [at, count] = quota_[client];
  if (at != minute) count = 0;
  at = minute;
  return ++count > settings().history_per_minute;
}

Response Broker::history(const Request& request, const Target& target, Micros now) const {
  if (too_many(request.client, now)) {
    Response response = told(kTooMany);
    const Millis rest = kMinuteMillis - millis_of(now) % kMinuteMillis;
    response.headers.emplace_back("Retry-After", std::to_string((rest + 999) / 1000));
    return response;
  }
  const auto question = read_candles_question(target, settings().history_depth);
  if (const auto* error = std::get_if<GatewayError>(&question)) return told(*error);
  const auto& asked = std::get<CandlesQuestion>(question);
  if (rejects(*asked.instrument)) return told(kNoData);
  if (!ready(*asked.instrument, now)) return told(kNotReady);
  FxReader reader = this->reader(*asked.instrument);
  return text_response(200, "application/json", candles_text(reader, asked, millis_of(now)));
}

Response Broker::respond(Host host, const Request& request, Micros now) const {
  if (host == Host::kCandles) return candle_file(*this, request, now);
  const Target target = parse_target(request.target);
  Response response;
  if (target.path == "/v1/instruments") {
    response = text_response(200, "application/json", instruments_text(*this, millis_of(now)));
  } else if (target.path == "/v1/candles") {
    response = history(request, target, now);
  } else {
    return told({404, "no_data", "No such path"});
  }
  response.fate.delay = settings().history_latency;
  return response;
}

}  // namespace wick::sim
