// The simulated broker where the real feed of a gateway expects one, in virtual time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fake/web.hpp"
#include "fake/websocket.hpp"
#include "fake/world.hpp"
#include "sim/broker/gateway_session.hpp"

namespace wick::simulation {

constexpr const char* kBrokerUrl = "http://broker";

class BrokerHost final : public fake::WebSocketServer, public fake::Site, public sim::BrokerSource {
 public:
  // The world must outlive it.
  BrokerHost(fake::World& world, std::uint64_t seed, sim::BrokerSettings settings = {});

  void behave(sim::BrokerSettings settings);  // from now on
  void leave();                               // nobody gets an answer until come_back()
  void come_back() { away_ = false; }

  [[nodiscard]] std::shared_ptr<const sim::Broker> broker() const override { return broker_; }
  void connected(const std::string& url, std::shared_ptr<fake::WebSocketPeer> peer) override;
  void received(const std::string& text, fake::WebSocketPeer& peer) override;
  [[nodiscard]] fake::WebOutcome answer(const port::HttpRequest& request, core::Now now) override;

  [[nodiscard]] int connections() const { return connections_; }

 private:
  [[nodiscard]] sim::Micros now() const { return core::micros_of(world_.now().utc); }
  void carry(const std::vector<sim::Frame>& frames);
  void watch();

  fake::World& world_;
  std::uint64_t seed_;
  std::shared_ptr<const sim::Broker> broker_;
  std::shared_ptr<fake::WebSocketPeer> peer_;
  std::shared_ptr<sim::GatewaySession> session_;
  std::uint64_t watch_{};  // the one that counts
  int connections_{};
  bool away_{};
};

}  // namespace wick::simulation
