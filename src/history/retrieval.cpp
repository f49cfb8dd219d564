#include "history/retrieval.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "core/interval.hpp"

namespace wick::history {
namespace {

std::vector<policy::Rung> rungs_of(const std::vector<Tier>& tiers) {
  std::vector<policy::Rung> rungs;
  rungs.reserve(tiers.size());
  for (const Tier& tier : tiers) rungs.push_back(tier.rung);
  return rungs;
}

core::RangeSet all_of(const Request& request) {
  core::RangeSet all = request.wanted;
  all.add(request.along);
  return all;
}

std::vector<core::Hole> within(const core::RangeSet& ranges, const std::vector<core::Hole>& holes) {
  std::vector<core::Hole> inside;
  for (const core::Hole& hole : holes) {
    const core::RangeSet part = ranges.intersect({hole.range});
    for (const core::TimeRange& range : part.ranges()) {
      inside.push_back({range, hole.cause, hole.evidence});
    }
  }
  return inside;
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
      fetched_(all_of(request_)),
      grid_(core::grid_of(request_.id)),
      ladder_(rungs_of(tiers_), grid_, fetched_, request_.options) {}

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
    this->ask(std::move(*ask), now);
    return true;
  }
  if (const auto* wait = std::get_if<policy::Wait>(&step)) ladder_wake_ = wait->until;
  if (auto* done = std::get_if<policy::Done>(&step)) end(std::move(done->missing), now);
  return false;
}

// Whether a symbol was listed in time is a question about what is wanted, not about what is fetched
// along; the latter waits for the answer.
void Retrieval::ask(policy::Ask ask, core::Now now) {
  if (tiers_[ask.rung].rung.tier == core::Tier::kListing) {
    const core::RangeSet wanted = ask.ranges.intersect(request_.wanted);
    if (wanted.empty()) {
      ladder_.report({.rung = ask.rung, .asked = std::move(ask.ranges)}, now);
      return;
    }
    along_held_.add(ask.ranges.minus(wanted));
    ask.ranges = wanted;
  }
  asked_.push_back({ask.rung, tiers_[ask.rung].source->ask(request_.id, std::move(ask.ranges))});
}

void Retrieval::listen(core::Now now) {
  for (Asked& asked : asked_) {
    for (port::Reply& reply : asked.inquiry->step(now)) {
      accept(asked.rung, std::move(reply), now);
      if (done_) return;
    }
  }
  std::erase_if(asked_, [](const Asked& asked) { return asked.inquiry->finished(); });
}

void Retrieval::end(std::vector<core::Hole> missing, core::Now now) {
  const bool interrupted =
      std::ranges::any_of(missing, [](const core::Hole& hole) { return !core::settled(hole); });
  if (keeping_) {
    keeping_->finish(interrupted, now);
    answer_.trouble = keeping_->trouble();
  }
  answer_.missing =
      core::join(within(request_.wanted, without(missing, answer_.series.covered(grid_))));
  if (doubt_ && settled_.empty()) answer_.refusal = std::move(doubt_);
  done_ = true;
}

void Retrieval::stop(core::Now now) {
  if (done_) return;
  asked_.clear();
  std::vector<core::Hole> missing;
  const core::RangeSet left = fetched_.minus(settled_);
  for (const core::TimeRange& range : left.ranges()) {
    missing.push_back({range, core::Cause::kNotFetched, "stopped"});
  }
  end(std::move(missing), now);
}

void Retrieval::accept(std::size_t rung, port::Reply reply, core::Now now) {
  const core::Tier tier = tiers_[rung].rung.tier;
  if (tier == core::Tier::kListing) reply.asked.add(std::exchange(along_held_, {}));
  if (reply.error) note(tier, *reply.error);
  if (reply.error && reply.error->kind == base::ErrorKind::kInvalid) {
    if (refuse(rung, *reply.error)) return;
    settle_by_archive_alone(reply);
  }
  take_rows(reply);
  keep(tier, reply, now);
  settled_.add(reply.settled);
  if (tier == core::Tier::kBulk && !reply.error) {
    archive_lacks_.add(reply.asked.minus(reply.settled));
  }
  tally(tier, reply);
  for (port::Evidence& evidence : reply.evidence) {
    answer_.requests += evidence.requests;
    answer_.evidence.push_back(std::move(evidence));
  }
  ladder_.report({.rung = rung,
                  .asked = std::move(reply.asked),
                  .settled = std::move(reply.settled),
                  .holes = std::move(reply.holes),
                  .error = std::move(reply.error)},
                 now);
}

void Retrieval::take_rows(const port::Reply& reply) {
  if (!request_.rows_wanted) return;
  for (const core::Chunk& chunk : reply.chunks) {  // an object may hold more than was wanted
    for (const core::TimeRange& range : request_.wanted.ranges()) {
      answer_.series.add(chunk.within(range));
    }
  }
}

void Retrieval::keep(core::Tier tier, const port::Reply& reply, core::Now now) {
  if (request_.store == nullptr || tier == core::Tier::kCache) return;
  if (!keeping_) keeping_ = request_.store->keep(request_.id);
  keeping_->take(reply, now);
}

// A source says that nobody will have it. That ends the request at once, unless the archive may
// still have it: symbols that are traded no more are known there alone.
bool Retrieval::refuse(std::size_t rung, const base::Error& error) {
  const bool archive = std::ranges::any_of(
      tiers_, [](const Tier& tier) { return tier.rung.tier == core::Tier::kBulk; });
  if (archive && tiers_[rung].rung.tier != core::Tier::kListing) {
    doubt_ = error;
    return false;
  }
  answer_.refusal = error;
  asked_.clear();
  done_ = true;
  return true;
}

// What the archive has been asked for and lacks, and REST no longer knows, is nowhere.
void Retrieval::settle_by_archive_alone(port::Reply& reply) const {
  const core::RangeSet nowhere = reply.asked.intersect(archive_lacks_);
  reply.settled.add(nowhere);
  for (const core::TimeRange& range : nowhere.ranges()) {
    reply.holes.push_back({range, core::Cause::kNoBarAtSource,
                           "not in the archive, and REST knows the symbol no more"});
  }
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

void Retrieval::tally(core::Tier tier, const port::Reply& reply) {
  auto effort = std::ranges::find(answer_.efforts, tier, &Effort::tier);
  if (effort == answer_.efforts.end()) {
    answer_.efforts.push_back({.tier = tier});
    effort = std::prev(answer_.efforts.end());
  }
  if (reply.error) ++effort->failed;
  for (const core::Chunk& chunk : reply.chunks) {
    effort->rows += static_cast<std::int64_t>(chunk.size());
  }
  for (const port::Evidence& evidence : reply.evidence) {
    ++effort->asked;
    effort->requests += evidence.requests;
    effort->bytes += evidence.bytes;
    if (evidence.took > core::Micros::zero()) effort->took.push_back(evidence.took);
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
  return {grid_.count(settled_), grid_.count(fetched_)};
}

Answer retrieve(Retrieval& retrieval, port::Reactor& reactor) {
  for (;;) {
    retrieval.step(reactor.now());
    if (retrieval.done()) return retrieval.take();
    reactor.wait(retrieval.wake());
  }
}

}  // namespace wick::history
