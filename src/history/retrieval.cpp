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

// A page was read as far as it can be by now: its other bars have not ended, and nothing failed.
bool reached_now(const port::Reply& reply, const core::Grid& grid, core::UtcTime now) {
  // The margin of those who judge whether a bar is final, and the second that a server leaves out.
  constexpr core::Micros kMargin = std::chrono::seconds{2};
  const bool read =
      reply.error && reply.error->kind == base::ErrorKind::kUnavailable && !reply.chunks.empty();
  if (!read) return false;
  const core::RangeSet left = reply.asked.minus(reply.settled);
  return !left.empty() && grid.next(left.ranges().front().begin) > now - kMargin;
}

// Of the endless time without a symbol only the rest of its last month is worth keeping, so that
// the file of that month is whole.
port::Reply of_last_month(const port::Reply& reply, const core::Grid& grid) {
  port::Reply kept;
  if (reply.holes.empty() || !reply.life->after) return kept;
  const core::UtcTime last = reply.life->after->range.begin - core::Micros{1};
  kept.asked = reply.settled.before(grid.ceil(core::month_of(last).end));
  kept.settled = kept.asked;
  kept.holes = within(kept.settled, reply.holes);
  kept.evidence = reply.evidence;
  return kept;
}

// That there is no such object, or no such symbol, is an answer like another.
bool has_failed(const port::Reply& reply) {
  return reply.error && reply.error->kind != base::ErrorKind::kUnsupported &&
         reply.error->kind != base::ErrorKind::kInvalid;
}

bool is_silent(const port::Reply& reply) {
  return std::ranges::all_of(reply.chunks, [](const core::Chunk& chunk) { return chunk.empty(); });
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
  asked_.clear();  // and with it the turns that were taken: all is where others find it
  if (!missing.empty()) {
    answer_.missing =
        core::join(within(request_.wanted, without(missing, answer_.series.covered(grid_))));
  }
  // REST forgets the dead, so its word alone is not enough where the archive could not be asked.
  if (doubt_ && !witnessed_ && archive_failed_.empty()) answer_.refusal = std::move(doubt_);
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
  if (tier == core::Tier::kListing) hear_listing(reply);
  if (tier == core::Tier::kBulk) hear_archive(rung, reply);
  if (tier == core::Tier::kRest && is_silent(reply)) doubt_silence(reply);
  if (tier == core::Tier::kRest) name_both(reply);
  std::optional<base::Error> not_yet;
  if (reached_now(reply, grid_, now.utc)) not_yet = std::exchange(reply.error, std::nullopt);
  if (reply.error) note(tier, *reply.error);
  witnessed_ = witnessed_ || !reply.settled.empty();
  if (reply.error && reply.error->kind == base::ErrorKind::kInvalid) {
    if (refuse(rung, *reply.error)) return;
    settle_by_archive_alone(reply);
  }
  take_rows(reply);
  keep(tier, reply, now);
  tally(tier, reply);
  settled_.add(reply.settled);
  for (port::Evidence& evidence : reply.evidence) {
    answer_.requests += evidence.requests;
    answer_.evidence.push_back(std::move(evidence));
  }
  ladder_.report({.rung = rung,
                  .asked = std::move(reply.asked),
                  .settled = std::move(reply.settled),
                  .holes = std::move(reply.holes),
                  .error = not_yet ? std::move(not_yet) : std::move(reply.error)},
                 now);
}

// Of a symbol that has ended nobody need be asked for more.
void Retrieval::hear_listing(port::Reply& reply) {
  reply.asked.add(std::exchange(along_held_, {}));
  if (!reply.life) return;
  witnessed_ = true;
  const auto& after = reply.life->after;
  if (!after) return;
  ended_ = true;
  const core::TimeRange never{grid_.ceil(after->range.begin), grid_.floor(after->range.end)};
  if (never.empty()) return;
  reply.settled = reply.asked.intersect({never});
  for (const core::TimeRange& range : reply.settled.ranges()) {
    reply.holes.push_back({range, after->cause, after->evidence});
  }
}

// A file tells what it lacks. So does the absence of the last file that could have it.
void Retrieval::hear_archive(std::size_t rung, const port::Reply& reply) {
  const auto next = tiers_.begin() + static_cast<std::ptrdiff_t>(rung) + 1;
  const bool last = std::none_of(
      next, tiers_.end(), [](const Tier& tier) { return tier.rung.tier == core::Tier::kBulk; });
  const core::RangeSet left = reply.asked.minus(reply.settled);
  const bool absent = reply.error && reply.error->kind == base::ErrorKind::kUnsupported;
  if (!reply.error || (absent && last)) {
    archive_lacks_.add(left);
  } else if (!absent) {
    archive_failed_.add(left);
  }
}

// REST may have forgotten the former life of a symbol. Where the archive, which has not, could not
// be asked, a page without a single bar proves nothing.
void Retrieval::doubt_silence(port::Reply& reply) const {
  const core::RangeSet doubtful = reply.settled.intersect(archive_failed_).minus(archive_lacks_);
  if (doubtful.empty() || reply.error) return;
  reply.settled = reply.settled.minus(doubtful);
  reply.holes = without(reply.holes, doubtful);
  reply.error = base::Error{base::ErrorKind::kUnavailable,
                            "no bar there by REST alone, and the archive could not be asked"};
}

// A bar that both were asked for is missing by the word of both.
void Retrieval::name_both(port::Reply& reply) const {
  const auto both = within(archive_lacks_, reply.holes);
  reply.holes = without(reply.holes, archive_lacks_);
  for (const core::Hole& hole : both) {
    reply.holes.push_back({hole.range, hole.cause, "not in the archive; " + hole.evidence});
  }
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
  const bool from_the_store = tier == core::Tier::kCache || tier == core::Tier::kTurn;
  if (request_.store == nullptr || from_the_store) return;
  if (!keeping_) keeping_ = request_.store->keep(request_.id);
  if (tier == core::Tier::kListing) return keeping_->take(of_last_month(reply, grid_), now);
  if (tier != core::Tier::kRest || !is_silent(reply)) return keeping_->take(reply, now);
  keeping_->take(without_old_silence(reply, now.utc), now);
}

// That REST has nothing for an old page is told, and not kept, unless the archive says the same.
port::Reply Retrieval::without_old_silence(port::Reply reply, core::UtcTime now) const {
  constexpr core::Micros kAskedAgain = std::chrono::days{30};
  const core::RangeSet old =
      reply.settled.minus({{now - kAskedAgain, core::kFarFuture}}).minus(archive_lacks_);
  reply.settled = reply.settled.minus(old);
  reply.holes = without(reply.holes, old);
  return reply;
}

// A source says that nobody will have it. That ends the request at once, unless the archive may
// still have it, or it is known to have been there: symbols that are traded no more are known to
// the archive alone.
bool Retrieval::refuse(std::size_t rung, const base::Error& error) {
  const bool archive = std::ranges::any_of(
      tiers_, [](const Tier& tier) { return tier.rung.tier == core::Tier::kBulk; });
  // REST forgets those that have ended.
  if ((archive || ended_) && tiers_[rung].rung.tier != core::Tier::kListing) {
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
  if (tier == core::Tier::kTurn) {  // a second look into the store
    if (reply.chunks.empty()) return;
    tier = core::Tier::kCache;
  }
  auto effort = std::ranges::find(answer_.efforts, tier, &Effort::tier);
  if (effort == answer_.efforts.end()) {
    answer_.efforts.push_back({.tier = tier});
    effort = std::prev(answer_.efforts.end());
  }
  if (has_failed(reply)) ++effort->failed;
  const core::RangeSet open = request_.wanted.minus(settled_);
  for (const core::Chunk& chunk : reply.chunks) {
    effort->rows += static_cast<std::int64_t>(chunk.size());
    for (const core::TimeRange& range : open.ranges()) {
      effort->wanted += static_cast<std::int64_t>(chunk.within(range).size());
    }
  }
  for (const port::Evidence& evidence : reply.evidence) {
    ++effort->asked;
    effort->requests += evidence.requests;
    effort->bytes += evidence.bytes;
    effort->untidy += evidence.untidy.any() ? 1 : 0;
    effort->odd_rows.add(evidence.untidy);
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
  Progress progress{grid_.count(settled_), grid_.count(fetched_)};
  for (const Asked& asked : asked_) {
    if (progress.waits_for.empty()) progress.waits_for = asked.inquiry->waits_for();
  }
  return progress;
}

Answer retrieve(Retrieval& retrieval, port::Reactor& reactor) {
  for (;;) {
    retrieval.step(reactor.now());
    if (retrieval.done()) return retrieval.take();
    reactor.wait(retrieval.wake());
  }
}

}  // namespace wick::history
