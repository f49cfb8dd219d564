#include "stage.hpp"

#include "fake/web.hpp"
#include "store/cache.hpp"

namespace wick::simulation {
namespace {

using core::micros_of;

// One host of the simulated exchange, as a site of the fake web.
class SimulatedHost final : public fake::Site {
 public:
  SimulatedHost(sim::Exchange& exchange, sim::Host host) : exchange_(exchange), host_(host) {}

  fake::WebOutcome answer(const port::HttpRequest& request, core::Now now) override {
    sim::Request asked;
    asked.method = "GET";
    asked.target = request.url.substr(request.url.find('/', 8));
    asked.client = "10.0.0.1";
    const sim::Response response = exchange_.respond(host_, asked, micros_of(now.utc));
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
  sim::Exchange& exchange_;
  sim::Host host_;
};

}  // namespace

Fetched Stage::fetch(const core::SeriesId& id, const Run& run) {
  fake::World world(run.seed, run.now);
  fake::Web web(world);
  SimulatedHost archive(exchange_, sim::Host::kArchive);
  SimulatedHost spot(exchange_, sim::Host::kSpot);
  SimulatedHost um(exchange_, sim::Host::kUm);
  SimulatedHost cm(exchange_, sim::Host::kCm);
  web.attach("http://archive", archive);
  web.attach("http://spot", spot);
  web.attach("http://um", um);
  web.attach("http://cm", cm);
  const auto config =
      wiring::Config::load({{"WICK_BINANCE_ARCHIVE_URL", "http://archive"},
                            {"WICK_BINANCE_LISTING_URL", "http://archive/data.binance.vision"},
                            {"WICK_BINANCE_SPOT_URL", "http://spot"},
                            {"WICK_BINANCE_UM_URL", "http://um"},
                            {"WICK_BINANCE_CM_URL", "http://cm"}},
                           std::nullopt);
  store::Cache cache({.files = &files_,
                      .random = &world.random(),
                      .layout = store::Layout("/cache"),
                      .writer = "simulation"});
  const wiring::History binance(
      *config,
      {.http = &web, .workers = &world, .cache = &cache, .memory = &memory_, .seed = run.seed});
  const wiring::History::Wish wish{
      .id = id, .wanted = {run.range}, .source = run.source, .include_open = false, .wait = false};
  history::Retrieval retrieval(binance.request(wish, world.now().utc), binance.tiers(wish));
  const core::MonoTime start = world.now().mono;
  history::Answer answer = history::retrieve(retrieval, world);
  return {std::move(answer), world.now().mono - start};
}

}  // namespace wick::simulation
