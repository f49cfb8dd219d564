#include "web_hosts.hpp"

#include "core/time.hpp"

namespace wick::simulation {

class WebHosts::Host final : public fake::Site {
 public:
  Host(fake::World& world, sim::Exchange& exchange, sim::Host host)
      : start_(world.now().utc - world.now().mono.time_since_epoch()),
        exchange_(exchange),
        host_(host) {}

  fake::WebOutcome answer(const port::HttpRequest& request, core::Now now) override {
    sim::Request asked;
    asked.method = "GET";
    asked.target = request.url.substr(request.url.find('/', 8));
    asked.client = "10.0.0.1";
    const core::UtcTime venue_now = start_ + now.mono.time_since_epoch();
    const sim::Response response = exchange_.respond(host_, asked, core::micros_of(venue_now));
    fake::WebOutcome outcome;
    outcome.status = response.status;
    outcome.headers = response.headers;
    if (response.body) outcome.body = *response.body;
    outcome.delay = core::Micros{response.fate.delay};
    outcome.reset = response.fate.reset;
    outcome.silent = response.fate.silent;
    outcome.cut_after = response.fate.cut_after;
    return outcome;
  }

 private:
  core::UtcTime start_;
  sim::Exchange& exchange_;
  sim::Host host_;
};

WebHosts::WebHosts(fake::World& world, fake::Web& web, sim::Exchange& exchange)
    : hosts_{std::make_unique<Host>(world, exchange, sim::Host::kArchive),
             std::make_unique<Host>(world, exchange, sim::Host::kSpot),
             std::make_unique<Host>(world, exchange, sim::Host::kUm),
             std::make_unique<Host>(world, exchange, sim::Host::kCm)} {
  web.attach("http://archive", *hosts_[0]);
  web.attach("http://spot", *hosts_[1]);
  web.attach("http://um", *hosts_[2]);
  web.attach("http://cm", *hosts_[3]);
}

WebHosts::~WebHosts() = default;

wiring::Config WebHosts::config() {
  return *wiring::Config::load({{"WICK_BINANCE_ARCHIVE_URL", "http://archive"},
                                {"WICK_BINANCE_LISTING_URL", "http://archive/data.binance.vision"},
                                {"WICK_BINANCE_SPOT_URL", "http://spot"},
                                {"WICK_BINANCE_UM_URL", "http://um"},
                                {"WICK_BINANCE_CM_URL", "http://cm"},
                                {"WICK_BINANCE_SPOT_WS_URL", "ws://spot"},
                                {"WICK_BINANCE_UM_WS_URL", "ws://um"},
                                {"WICK_BINANCE_CM_WS_URL", "ws://cm"}},
                               std::nullopt);
}

}  // namespace wick::simulation
