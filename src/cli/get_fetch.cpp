#include "cli/get_fetch.hpp"

#include <algorithm>
#include <utility>

namespace wick::cli {

wiring::BinanceHistory::Wish wish_of(const GetRequest& request, const core::SeriesId& id,
                                     Throttled throttled) {
  return {.id = id,
          .wanted = {request.range},
          .source = request.source,
          .include_open = request.include_open,
          .wait = throttled == Throttled::kWait};
}

std::vector<Answered> fetch_all(const GetRequest& request, Throttled throttled, Runtime& runtime,
                                Progress& progress) {
  io::Reactor& reactor = runtime.reactor();
  std::vector<history::Retrieval> retrievals;
  for (const core::SeriesId& id : request.series) {
    const auto wish = wish_of(request, id, throttled);
    retrievals.emplace_back(runtime.binance().request(wish, runtime.now().utc),
                            runtime.binance().tiers(wish));
  }
  const core::MonoTime start = reactor.now().mono;
  std::vector<Answered> answers(retrievals.size());
  for (std::size_t done = 0; done < retrievals.size();) {
    core::MonoTime wake = core::MonoTime::max();
    history::Retrieval::Progress sum;
    for (std::size_t i = 0; i < retrievals.size(); ++i) {
      const bool was_done = retrievals[i].done();
      retrievals[i].step(reactor.now());
      const auto part = retrievals[i].progress();
      sum.settled += part.settled;
      sum.wanted += part.wanted;
      if (!retrievals[i].done()) {
        wake = std::min(wake, retrievals[i].wake());
      } else if (!was_done) {
        answers[i] = {request.series[i], retrievals[i].take(), reactor.now().mono - start};
        ++done;
      }
    }
    progress.show(sum, reactor.now().mono);
    if (done < retrievals.size()) reactor.wait(wake);
  }
  progress.clear();
  return answers;
}

}  // namespace wick::cli
