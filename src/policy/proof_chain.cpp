#include "policy/proof_chain.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.hpp"

namespace wick::policy {

bool continues(double close, double open) {
  return std::abs(open - close) * 100 <= std::min(std::abs(open), std::abs(close));
}

ProofChain::ProofChain(const std::vector<Place>& places, Options options) : options_(options) {
  objects_.reserve(places.size());
  for (const Place& place : places) objects_.push_back({.place = place});
  look_at_runs();
}

void ProofChain::look_at_runs() {
  for (std::size_t begin = 0; begin < objects_.size();) {
    std::size_t end = begin + 1;
    while (end < objects_.size() && objects_[end].place.adjoins) ++end;
    const bool known = objects_[end - 1].place.after.has_value();
    for (std::size_t at = begin; at < end; ++at) {
      objects_[at].waits_for_after = known && end - begin <= options_.run_held_max;
    }
    begin = end;
  }
}

void ProofChain::arrived(std::size_t at, Edges edges) {
  Object& object = objects_.at(at);
  WICK_CHECK(object.fate == Fate::kAwaited);
  object.fate = Fate::kHere;
  object.edges = edges;
}

void ProofChain::gone(std::size_t at) {
  Object& object = objects_.at(at);
  WICK_CHECK(object.fate == Fate::kAwaited);
  object.fate = Fate::kGone;
  if (std::exchange(object.asked, false)) --asking_;
}

void ProofChain::told(std::size_t at, Word word) {
  Object& object = objects_.at(at);
  WICK_CHECK(object.fate == Fate::kHere && object.asked);
  object.asked = false;
  --asking_;
  if (word == Word::kAnother) {
    object.fate = Fate::kGone;
    one_was_another_ = true;
  } else {
    (word == Word::kTheSame ? told_same_ : told_nothing_).push_back(at);
  }
}

void ProofChain::cannot_be_asked() {
  cannot_be_asked_ = true;
}

ProofChain::Step ProofChain::next() {
  Step step;
  for (const std::size_t at : std::exchange(told_same_, {})) accept(at, step.proven);
  for (const std::size_t at : std::exchange(told_nothing_, {})) accept(at, step.taken);
  if (options_.judging == Judging::kByPrices) accept_what_follows(step);
  if (!cannot_be_asked_) {
    ask_what_is_stuck(step);
    return step;
  }
  for (std::size_t at = 0; at < objects_.size(); ++at) {
    if (objects_[at].fate == Fate::kHere) accept(at, step.taken);
  }
  return step;
}

void ProofChain::accept(std::size_t at, std::vector<std::size_t>& to) {
  objects_[at].fate = Fate::kAccepted;
  to.push_back(at);
}

bool ProofChain::adjoins_next(std::size_t at) const {
  return at + 1 < objects_.size() && objects_[at + 1].place.adjoins;
}

// What is known beside an object: told with its place, or by a neighbour that was accepted.
ProofChain::Beside ProofChain::beside(std::size_t at) const {
  const Object& object = objects_[at];
  Beside beside{object.place.before, object.place.after};
  if (object.place.adjoins && objects_[at - 1].fate == Fate::kAccepted) {
    beside.close = objects_[at - 1].edges.close;
  }
  if (adjoins_next(at) && objects_[at + 1].fate == Fate::kAccepted) {
    beside.open = objects_[at + 1].edges.open;
  }
  return beside;
}

bool ProofChain::contradicted(std::size_t at) const {
  const auto [close, open] = beside(at);
  const Edges& own = objects_[at].edges;
  return (close && own.open && !continues(*close, *own.open)) ||
         (open && own.close && !continues(*own.close, *open));
}

bool ProofChain::follows(std::size_t at) const {
  const auto [close, open] = beside(at);
  const Edges& own = objects_[at].edges;
  const bool joined = (close && own.open) || (open && own.close);
  return joined && !contradicted(at);
}

void ProofChain::accept_what_follows(Step& step) {
  const auto look_at = [&](std::size_t at) {
    const Object& object = objects_[at];
    if (object.fate == Fate::kHere && !object.asked && follows(at)) accept(at, step.proven);
  };
  for (std::size_t at = 0; at < objects_.size(); ++at) look_at(at);
  for (std::size_t at = objects_.size(); at-- > 0;) look_at(at);
}

// Whether something is still on its way from which the object may follow: what is before it, and
// what is after it where that is asked about or the run waits for it. An object after one that has
// come waits for that.
bool ProofChain::may_still_follow(std::size_t at) const {
  if (objects_[at].place.adjoins) {
    const Fate before = objects_[at - 1].fate;
    if (before == Fate::kAwaited || before == Fate::kHere) return true;
  }
  std::size_t last = at;
  while (adjoins_next(last) && objects_[last + 1].fate == Fate::kHere) {
    if (objects_[++last].asked) return true;
  }
  if (!adjoins_next(last) || objects_[last + 1].fate != Fate::kAwaited) return false;
  return objects_[last + 1].asked || objects_[last].waits_for_after;
}

bool ProofChain::first_of_a_run_without_neighbours(std::size_t at) const {
  const Object& object = objects_[at];
  return !object.place.adjoins && !object.place.before && !object.waits_for_after;
}

bool ProofChain::to_be_asked(std::size_t at) const {
  const Object& object = objects_[at];
  if (object.asked) return false;
  if (object.fate == Fate::kAwaited) return first_of_a_run_without_neighbours(at);
  if (object.fate != Fate::kHere) return false;
  if (options_.judging == Judging::kByTheSecondSource || one_was_another_) return true;
  return contradicted(at) || !may_still_follow(at);
}

void ProofChain::ask_what_is_stuck(Step& step) {
  for (std::size_t at = 0; at < objects_.size() && asking_ < options_.asked_at_once; ++at) {
    if (!to_be_asked(at)) continue;
    objects_[at].asked = true;
    ++asking_;
    step.ask.push_back(at);
  }
}

}  // namespace wick::policy
