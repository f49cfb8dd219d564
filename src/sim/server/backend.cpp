#include "sim/server/backend.hpp"

namespace wick::sim {
namespace {

class ExchangeBackend : public Backend {
 public:
  explicit ExchangeBackend(Exchange& exchange) : exchange_(exchange) {}

  [[nodiscard]] Response respond(Host host, const Request& request, Micros now) override {
    return exchange_.respond(host, request, now);
  }
  [[nodiscard]] bool quick(Host host, const Request& request) const override {
    return exchange_.quick(host, request);
  }
  [[nodiscard]] StreamFate stream_fate(const StreamEvent& event, Micros now) override {
    return exchange_.stream_fate(event, now);
  }
  [[nodiscard]] bool touches_frames() const override { return exchange_.touches_frames(); }
  [[nodiscard]] StreamOptions stream_options(Venue venue) const override {
    return exchange_.stream_options(venue);
  }
  void stream_misused(const StreamEvent& event, Micros now) override {
    exchange_.stream_misused(event, now);
  }
  [[nodiscard]] std::shared_ptr<const Broker> broker() const override { return exchange_.broker(); }
  [[nodiscard]] const Market& market() const override { return exchange_.market(); }

 private:
  Exchange& exchange_;
};

}  // namespace

std::unique_ptr<Backend> backend_of(Exchange& exchange) {
  return std::make_unique<ExchangeBackend>(exchange);
}

}  // namespace wick::sim
