#include "history/retrieval.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "core/interval.hpp"

namespace wick::history {
namespace {

std::vector<policy::Rung> rungs_of(const std::vector<Tier>& tiers) {
  std::vector<policy::Rung> rungs;
  for (const Tier& tier : tiers) rungs.push_back(tier.rung);
  return rungs;
}

// A page may bring bars beyond those that it was asked for, which another tier then failed to give.
std::vector<core::Hole> without(const std::vector<core::Hole>& holes, const core::RangeSet& have) {
  std::vector<core::Hole> left;
  for (const core::Hole& hole : holes) {
    const core::RangeSet absent = core::RangeSet{hole.range}.minus(have);
    for (const core::TimeRange& range : absent.ranges()) {
      left.push_back({range, hole.cause, hole.evidence});
    }
  }
  return left;
}

}  // namespace

Retrieval::Retrieval(Request request, std::vector<Tier> tiers)
    : request_(std::move(request)),
      tiers_(std::move(tiers)),
      grid_(request_.id.interval),
      ladder_(rungs_of(tiers_), grid_, request_.wanted, request_.options) {}

void Retrieval::step(core::Now now) {
  if (done_) return;
  do {
    listen(now);
  } while (!done_ && climb(now));
}

// Obeys the ladder once. True when something was asked, so that it is worth looking again.
bool Retrieval::climb(core::Now now) {
  policy::Step step = ladder_.next(now);
  ladder_wake_ = core::MonoTime::max();
  if (auto* ask = std::get_if<policy::Ask>(&step)) {
    asked_.push_back(
        {ask->rung, tiers_[ask->rung].source->ask(request_.id, std::move(ask->ranges))});
    return true;
  }
  if (const auto* wait = std::get_if<policy::Wait>(&step)) ladder_wake_ = wait->until;
  if (auto* done = std::get_if<policy::Done>(&step)) {
    answer_.missing = without(done->missing, answer_.series.covered(grid_));
    done_ = true;
  }
  return false;
}

void Retrieval::listen(core::Now now) {
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    for (port::Reply& reply : asked_[i].inquiry->step(now)) {
      accept(asked_[i].rung, std::move(reply), now);
      if (done_) return;
    }
  }
  std::erase_if(asked_, [](const Asked& asked) { return asked.inquiry->finished(); });
}

void Retrieval::accept(std::size_t rung, port::Reply reply, core::Now now) {
  for (const core::Chunk& chunk : reply.chunks) {  // an object may hold more than was wanted
    for (const core::TimeRange& range : request_.wanted.ranges()) {
      answer_.series.add(chunk.within(range));
    }
  }
  settled_.add(reply.settled);
  for (port::Evidence& evidence : reply.evidence) {
    answer_.requests += evidence.requests;
    answer_.evidence.push_back(std::move(evidence));
  }
  if (reply.error) note(tiers_[rung].rung.tier, *reply.error);
  if (reply.error && reply.error->kind == base::ErrorKind::kInvalid) {
    answer_.refusal = std::move(reply.error);
    asked_.clear();
    done_ = true;
    return;
  }
  ladder_.report({.rung = rung,
                  .asked = std::move(reply.asked),
                  .settled = std::move(reply.settled),
                  .holes = std::move(reply.holes),
                  .error = std::move(reply.error)},
                 now);
}

void Retrieval::note(core::Tier tier, const base::Error& error) {
  const auto known = std::ranges::find_if(answer_.failures, [&](const Failure& failure) {
    return failure.tier == tier && failure.error.kind == error.kind;
  });
  if (known == answer_.failures.end()) {
    answer_.failures.push_back({tier, error, 1});
  } else {
    ++known->times;
    known->error.retry_after = std::max(known->error.retry_after, error.retry_after);
  }
}

core::MonoTime Retrieval::wake() const {
  core::MonoTime wake = ladder_wake_;
  for (const Asked& asked : asked_) wake = std::min(wake, asked.inquiry->wake());
  return wake;
}

Answer Retrieval::take() {
  WICK_CHECK(done_);
  return std::move(answer_);
}

Retrieval::Progress Retrieval::progress() const {
  return {grid_.count(settled_), grid_.count(request_.wanted)};
}

Answer retrieve(Retrieval& retrieval, port::Reactor& reactor) {
  for (;;) {
    retrieval.step(reactor.now());
    if (retrieval.done()) return retrieval.take();
    reactor.wait(retrieval.wake());
  }
}

}  // namespace wick::history
