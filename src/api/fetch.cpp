#include "api/fetch.hpp"

#include <algorithm>
#include <utility>

#include "api/answer.hpp"
#include "api/error.hpp"
#include "store/events.hpp"
#include "wiring/fetch_event.hpp"

namespace wick::api {

Fetch::Fetch(std::shared_ptr<Errand> errand, World& world)
    : world_(world), errand_(std::move(errand)), start_(world.now().mono) {
  for (const Request& request : errand_->requests()) parts_.push_back(begin(request));
}

Fetch::Part Fetch::begin(const Request& request) {
  using Network = wiring::History::Network;
  auto question = understand(request, world_.now().utc);
  if (question && question->id.interval == core::Interval::k3d) {
    const bool local = question->source == wiring::SourceChoice::kCache;
    const int phase = world_.history().three_day_phase(
        question->id, local ? Network::kNotUsed : Network::kUsed, world_.reactor());
    question = understand(request, world_.now().utc, phase);
  }
  Part part;
  if (!question) {
    part.result = question.error();
    return part;
  }
  part.question = *question;
  if (question->range.empty()) {
    part.result = bars_of(*question, {}, {});
    return part;
  }
  const wiring::History::Wish wish{.id = question->id,
                                   .wanted = {question->range},
                                   .source = question->source,
                                   .include_open = question->include_open,
                                   .wait = question->wait};
  part.retrieval.emplace(world_.history().request(wish, world_.now().utc),
                         world_.history().tiers(wish));
  part.wanted = part.retrieval->progress().wanted;
  return part;
}

bool Fetch::step() {
  if (errand_->given_up()) {
    stop();
    return true;
  }
  bool done = true;
  for (Part& part : parts_) {
    if (part.result) continue;
    part.retrieval->step(world_.now());
    if (part.retrieval->done()) end(part);
    done = done && part.result;
  }
  if (!done) {
    errand_->tell(progress());
    return false;
  }
  std::vector<Result<Bars>> results;
  for (Part& part : parts_) results.push_back(*std::move(part.result));
  errand_->finish(std::move(results));
  return true;
}

void Fetch::end(Part& part) {
  history::Answer answer = part.retrieval->take();
  // Of a chart that has few bars, an instant that is known to have none is no gap.
  if (core::is_sparse(part.question->id.chart)) std::erase_if(answer.missing, core::settled);
  const core::Micros elapsed = world_.now().mono - start_;
  // A look at the cache alone leaves no trace.
  if (part.question->source != wiring::SourceChoice::kCache && !answer.refusal) {
    store::Events events(world_.files(), world_.disk().layout.events());
    const wiring::Fetched fetched{part.question->id, answer, elapsed};
    events.add(store::event_line(
        wiring::event_of(fetched, part.question->range, world_.now().utc, "api")));
  }
  part.result = bars_of(*part.question, answer, elapsed);
}

void Fetch::stop() {
  std::vector<Result<Bars>> results;
  for (Part& part : parts_) {
    if (!part.result) part.retrieval->stop(world_.now());
    results.push_back(part.result ? *std::move(part.result) : Result<Bars>(cancelled()));
  }
  errand_->finish(std::move(results));
}

core::MonoTime Fetch::wake() const {
  core::MonoTime wake = core::MonoTime::max();
  for (const Part& part : parts_) {
    if (!part.result) wake = std::min(wake, part.retrieval->wake());
  }
  return wake;
}

Progress Fetch::progress() const {
  Progress sum;
  for (const Part& part : parts_) {
    sum.wanted += part.wanted;
    if (part.result) {
      sum.settled += part.wanted;
      continue;
    }
    const auto at = part.retrieval->progress();
    sum.settled += at.settled;
    if (!at.waits_for.empty()) sum.waits_for = at.waits_for;
  }
  return sum;
}

}  // namespace wick::api
