#include "stage.hpp"

#include "fake/web.hpp"
#include "store/cache.hpp"
#include "web_hosts.hpp"

namespace wick::simulation {

Fetched Stage::fetch(const core::SeriesId& id, const Run& run) {
  fake::World world(run.seed, run.now);
  fake::Web web(world);
  const WebHosts hosts(world, web, exchange_);
  const wiring::Config config = WebHosts::config();
  store::Cache cache({.files = &files_,
                      .random = &world.random(),
                      .layout = store::Layout("/cache"),
                      .writer = "simulation"});
  const wiring::History binance(
      config,
      {.http = &web, .workers = &world, .cache = &cache, .memory = &memory_, .seed = run.seed});
  const wiring::History::Wish wish{
      .id = id, .wanted = {run.range}, .source = run.source, .include_open = false, .wait = false};
  history::Retrieval retrieval(binance.request(wish, world.now().utc), binance.tiers(wish));
  const core::MonoTime start = world.now().mono;
  history::Answer answer = history::retrieve(retrieval, world);
  return {std::move(answer), world.now().mono - start};
}

}  // namespace wick::simulation
