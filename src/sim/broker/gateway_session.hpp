// One WebSocket of the gateway, without the socket: what docs/formats/gateway.md says of ticks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/broker/quote_flow.hpp"
#include "sim/stream/frame_session.hpp"

namespace wick::sim {

class GatewaySession final : public FrameSession {
 public:
  // The source must outlive it.
  GatewaySession(const BrokerSource& source, Micros now) : source_(source), began_(now) {}

  [[nodiscard]] std::vector<Frame> on_text(std::string_view text, Micros now) override;
  [[nodiscard]] std::vector<Frame> on_ping(Micros now) override;
  [[nodiscard]] std::vector<Frame> on_pong(std::string_view payload, Micros now) override;
  [[nodiscard]] std::vector<Frame> poll(Micros now) override;
  [[nodiscard]] Micros next_due() const override;
  [[nodiscard]] Frame shutdown_notice(Micros now) const override;

 private:
  void subscribe(const Broker& broker, const std::vector<std::string>& names, Micros now);
  void tell_state(Micros now);
  void say(std::string text, Micros now);
  [[nodiscard]] std::vector<Frame> spoken(const Broker& broker, Micros now);

  const BrokerSource& source_;
  Micros began_;
  QuoteFlow flow_;
  std::vector<Frame> out_;
  std::optional<bool> open_;  // as told last; nothing before the client has said what it wants
  Micros next_state_{kNever};
  bool over_{};
};

}  // namespace wick::sim
