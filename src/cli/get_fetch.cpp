#include "cli/get_fetch.hpp"

#include <algorithm>
#include <utility>

namespace wick::cli {
namespace {

// Of a chart that has few bars, an instant that is known to have none is no gap.
void leave_out_no_gaps(Answered& answered) {
  if (!core::is_sparse(answered.id.chart)) return;
  std::erase_if(answered.answer.missing, core::settled);
}

// All series of a request, each stepping whenever something has come in.
class Fetch {
 public:
  Fetch(const GetRequest& request, Throttled throttled, Runtime& runtime)
      : start_(runtime.now().mono), left_(request.series.size()), answers_(left_) {
    for (std::size_t i = 0; i < left_; ++i) {
      const auto wish = wish_of(request, request.series[i], throttled);
      retrievals_.emplace_back(runtime.history().request(wish, runtime.now().utc),
                               runtime.history().tiers(wish));
      answers_[i].id = request.series[i];
    }
  }

  void step(const port::Clock& clock) {
    for (std::size_t i = 0; i < retrievals_.size(); ++i) {
      if (retrievals_[i].done()) continue;
      retrievals_[i].step(clock.now());
      if (!retrievals_[i].done()) continue;
      answers_[i].answer = retrievals_[i].take();
      leave_out_no_gaps(answers_[i]);
      answers_[i].elapsed = clock.now().mono - start_;
      --left_;
    }
  }

  [[nodiscard]] bool done() const { return left_ == 0; }
  [[nodiscard]] core::MonoTime wake() const {
    core::MonoTime wake = core::MonoTime::max();
    for (const history::Retrieval& retrieval : retrievals_) {
      if (!retrieval.done()) wake = std::min(wake, retrieval.wake());
    }
    return wake;
  }
  [[nodiscard]] history::Retrieval::Progress progress() const {
    history::Retrieval::Progress sum;
    for (const history::Retrieval& retrieval : retrievals_) {
      const auto part = retrieval.progress();
      sum.settled += part.settled;
      sum.wanted += part.wanted;
    }
    return sum;
  }
  [[nodiscard]] std::vector<Answered> take() { return std::move(answers_); }

 private:
  core::MonoTime start_;
  std::size_t left_;  // still under way
  std::vector<Answered> answers_;
  std::vector<history::Retrieval> retrievals_;
};

}  // namespace

wiring::History::Wish wish_of(const GetRequest& request, const core::SeriesId& id,
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
  Fetch fetch(request, throttled, runtime);
  for (;;) {
    fetch.step(reactor);
    progress.show(fetch.progress(), reactor.now().mono);
    if (fetch.done()) break;
    reactor.wait(fetch.wake());
  }
  progress.clear();
  return fetch.take();
}

}  // namespace wick::cli
