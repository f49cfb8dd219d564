#include "venue/binance/archive_proof.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "venue/binance/row_comparison.hpp"

namespace wick::venue::binance {
namespace {

using policy::ProofChain;

constexpr std::int64_t kSampleBars = 10;

ProofChain::Options options_for(core::ChartType chart) {
  if (chart != core::ChartType::kPremium) return {};
  return {.judging = ProofChain::Judging::kByTheSecondSource};
}

std::string base_name_of(const std::string& address) {
  return address.substr(address.find_last_of('/') + 1);
}

}  // namespace

ArchiveProof::ArchiveProof(Task task, std::unique_ptr<port::Inquiry> archive)
    : task_(std::move(task)), grid_(core::grid_of(task_.id)), archive_(std::move(archive)) {}

std::vector<port::Reply> ArchiveProof::step(core::Now now) {
  Replies out;
  if (!chain_) begin(now);
  if (!archive_->finished()) {
    for (port::Reply& reply : archive_->step(now)) take(std::move(reply), out);
  }
  while (move_on(now, out)) continue;
  return out;
}

core::MonoTime ArchiveProof::wake() const {
  core::MonoTime wake = archive_->wake();
  for (const auto& [at, asking] : asking_) wake = std::min(wake, asking.until);
  return wake;
}

core::TimeRange ArchiveProof::opens(std::size_t at) const {
  return core::bars_opening_in(task_.pieces[at].whole, grid_);
}

void ArchiveProof::begin(core::Now now) {
  std::vector<ProofChain::Place> places(task_.pieces.size());
  for (std::size_t at = 1; at < places.size(); ++at) {
    places[at].adjoins = task_.pieces[at - 1].whole.end == task_.pieces[at].whole.begin;
  }
  look_beside(places, now);
  chain_.emplace(std::move(places), options_for(task_.id.chart));
  if (now.mono < *task_.left_alone_until) give_up("it did not answer a moment ago");
}

std::map<core::UtcTime, core::Bar> ArchiveProof::known(const core::RangeSet& wanted,
                                                       core::Now now) const {
  std::map<core::UtcTime, core::Bar> bars;
  const auto learn = [&](const core::Chunk& rows) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      bars.emplace(rows.open_time(row), rows.bar(row));
    }
  };
  const auto looking = task_.options->known->ask(task_.id, wanted);
  for (const port::Reply& reply : looking->step(now)) {
    for (const core::Chunk& chunk : reply.chunks) {
      for (const core::TimeRange& range : wanted.ranges()) learn(chunk.within(range));
    }
  }
  return bars;
}

// The bars of the cache that are next to the objects.
void ArchiveProof::look_beside(std::vector<ProofChain::Place>& places, core::Now now) const {
  if (task_.options->known == nullptr || task_.id.chart == core::ChartType::kPremium) return;
  const auto before = [&](std::size_t at) { return grid_.advance(opens(at).begin, -1); };
  const auto ends_a_run = [&](std::size_t at) {
    return at + 1 == places.size() || !places[at + 1].adjoins;
  };
  core::RangeSet wanted;
  for (std::size_t at = 0; at < places.size(); ++at) {
    if (!places[at].adjoins) wanted.add({before(at), opens(at).begin});
    if (ends_a_run(at)) wanted.add({opens(at).end, grid_.next(opens(at).end)});
  }
  const auto bars = known(wanted, now);
  for (std::size_t at = 0; at < places.size(); ++at) {
    const auto close = bars.find(before(at));
    if (close != bars.end() && !places[at].adjoins) places[at].before = close->second.close;
    const auto open = bars.find(opens(at).end);
    if (open != bars.end() && ends_a_run(at)) places[at].after = open->second.open;
  }
}

std::size_t ArchiveProof::place_of(const port::Reply& reply) const {
  WICK_CHECK(!reply.asked.empty());
  const core::UtcTime begin = reply.asked.ranges().front().begin;
  const auto after = std::ranges::upper_bound(
      task_.pieces, begin, {},
      [](const policy::Piece& piece) { return piece.wanted.ranges().front().begin; });
  WICK_CHECK(after != task_.pieces.begin());
  return static_cast<std::size_t>(after - task_.pieces.begin()) - 1;
}

void ArchiveProof::take(port::Reply reply, Replies& out) {
  const std::size_t at = place_of(reply);
  if (reply.error || reply.chunks.empty() || reply.chunks.front().empty()) {
    chain_->gone(at);
    asking_.erase(at);
    told_.erase(at);
    return put(std::move(reply), out);
  }
  const core::Chunk& rows = reply.chunks.front();
  const core::Bar first = rows.bar(0);
  const core::Bar last = rows.bar(rows.size() - 1);
  ProofChain::Edges edges;
  if (first.open_time == opens(at).begin) edges.open = first.open;
  if (grid_.next(last.open_time) == opens(at).end) edges.close = last.close;
  chain_->arrived(at, edges);
  held_.emplace(at, std::move(reply));
}

// One round; true where another one may move on further.
bool ArchiveProof::move_on(core::Now now, Replies& out) {
  bool moved = hear_rest(now);
  std::vector<std::size_t> ready;
  for (const auto& [at, bars] : told_) {
    if (held_.contains(at)) ready.push_back(at);
  }
  for (const std::size_t at : ready) compare(at, out);
  const ProofChain::Step step = chain_->next();
  for (const std::size_t at : step.proven) hand_on(at, remarks_[at], out);
  for (const std::size_t at : step.taken) {
    hand_on(at, not_asked_.empty() ? remarks_[at] : not_asked_, out);
  }
  for (const std::size_t at : step.ask) ask_rest(at, now);
  moved = moved || !ready.empty() || !step.ask.empty();
  return moved || !step.proven.empty() || !step.taken.empty();
}

bool ArchiveProof::hear_rest(core::Now now) {
  for (auto asking = asking_.begin(); asking != asking_.end();) {
    auto& [at, ask] = *asking;
    const int sent = ask.sample.requests();
    const auto bars = ask.sample.step(now);
    requests_ += ask.sample.requests() - sent;
    if (!bars && now.mono >= ask.until) {
      *task_.left_alone_until = now.mono + task_.options->patience;
      give_up("it did not answer in time");
      return true;
    }
    if (bars && !*bars) {
      give_up(bars->error().what);
      return true;
    }
    if (bars) told_.emplace(at, **bars);
    asking = bars ? asking_.erase(asking) : std::next(asking);
  }
  return false;
}

void ArchiveProof::give_up(std::string why) {
  not_asked_ = ", not compared with REST: " + std::move(why);
  chain_->cannot_be_asked();
  asking_.clear();
  told_.clear();
}

core::TimeRange ArchiveProof::bars_to_ask(std::size_t at) const {
  const auto held = held_.find(at);
  const core::UtcTime begin = held == held_.end() ? task_.pieces[at].wanted.ranges().front().begin
                                                  : held->second.chunks.front().open_time(0);
  return {begin, std::min(grid_.advance(begin, kSampleBars), opens(at).end)};
}

void ArchiveProof::ask_rest(std::size_t at, core::Now now) {
  if (!not_asked_.empty()) return;
  const std::vector<std::string>& hosts = task_.options->endpoints.rest(task_.id.market);
  asking_.emplace(at,
                  Asking{RestSample({task_.http, &hosts, task_.rest, task_.id, bars_to_ask(at)}),
                         now.mono + task_.options->patience});
}

// A correction here or there is no other symbol: of that, hardly a row would agree.
void ArchiveProof::compare(std::size_t at, Replies& out) {
  const core::Chunk theirs = told_.extract(at).mapped();
  const core::Chunk& rows = held_.at(at).chunks.front();
  const RowComparison comparison = compare_rows(rows, theirs, Compared::kPrices);
  const std::string counted = std::to_string(comparison.rows) + " rows";
  if (comparison.rows == 0) {
    remarks_[at] = ", REST has none of the rows drawn";
    return chain_->told(at, ProofChain::Word::kNone);
  }
  if (comparison.different * 2 > comparison.rows) {
    return refuse(at, comparison.first_difference, out);
  }
  remarks_[at] =
      comparison.different == 0
          ? ", agrees with REST in " + counted
          : ", differs from REST in " + std::to_string(comparison.different) + " of " + counted;
  chain_->told(at, ProofChain::Word::kTheSame);
}

void ArchiveProof::refuse(std::size_t at, const std::string& difference, Replies& out) {
  chain_->told(at, ProofChain::Word::kAnother);
  port::Reply held = held_.extract(at).mapped();
  port::Reply refused;
  refused.asked = std::move(held.asked);
  refused.evidence = std::move(held.evidence);
  port::Evidence& evidence = refused.evidence.front();
  refused.error = base::Error{base::ErrorKind::kCorrupt,
                              base_name_of(evidence.object) + ": its rows are not those of " +
                                  task_.id.symbol + ", says REST, " + difference};
  evidence.checksum.clear();
  evidence.outcome = refused.error->what;
  put(std::move(refused), out);
}

void ArchiveProof::hand_on(std::size_t at, const std::string& remark, Replies& out) {
  port::Reply reply = held_.extract(at).mapped();
  reply.evidence.front().outcome += remark;
  put(std::move(reply), out);
}

void ArchiveProof::put(port::Reply reply, Replies& out) {
  if (!reply.evidence.empty()) {
    reply.evidence.front().requests += std::exchange(requests_, 0);
  }
  out.push_back(std::move(reply));
}

}  // namespace wick::venue::binance
