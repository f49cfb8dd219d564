#include "stream_stage.hpp"

#include <algorithm>

#include "fake/web.hpp"
#include "store/bar_log.hpp"
#include "store/cache.hpp"
#include "stream_host.hpp"
#include "web_hosts.hpp"
#include "wiring/past.hpp"
#include "wiring/streams.hpp"

namespace wick::simulation {
namespace {

void sort_out(const std::vector<live::CandleEvent>& events, Streamed& streamed) {
  for (const live::CandleEvent& event : events) {
    auto& told = streamed.told[event.series];
    if (event.kind != live::Tidings::kForming) {
      told.push_back(event);
      continue;
    }
    ++streamed.forming;
    const auto last = std::find_if(told.rbegin(), told.rend(), [](const live::CandleEvent& one) {
      return one.kind != live::Tidings::kRevised;
    });
    const bool in_turn = last == told.rend() || last->bar.close_time < event.bar.open_time;
    streamed.doubled_forming += in_turn ? 0 : 1;
  }
}

void keep(const std::vector<live::CandleEvent>& events, const std::vector<core::SeriesId>& series,
          port::BarLog& log, core::Now now) {
  for (const live::CandleEvent& event : events) {
    using live::Tidings;
    const bool closed = event.kind == Tidings::kClosed || event.kind == Tidings::kRevised;
    const bool kept = event.tier == core::Tier::kCache || event.tier == core::Tier::kBulk;
    if (closed && !kept) log.take(series[event.series], event.bar, event.mark, now);
  }
}

}  // namespace

Streamed StreamStage::run(const StreamRun& run) {
  fake::World world(run.seed, run.begin);
  fake::Web web(world);
  const WebHosts hosts(world, web, exchange_);
  StreamHost streams(world, exchange_);
  const core::MonoTime start = world.now().mono;
  world.jump(run.skew);

  const wiring::Config config = WebHosts::config();
  const store::Disk disk{.files = &files_,
                         .random = &world.random(),
                         .layout = store::Layout("/cache"),
                         .writer = "simulation"};
  store::Cache cache(disk);
  const wiring::History history(
      config,
      {.http = &web, .workers = &world, .cache = &cache, .memory = &memory_, .seed = run.seed});
  wiring::Past past(history);
  const auto dialect = wiring::stream_dialect(config, run.series.front().market);
  live::CandleStream stream(
      {.series = run.series, .since = run.since, .forming = run.forming, .seed = run.seed},
      {&streams, dialect.get(), &past});

  store::BarLog log(disk);
  Streamed streamed;
  streamed.told.resize(run.series.size());
  std::vector<live::CandleEvent> events;
  const core::MonoTime end = start + (run.end - run.begin);
  bool calm = false;
  while (world.now().mono < end) {
    if (!calm && world.now().mono >= start + (run.calm_from - run.begin)) {
      calm = true;
      (void)exchange_.load("calm", streams.now());
    }
    events.clear();
    stream.step(world.now(), events);
    sort_out(events, streamed);
    keep(events, run.series, log, world.now());
    log.step(world.now());
    world.wait(std::min({end, stream.wake(), log.wake()}));
  }
  if (run.ends == StreamRun::End::kKilled) {
    files_.cut_power_anywhere(run.seed);
  } else {
    log.finish(world.now());
  }
  streamed.trouble = log.trouble();
  streamed.counters = stream.counters();
  return streamed;
}

history::Answer StreamStage::cached(const core::SeriesId& id, core::TimeRange range,
                                    core::UtcTime now) {
  fake::World world(1, now);
  store::Cache cache({.files = &files_,
                      .random = &world.random(),
                      .layout = store::Layout("/cache"),
                      .writer = "simulation"});
  history::Retrieval retrieval({.id = id, .wanted = {range}},
                               {{policy::Rung{.tier = core::Tier::kCache}, &cache}});
  return history::retrieve(retrieval, world);
}

}  // namespace wick::simulation
