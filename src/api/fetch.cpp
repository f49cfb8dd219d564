#include "api/fetch.hpp"

#include <algorithm>
#include <utility>

#include "api/answer.hpp"
#include "api/error.hpp"

namespace wick::api {

Fetch::Fetch(std::shared_ptr<Errand> errand, World& world)
    : world_(world), errand_(std::move(errand)) {
  std::vector<Sight> sights = errand_->take_sights();
  if (!sights.empty()) {
    for (Sight& sight : sights) parts_.push_back(begin(std::move(sight)));
    return;
  }
  for (const Request& request : errand_->requests()) parts_.push_back(begin(request));
}

// What the cache said is not asked again.
Fetch::Part Fetch::begin(Sight sight) {
  Part part;
  part.begun = sight.begun;
  part.question = sight.question;
  part.recalled = std::make_unique<Recalled>(std::move(sight), world_.cache());
  retrieve(part);
  return part;
}

Fetch::Part Fetch::begin(const Request& request) {
  using Network = wiring::History::Network;
  const core::Now now = world_.now();
  auto question = understand(request, now.utc);
  if (question && question->id.interval == core::Interval::k3d) {
    const bool local = question->source == wiring::SourceChoice::kCache;
    const int phase = world_.history().three_day_phase(
        question->id, local ? Network::kNotUsed : Network::kUsed, world_.reactor());
    question = understand(request, world_.now().utc, phase);
  }
  Part part;
  part.begun = now.mono;
  if (!question) {
    part.result = question.error();
    return part;
  }
  part.question = *question;
  if (question->range.empty()) {
    part.result = bars_of(*question, {}, {});
    return part;
  }
  retrieve(part);
  return part;
}

void Fetch::retrieve(Part& part) const {
  const wiring::History::Wish wish = wish_of(*part.question);
  std::vector<history::Tier> tiers = world_.history().tiers(wish);
  for (history::Tier& tier : tiers) {
    if (part.recalled && tier.rung.tier == core::Tier::kCache) tier.source = part.recalled.get();
  }
  part.retrieval.emplace(world_.history().request(wish, world_.now().utc), std::move(tiers));
  part.wanted = part.retrieval->progress().wanted;
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
  const core::Now now = world_.now();
  part.result = concluded(*part.question, part.retrieval->take(), {now.mono - part.begun, now},
                          world_.events());
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
