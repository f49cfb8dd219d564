#include "broker_host.hpp"

#include <algorithm>
#include <utility>

namespace wick::simulation {

BrokerHost::BrokerHost(fake::World& world, std::uint64_t seed, sim::BrokerSettings settings)
    : world_(world), seed_(seed) {
  behave(std::move(settings));
}

void BrokerHost::behave(sim::BrokerSettings settings) {
  broker_ = std::make_shared<sim::Broker>(
      sim::BrokerOptions{seed_, world_.random().next(), now(), std::move(settings)});
}

void BrokerHost::leave() {
  away_ = true;
  if (peer_) peer_->cut("the broker is away");
  peer_.reset();
  session_.reset();
}

void BrokerHost::connected(const std::string& /*url*/, std::shared_ptr<fake::WebSocketPeer> peer) {
  if (away_) return peer->cut("the broker is away");
  ++connections_;
  peer_ = std::move(peer);
  session_ = std::make_shared<sim::GatewaySession>(*this, now());
  watch();
}

void BrokerHost::received(const std::string& text, fake::WebSocketPeer& peer) {
  if (&peer != peer_.get()) return;
  carry(session_->on_text(text, now()));
  watch();
}

fake::WebOutcome BrokerHost::answer(const port::HttpRequest& request, core::Now /*now*/) {
  fake::WebOutcome outcome;
  outcome.reset = away_;
  if (away_) return outcome;
  const std::string target = request.url.substr(std::string(kBrokerUrl).size());
  const sim::Response response =
      broker_->respond(sim::Host::kGateway, {"GET", target, {}, "me", {}}, now());
  outcome.status = response.status;
  outcome.headers = response.headers;
  outcome.body = *response.body;
  outcome.delay = core::Micros{response.fate.delay};
  return outcome;
}

void BrokerHost::carry(const std::vector<sim::Frame>& frames) {
  for (const sim::Frame& frame : frames) {
    if (frame.kind == sim::Frame::Kind::kEvent) {
      peer_->push(frame.text);
    } else {
      peer_->cut("broken");
    }
  }
}

void BrokerHost::watch() {
  const sim::Micros due = session_->next_due();
  if (due == sim::kNever) return;
  const std::uint64_t number = ++watch_;
  const sim::Micros least = 1'000;
  world_.after(core::Micros{std::clamp(due - now(), least, 5 * sim::kSecond)}, [this, number] {
    if (number != watch_ || !session_) return;
    carry(session_->poll(now()));
    watch();
  });
}

}  // namespace wick::simulation
