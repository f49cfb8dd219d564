// The simulated broker as one scenario makes it: its market, its ways of misbehaving, and what it
// answers over HTTP. Sessions of its gateway and of FIX look at it anew each time they speak, so
// that a new scenario is felt at once.
//
// Safe to call from several threads; reads no clock.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "sim/broker/broker_settings.hpp"
#include "sim/broker/fx_market.hpp"
#include "sim/http.hpp"

namespace wick::sim {

struct BrokerOptions {
  std::uint64_t seed{};        // of the market
  std::uint64_t fault_seed{};  // of chance
  Micros began{};              // when the scenario came into force
  BrokerSettings settings{};
};

class Broker {
 public:
  explicit Broker(BrokerOptions options) : options_(std::move(options)) {}

  [[nodiscard]] std::uint64_t seed() const { return options_.seed; }
  [[nodiscard]] std::uint64_t fault_seed() const { return options_.fault_seed; }
  [[nodiscard]] const BrokerSettings& settings() const { return options_.settings; }
  [[nodiscard]] FxReader reader(const FxInstrument& instrument) const {
    return {options_.seed, instrument};
  }
  // Refused to everybody by the scenario.
  [[nodiscard]] bool rejects(const FxInstrument& instrument) const;
  // A connection of that age says nothing; or is to be cut.
  [[nodiscard]] bool silent(Micros age) const;
  [[nodiscard]] bool drops(Micros age) const { return age >= options_.settings.drop_after; }

  // Of Host::kGateway, but for the stream of ticks, and of Host::kCandles.
  [[nodiscard]] Response respond(Host host, const Request& request, Micros now) const;

 private:
  [[nodiscard]] Response history(const Request& request, const Target& target, Micros now) const;
  [[nodiscard]] bool ready(const FxInstrument& instrument, Micros now) const;
  [[nodiscard]] bool too_many(const std::string& client, Micros now) const;

  BrokerOptions options_;
  mutable std::mutex mutex_{};
  mutable std::int64_t asked_{};  // requests for history, ever
  mutable std::map<std::string, std::pair<Minute, std::int64_t>> quota_{};  // by client
};

// Where sessions find the broker in force.
class BrokerSource {
 public:
  virtual ~BrokerSource() = default;
  [[nodiscard]] virtual std::shared_ptr<const Broker> broker() const = 0;
};

[[nodiscard]] inline Millis millis_of(Micros at) {
  return at / 1000;
}

}  // namespace wick::sim
